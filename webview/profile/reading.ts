/** The profile that the page shows: read with progress, ended when it is not wanted, read again when the file changes. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ProfileMethods, ProfilePanelState, ProfileProgress } from '../../src/protocol/panels/profilePanel';
import type { ProfileReport } from '../../src/protocol/profile';
import { AskFailed } from '../ui/askFailed';
import type { Host } from '../ui/host';

export type ProfileHost = Host<ProfileMethods, ProfilePanelState>;

/** How often one asks how far it is, ms. */
const POLL = 400;

export interface Reading {
  /** undefined until the first answer; what was known stays while the file is read again */
  readonly report: ProfileReport | undefined;
  readonly problem: AskFailed | undefined;
  /** undefined: nothing is being read */
  readonly progress: ProfileProgress | undefined;
  /** somebody did not want to wait */
  readonly cancelled: boolean;
  readonly cancel: () => void;
  readonly refresh: () => void;
}

export function useProfile(host: ProfileHost): Reading {
  const [report, setReport] = useState<ProfileReport>();
  const [problem, setProblem] = useState<AskFailed>();
  const [progress, setProgress] = useState<ProfileProgress>();
  const [cancelled, setCancelled] = useState(false);
  const under = useRef<AbortController | undefined>(undefined);

  const read = useCallback(async () => {
    under.current?.abort();
    const end = new AbortController();
    under.current = end;
    setCancelled(false);
    setProgress({ done: 0, of: 0 });
    const poll = async (): Promise<void> => {
      // Without an answer nothing is told: what is waited for says what is wrong.
      const told = await host.ask('progress', {}).catch(() => undefined);
      if (under.current === end && told !== undefined) {
        setProgress(told);
      }
    };
    const polling = setInterval(() => { void poll(); }, POLL);
    try {
      const answer = await host.ask('profile', {}, end.signal);
      if (under.current === end) {
        setReport(answer);
        setProblem(undefined);
      }
    } catch (error) {
      if (under.current === end) {
        setProblem(end.signal.aborted ? undefined : error instanceof AskFailed ? error : new AskFailed({ code: 'INTERNAL', message: String(error) }));
        setCancelled(end.signal.aborted);
      }
    } finally {
      clearInterval(polling);
      if (under.current === end) {
        under.current = undefined;
        setProgress(undefined);
      }
    }
  }, [host]);

  useEffect(() => {
    void read();
    const stop = host.on('reset', () => { void read(); });
    return () => {
      stop();
      const last = under.current;
      under.current = undefined;
      last?.abort();
    };
  }, [host, read]);
  return { report, problem, progress, cancelled, cancel: useCallback(() => under.current?.abort(), []), refresh: useCallback(() => { void read(); }, [read]) };
}
