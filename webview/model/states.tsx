/** What stands there when the version is gone, and what happens around one that is shown. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ModelContents } from '../../src/protocol/modelContents';
import type { VersionView } from '../../src/protocol/panels/modelPanel';
import { Button } from '../ui/controls';
import type { AskFailed } from '../ui/host';
import type { ModelHost } from './live';

/** In place of everything: the version cannot be read. */
export function Gone({ problem, onRetry }: { readonly problem: AskFailed; readonly onRetry: () => void }): JSX.Element {
  const deleted = problem.code === 'RESOURCE_DOES_NOT_EXIST';
  return (
    <main class="middle">
      <span class={`codicon codicon-${deleted ? 'trash' : 'warning'} large`} aria-hidden="true" />
      <h1>{deleted ? 'This version is gone' : 'This version cannot be shown'}</h1>
      <p role="alert">{deleted ? 'It was deleted from the registry; its number is not given again. Close this tab, and choose another version in the Models view.' : problem.message}</p>
      {!deleted && <Button primary onClick={onRetry}>Try again</Button>}
    </main>
  );
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
  const [up, setUp] = useState(true);
  useEffect(() => host.on('engine', (engine) => setUp(engine.up)), [host]);
  return (
    <div role="status">
      {!up && <Bar icon="sync codicon-modifier-spin">The engine is starting again. What you see is the last that it said.</Bar>}
      {up && problem !== undefined && <Bar icon="warning">{problem} <button type="button" class="link" onClick={onRetry}>Try again</button></Bar>}
      {contents?.state === 'gone' && <Bar icon="warning">The files of {view.name}/{view.version} are gone: code that loads it fails. {contents.problem}</Bar>}
    </div>
  );
}

function Bar({ icon, children }: { readonly icon: string; readonly children: JSX.Element | (JSX.Element | string | null)[] | string }): JSX.Element {
  return <p class="bar-notice"><span class={`codicon codicon-${icon}`} aria-hidden="true" /><span>{children}</span></p>;
}
