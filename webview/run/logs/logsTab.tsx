/** The Logs tab: what the process printed, live while it runs. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RunLog, RunView } from '../../../src/protocol/panels/runPanel';
import { formatBytes } from '../../../src/wording/formatBytes';
import { Empty, Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { Keep, RunHost } from '../runHost';
import { LinesView } from '../lines/linesView';
import { allLines, appended, NO_LINES, type LogLines } from './logText';

interface Shown extends LogLines { readonly log: RunLog; readonly skipped: number }

export interface LogsTabProps { readonly host: RunHost; readonly view: RunView; readonly keep: Keep }

export function LogsTab({ host, view, keep }: LogsTabProps): JSX.Element {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState('');
  const [times, setTimes] = useState(0);
  const kept = host.state.scroll?.logs;
  const [follow, setFollow] = useState(kept === undefined);
  useEffect(() => {
    const end = new AbortController();
    const again = (): void => setTimes((before) => before + 1);
    void read(host, end.signal, setShown).then(() => setProblem(''), (error: unknown) => {
      if (!end.signal.aborted) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    });
    const stop = host.on('reset', again);
    return () => {
      end.abort();
      stop();
    };
  }, [host, times]);
  const lines = useMemo(() => (shown === undefined ? [] : allLines(shown)), [shown]);
  if (shown === undefined) {
    return problem === '' ? <Loading /> : <Failed message={problem} onRetry={() => setTimes(times + 1)} />;
  }
  if (shown.log.from === 'none') {
    return (
      <Empty icon="output" title="No output was recorded">
        {view.condition === 'running' ? 'This run was started outside of Slipway: its output is where it was started. ' : 'This run was not started by Slipway, which keeps the output of what it trains. '}
        Choose Train… on its script, or start it with “slipway run -- python train.py”.
      </Empty>
    );
  }
  return (
    <LinesView label="the log" lines={lines} first={shown.dropped + 1} follow={shown.log.ended ? undefined : follow}
      onFollow={(wanted) => { setFollow(wanted); if (wanted) { keep({ scroll: withoutLogs(host) }); } }}
      top={kept ?? 0} onTop={(top) => { if (!follow || shown.log.ended) { host.keep({ ...host.state, scroll: { ...host.state.scroll, logs: top } }); } }}>
      <span class="quiet">
        {lines.length === 0 ? (shown.log.ended ? 'It printed nothing.' : 'It has printed nothing yet.') : `${lines.length.toLocaleString('en-US')} lines`}
        {shown.skipped > 0 && ` · the first ${formatBytes(shown.skipped)} are left out`}
        {shown.log.runs > 1 && ` · shared by the ${shown.log.runs} runs of its job`}
        {problem !== '' && ` · ${problem}`}
      </span>
    </LinesView>
  );
}

/** Asks for what comes next until the log has ended or nobody looks any more. */
async function read(host: RunHost, signal: AbortSignal, show: (shown: Shown) => void): Promise<void> {
  let text = NO_LINES;
  let skipped = 0;
  for (let offset: number | null = null; !signal.aborted;) {
    const log: RunLog = await host.ask('log', { offset }, signal);
    if (signal.aborted) {
      return;
    }
    skipped = offset === null ? log.skipped : skipped;
    text = appended(text, log.text);
    offset = log.offset;
    show({ ...text, log, skipped });
    if (log.ended) {
      return;
    }
    // A script that prints without pause is read once a frame, not once a line.
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
  }
}

function withoutLogs(host: RunHost): RunHost['state']['scroll'] {
  const { logs: _, ...others } = host.state.scroll ?? {};
  return others;
}
