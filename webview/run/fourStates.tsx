/** What stands there while nothing is known yet, when the run is gone, and what happens around a run that is shown. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunAction, RunView } from '../../src/protocol/panels/runPanel';
import type { AskFailed } from '../ui/host';
import type { RunHost } from './live';
import { Button } from '../ui/controls';

/** Before this, what comes at once would only flicker, ms. */
const PATIENCE = 150;

/** Grey bars in the place of what comes. */
export function Loading({ lines = 8 }: { readonly lines?: number }): JSX.Element {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="loading" role="status" aria-label="Loading">
      {waited && Array.from({ length: lines }, (_, line) => <span key={line} class="bar" style={{ width: `${30 + ((line * 37) % 50)}%` }} />)}
    </div>
  );
}

/** In place of everything: the run cannot be read. */
export function Gone({ problem, onRetry }: { readonly problem: AskFailed; readonly onRetry: () => void }): JSX.Element {
  const deleted = problem.code === 'RESOURCE_DOES_NOT_EXIST';
  return (
    <main class="middle">
      <span class={`codicon codicon-${deleted ? 'trash' : 'warning'} large`} aria-hidden="true" />
      <h1>{deleted ? 'This run is gone' : 'This run cannot be shown'}</h1>
      <p role="alert">{deleted ? 'It was deleted from this project for good. Close this tab, and choose another run in the Experiments view.' : problem.message}</p>
      {!deleted && <Button primary onClick={onRetry}>Try again</Button>}
    </main>
  );
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
  const [up, setUp] = useState(true);
  useEffect(() => host.on('engine', (engine) => setUp(engine.up)), [host]);
  return (
    <div role="status">
      {view.run.info.lifecycle_stage === 'deleted' && (
        <p class="bar-notice"><span class="codicon codicon-trash" aria-hidden="true" />This run was deleted. What it recorded is still here. <button type="button" class="link" onClick={() => act('restore')}>Restore</button></p>
      )}
      {!up && <p class="bar-notice"><span class="codicon codicon-sync codicon-modifier-spin" aria-hidden="true" />The tracking engine is starting again. What you see is the last that it said.</p>}
      {up && problem !== undefined && (
        <p class="bar-notice"><span class="codicon codicon-warning" aria-hidden="true" />{problem} <button type="button" class="link" onClick={onRetry}>Try again</button></p>
      )}
    </div>
  );
}
