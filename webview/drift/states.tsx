/** What stands there when the monitor is gone, before a window is over, and around what is shown. */
import type { JSX } from 'preact';
import type { Monitor } from '../../src/protocol/monitors';
import type { DriftAction, RetrainAct, ShownPolicy } from '../../src/protocol/panels/driftPanel';
import { Empty } from '../ui/empty';
import { BarNotice, ReadProblem, useEngineUp } from '../ui/notice';
import { Unreadable, type UnreadableProps } from '../ui/unreadable';
import { candidateName } from '../../src/wording/retrainText';
import type { DriftHost } from './driftHost';

/** In place of everything: the monitor cannot be read. */
export function Gone(props: Pick<UnreadableProps, 'problem' | 'onRetry'>): JSX.Element {
  const gone = { title: 'This monitor is gone', advice: 'It was removed, with all that it found. Close this tab, or watch the deployment again from the Deployments view.' };
  return <Unreadable {...props} gone={gone} title="This monitor cannot be shown" />;
}

export function NoWindow({ monitor: { stage, state, problem, deployment } }: { readonly monitor: Monitor }): JSX.Element {
  const waits = stage === null ? `The first one is judged when it is over. ${deployment} answers meanwhile, and what it is asked is counted.` : `${stage.charAt(0).toUpperCase()}${stage.slice(1)}.`;
  return (
    <Empty icon={problem === null ? 'watch' : 'debug-disconnect'} title={problem === null ? 'No window is over yet' : 'It can\'t watch'}>
      {problem ?? (state === 'stopped' ? 'It was stopped before a window was over. Watch again begins where it ended.' : waits)}
    </Empty>
  );
}

export interface NoticesProps {
  readonly host: DriftHost;
  readonly monitor: Monitor;
  /** whether a window is over */
  readonly found: boolean;
  /** why it could not be read the last time */
  readonly unread: string | undefined;
  readonly onRetry: () => void;
  readonly act: (action: DriftAction) => void;
}

/** Bars above what was found, which stays below them. */
export function Notices({ host, monitor: { state, problem }, found, unread, onRetry, act }: NoticesProps): JSX.Element {
  const up = useEngineUp(host);
  return (
    <div role="status">
      {!up && <BarNotice icon="sync codicon-modifier-spin">The engine is starting again. What you see is the last that it said.</BarNotice>}
      {up && unread !== undefined && <ReadProblem message={unread} onRetry={onRetry} />}
      {problem !== null && <BarNotice icon="error"><span class="wrap">{problem}</span> <button type="button" class="link" onClick={() => act('openFile')}>Open slipway.yaml</button></BarNotice>}
      {state === 'stopped' && found && <BarNotice icon="circle-outline">It watches no more; what it found stays.</BarNotice>}
    </div>
  );
}

export interface WaitingProps {
  readonly policies: readonly ShownPolicy[];
  readonly trusted: boolean;
  readonly onAct: (policy: string, act: RetrainAct) => void;
}

/** A bar for each candidate that waits for somebody. */
export function Waiting({ policies, trusted, onAct }: WaitingProps): JSX.Element {
  return (
    <div role="status">
      {policies.flatMap(({ name, standing }) => (standing?.last?.state !== 'waiting' ? [] : [
        <BarNotice key={name} icon="bell-dot">
          <span class="wrap">{candidateName(standing.last)} passed its gate and waits for your approval.</span>
          {trusted && !standing.last.paused && <button type="button" class="link" onClick={() => onAct(name, 'approve')}>Approve</button>}
          <button type="button" class="link" onClick={() => onAct(name, 'veto')}>Veto…</button>
          <button type="button" class="link" onClick={() => onAct(name, 'openReport')}>Show evidence</button>
        </BarNotice>,
      ]))}
    </div>
  );
}
