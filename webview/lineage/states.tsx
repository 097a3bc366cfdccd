/** What stands there while nothing is known yet, and when there is nothing to show. */
import type { JSX } from 'preact';
import { useWaited } from '../ui/patience';
import { Unreadable, type UnreadableProps } from '../ui/unreadable';

/** Grey cards in the place of what comes. */
export function Loading(): JSX.Element {
  const waited = useWaited();
  return <div class="loading" role="status" aria-label="Loading">{waited && Array.from({ length: 4 }, (_, card) => <span key={card} class="placeholder" />)}</div>;
}

/** In place of everything: the lineage cannot be read. */
export function Failed({ problem, onRetry }: Pick<UnreadableProps, 'problem' | 'onRetry'>): JSX.Element {
  const gone = { title: 'There is nothing left of it', advice: `${problem.message} Close this tab, and choose another run or version.` };
  return <Unreadable problem={problem} gone={gone} title="The lineage cannot be shown" onRetry={onRetry} />;
}
