/** What stands there when the run is gone, and what happens around a run that is shown. */
import type { JSX } from 'preact';
import type { RunAction, RunView } from '../../src/protocol/panels/runPanel';
import { BarNotice, ReadProblem, useEngineUp } from '../ui/notice';
import { Unreadable, type UnreadableProps } from '../ui/unreadable';
import type { RunHost } from './runHost';

/** In place of everything: the run cannot be read. */
export function Gone(props: Pick<UnreadableProps, 'problem' | 'onRetry'>): JSX.Element {
  const gone = { title: 'This run is gone', advice: 'It was deleted from this project for good. Close this tab, and choose another run in the Experiments view.' };
  return <Unreadable {...props} gone={gone} title="This run cannot be shown" />;
}

export interface NoticesProps {
  readonly host: RunHost;
  readonly view: RunView;
  readonly problem: string | undefined;
  readonly act: (action: RunAction) => void;
  readonly onRetry: () => void;
}

/** Bars above the tabs: what was known stays below them. */
export function Notices({ host, view, problem, act, onRetry }: NoticesProps): JSX.Element {
  const up = useEngineUp(host);
  return (
    <div role="status">
      {view.run.info.lifecycle_stage === 'deleted' && (
        <BarNotice icon="trash">This run was deleted. What it recorded is still here. <button type="button" class="link" onClick={() => act('restore')}>Restore</button></BarNotice>
      )}
      {!up && <BarNotice icon="sync codicon-modifier-spin">The tracking engine is starting again. What you see is the last that it said.</BarNotice>}
      {up && problem !== undefined && <ReadProblem message={problem} onRetry={onRetry} />}
    </div>
  );
}
