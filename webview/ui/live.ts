/** What is read from the host and read again when it changes: one read at a time, and what was known stays while the next is under way. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CommonNotices } from '../../src/protocol/panels/contract';
import { AskFailed } from './askFailed';

/** What following a run needs of a page's host, whatever panel it is of. */
export interface Following {
  /** changes of this run are changes of what is read; undefined: there is none */
  readonly state: { readonly run_id?: string };
  on<Name extends keyof CommonNotices>(name: Name, listener: (value: CommonNotices[Name]) => void): () => void;
}

export interface Live<T> {
  /** undefined until the first answer */
  readonly value: T | undefined;
  /** why the last read failed; undefined when it did not */
  readonly problem: AskFailed | undefined;
  /** reads once more */
  readonly refresh: () => void;
}

/**
 * @param read asks the host; read again when it changes, so it comes from `useCallback`
 * @param follows whether to read again when this run changes
 */
export function useLive<T>(host: Following, read: (signal: AbortSignal) => Promise<T>, follows = true): Live<T> {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<AskFailed>();
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const end = new AbortController();
    let reading = false;
    let wanted = false;
    let failed = false;
    const start = async (): Promise<void> => {
      if (reading) {
        wanted = true;
        return;
      }
      reading = true;
      do {
        wanted = false;
        try {
          const answer = await read(end.signal);
          failed = false;
          if (!end.signal.aborted) {
            setValue(answer);
            setProblem(undefined);
          }
        } catch (error) {
          failed = true;
          if (!end.signal.aborted) {
            setProblem(error instanceof AskFailed ? error : new AskFailed({ code: 'INTERNAL', message: String(error) }));
          }
        }
      } while (wanted && !end.signal.aborted);
      reading = false;
    };
    again.current = () => { void start(); };
    setValue(undefined);
    setProblem(undefined);
    void start();
    const ends = follows ? [
      host.on('runs', (change) => { if (concerns(host.state.run_id, change)) { void start(); } }),
      host.on('reset', () => { void start(); }),
      // A page that came up while the engine was away has missed the reset.
      host.on('engine', ({ up }) => { if (up && failed) { void start(); } }),
    ] : [];
    return () => {
      end.abort();
      ends.forEach((stop) => stop());
    };
  }, [host, read, follows]);
  return { value, problem, refresh: useCallback(() => again.current(), []) };
}

/** A notice without runs is about the experiment itself: its name, its baseline. */
function concerns(runId: string | undefined, change: { readonly run_ids: readonly string[] }): boolean {
  return runId !== undefined && (change.run_ids.length === 0 || change.run_ids.includes(runId));
}
