/** What stands there while nothing is known yet, and when there is nothing to show. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../ui/controls';
import type { AskFailed } from '../ui/host';

/** Before this, what comes at once would only flicker, ms. */
const PATIENCE = 150;

/** Grey cards in the place of what comes. */
export function Loading(): JSX.Element {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return <div class="loading" role="status" aria-label="Loading">{waited && Array.from({ length: 4 }, (_, card) => <span key={card} class="placeholder" />)}</div>;
}

/** In place of everything: the lineage cannot be read. */
export function Failed({ problem, onRetry }: { readonly problem: AskFailed; readonly onRetry: () => void }): JSX.Element {
  const gone = problem.code === 'RESOURCE_DOES_NOT_EXIST';
  return (
    <main class="middle">
      <span class={`codicon codicon-${gone ? 'trash' : 'warning'} large`} aria-hidden="true" />
      <h1>{gone ? 'There is nothing left of it' : 'The lineage cannot be shown'}</h1>
      <p role="alert">{problem.message}{gone ? ' Close this tab, and choose another run or version.' : ''}</p>
      {!gone && <Button primary onClick={onRetry}>Try again</Button>}
    </main>
  );
}
