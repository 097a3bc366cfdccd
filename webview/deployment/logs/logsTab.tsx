/** The Logs tab: what the supervisor and the process that answers have said, live. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DeploymentAction } from '../../../src/protocol/panels/deploymentPanel';
import { formatBytes } from '../../../src/wording/formatBytes';
import { countOf } from '../../../src/wording/formatNumber';
import { LinesView } from '../../run/lines/linesView';
import { allLines, appended, NO_LINES, type LogLines } from '../../run/logs/logText';
import { Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { DeploymentHost } from '../deploymentHost';

interface Shown extends LogLines { readonly skipped: number }

export function LogsTab({ host, act }: { readonly host: DeploymentHost; readonly act: (action: DeploymentAction) => void }): JSX.Element {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState('');
  const [times, setTimes] = useState(0);
  const kept = host.state.scroll?.['logs'];
  const [follow, setFollow] = useState(kept === undefined);
  useEffect(() => {
    const end = new AbortController();
    setProblem('');
    read(host, end.signal, setShown).catch((error: unknown) => {
      if (!end.signal.aborted) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    });
    return () => end.abort();
  }, [host, times]);
  const lines = useMemo(() => (shown === undefined ? [] : allLines(shown)), [shown]);
  if (shown === undefined) {
    return problem === '' ? <Loading /> : <Failed message={problem} onRetry={() => setTimes(times + 1)} />;
  }
  const keepTop = (top: number | undefined): void => {
    const { logs: _, ...others } = host.state.scroll ?? {};
    host.keep({ ...host.state, scroll: top === undefined ? others : { ...others, logs: top } });
  };
  return (
    <LinesView label="the log" lines={lines} first={shown.dropped + 1} follow={follow} onFollow={(wanted) => { setFollow(wanted); if (wanted) { keepTop(undefined); } }}
      top={kept ?? 0} onTop={(top) => { if (!follow) { keepTop(top); } }}>
      <span class="quiet">
        {lines.length === 0 ? 'It has said nothing yet.' : countOf(lines.length, 'line')}
        {shown.skipped > 0 && ` · the first ${formatBytes(shown.skipped)} are left out`}
      </span>
      <button type="button" class="link" onClick={() => act('showLog')}>Open in the editor</button>
      {problem !== '' && <span role="alert">{problem} <button type="button" class="link" onClick={() => setTimes(times + 1)}>Try again</button></span>}
    </LinesView>
  );
}

/** Asks for what comes next until nobody looks any more. */
async function read(host: DeploymentHost, signal: AbortSignal, show: (shown: Shown) => void): Promise<void> {
  let text = NO_LINES;
  let skipped = 0;
  for (let offset: number | null = null; !signal.aborted;) {
    const part: Awaited<ReturnType<typeof ask>> = await ask(host, offset, signal);
    if (signal.aborted) {
      return;
    }
    if (part.fresh || offset === null) {
      text = NO_LINES;
      skipped = part.skipped;
    }
    text = appended(text, part.text);
    offset = part.offset;
    show({ ...text, skipped });
    // What is said without pause is read once a frame, not once a line.
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
  }
}

function ask(host: DeploymentHost, offset: number | null, signal: AbortSignal): ReturnType<typeof host.ask<'log'>> {
  return host.ask('log', { offset }, signal);
}
