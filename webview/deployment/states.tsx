/** What stands there when the deployment is gone, and what happens around one that is shown. */
import type { JSX } from 'preact';
import type { Deployment } from '../../src/protocol/deployments';
import type { DeploymentAction } from '../../src/protocol/panels/deploymentPanel';
import { BarNotice, ReadProblem, useEngineUp } from '../ui/notice';
import { Unreadable, type UnreadableProps } from '../ui/unreadable';
import type { DeploymentHost } from './deploymentHost';

/** In place of everything: the deployment cannot be read. */
export function Gone(props: Pick<UnreadableProps, 'problem' | 'onRetry'>): JSX.Element {
  const gone = { title: 'This deployment is gone', advice: 'It was taken away, with its log and its traffic; the version is still registered. Close this tab, or deploy the version again from the Models view.' };
  return <Unreadable {...props} gone={gone} title="This deployment cannot be shown" />;
}

export interface NoticesProps {
  readonly host: DeploymentHost;
  readonly deployment: Deployment;
  readonly trusted: boolean;
  /** why it could not be read the last time */
  readonly unread: string | undefined;
  readonly onRetry: () => void;
  readonly act: (action: DeploymentAction) => void;
}

/** Bars above the tabs: what was known stays below them. */
export function Notices({ host, deployment: { name, state, stage, problem }, trusted, unread, onRetry, act }: NoticesProps): JSX.Element {
  const up = useEngineUp(host);
  return (
    <div role="status">
      {!up && <BarNotice icon="sync codicon-modifier-spin">The engine is starting again. {name} answers meanwhile; what you see is the last that the engine said.</BarNotice>}
      {up && unread !== undefined && <ReadProblem message={unread} onRetry={onRetry} />}
      {state === 'preparing' && <BarNotice icon="loading codicon-modifier-spin"><span>{sentence(stage ?? 'The model is prepared')}</span></BarNotice>}
      {state === 'starting' && problem === null && <BarNotice icon="loading codicon-modifier-spin">Its process comes up. Requests wait until it answers.</BarNotice>}
      {problem !== null && <BarNotice icon="error"><span class="wrap">{problem}</span> <button type="button" class="link" onClick={() => act('showLog')}>Show log</button></BarNotice>}
      {state === 'stopped' && problem === null && <BarNotice icon="circle-slash">It is stopped: whoever calls it is refused. Its port and its traffic are kept.</BarNotice>}
      {!trusted && <BarNotice icon="shield">This workspace is not trusted, so no model is loaded from here. What runs already answers.</BarNotice>}
    </div>
  );
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.…]$/.test(begun) ? begun : `${begun}…`;
}
