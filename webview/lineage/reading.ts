/** The answer that the page shows, read again when something changes; what was known stays until the next is there. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Lineage } from '../../src/protocol/lineage';
import type { LineageMethods, LineagePanelState } from '../../src/protocol/panels/lineagePanel';
import { AskFailed } from '../ui/askFailed';
import type { Host } from '../ui/host';

export type LineageHost = Host<LineageMethods, LineagePanelState>;

export interface Reading {
  /** undefined until the first answer */
  readonly lineage: Lineage | undefined;
  readonly problem: AskFailed | undefined;
  readonly refresh: () => void;
}

/** Runs that log write many times a second: changes are gathered for so long, ms. */
const GATHER = 700;

export function useLineage(host: LineageHost, node: string, unfolded: readonly string[]): Reading {
  const [lineage, setLineage] = useState<Lineage>();
  const [problem, setProblem] = useState<AskFailed>();
  const known = useRef('');
  const again = useRef<() => void>(() => undefined);
  const asked = JSON.stringify([node, unfolded]);
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      timer = undefined;
      try {
        const answer = await host.ask('lineage', { node, unfold: [...unfolded] }, end.signal);
        const text = JSON.stringify(answer);
        if (!end.signal.aborted) {
          setProblem(undefined);
          // Most changes are none here: what stays the same is not laid out anew.
          if (text !== known.current) {
            known.current = text;
            setLineage(answer);
          }
        }
      } catch (error) {
        if (!end.signal.aborted) {
          setProblem(error instanceof AskFailed ? error : new AskFailed({ code: 'INTERNAL', message: String(error) }));
        }
      }
    };
    const soon = (): void => { timer ??= setTimeout(() => { void read(); }, GATHER); };
    again.current = () => { void read(); };
    void read();
    const ends = [host.on('runs', soon), host.on('reset', soon), host.on('engine', ({ up }) => { if (up) { soon(); } })];
    return () => {
      end.abort();
      clearTimeout(timer);
      ends.forEach((stop) => stop());
    };
    // The ids are compared by what they say.
  }, [host, asked]);
  return { lineage, problem, refresh: useCallback(() => again.current(), []) };
}
