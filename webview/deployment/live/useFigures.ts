/** Live figures, asked for once a second while the page is there to be seen: a page that is hidden is thrown away. */
import { useEffect, useState } from 'preact/hooks';
import { AskFailed } from '../../ui/askFailed';
import type { DeploymentHost } from '../deploymentHost';
import { withAnswer, type LiveSeries } from './liveSeries';

const EVERY = 1000;

/** @param healthy whether the deployment answers; what was known stays when it does not */
export function useFigures(host: DeploymentHost, healthy: boolean): LiveSeries | undefined {
  const [series, setSeries] = useState<LiveSeries>();
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = series;
    const ask = async (): Promise<void> => {
      try {
        known = withAnswer(known, await host.ask('live', { since: known?.until ?? 0 }, end.signal));
        if (!end.signal.aborted) {
          setSeries(known);
        }
      } catch (error) {
        // One that comes up again says so by its state; its figures come with the next ask.
        if (!(error instanceof AskFailed)) {
          throw error;
        }
      }
      if (!end.signal.aborted) {
        timer = setTimeout(() => { void ask(); }, EVERY);
      }
    };
    if (healthy) {
      void ask();
    }
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [host, healthy]);
  return series;
}
