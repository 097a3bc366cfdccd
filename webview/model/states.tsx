/** What stands there when the version is gone, and what happens around one that is shown. */
import type { JSX } from 'preact';
import type { ModelContents } from '../../src/protocol/modelContents';
import type { VersionView } from '../../src/protocol/panels/modelPanel';
import { BarNotice, ReadProblem, useEngineUp } from '../ui/notice';
import { Unreadable, type UnreadableProps } from '../ui/unreadable';
import type { ModelHost } from './modelHost';

/** In place of everything: the version cannot be read. */
export function Gone(props: Pick<UnreadableProps, 'problem' | 'onRetry'>): JSX.Element {
  const gone = { title: 'This version is gone', advice: 'It was deleted from the registry; its number is not given again. Close this tab, and choose another version in the Models view.' };
  return <Unreadable {...props} gone={gone} title="This version cannot be shown" />;
}

export interface NoticesProps {
  readonly host: ModelHost;
  readonly view: VersionView;
  readonly contents: ModelContents | undefined;
  readonly problem: string | undefined;
  readonly onRetry: () => void;
}

/** Bars above the tabs: what was known stays below them. */
export function Notices({ host, view, contents, problem, onRetry }: NoticesProps): JSX.Element {
  const up = useEngineUp(host);
  return (
    <div role="status">
      {!up && <BarNotice icon="sync codicon-modifier-spin">The engine is starting again. What you see is the last that it said.</BarNotice>}
      {up && problem !== undefined && <ReadProblem message={problem} onRetry={onRetry} />}
      {contents?.state === 'gone' && <BarNotice icon="warning">The files of {view.name}/{view.version} are gone: code that loads it fails. {contents.problem}</BarNotice>}
    </div>
  );
}
