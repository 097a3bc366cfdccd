/** What stands there while nothing is known yet: grey bars in the place of what comes. */
import type { JSX } from 'preact';
import { useWaited } from './patience';

export function Loading({ lines = 8 }: { readonly lines?: number }): JSX.Element {
  const waited = useWaited();
  return (
    <div class="loading" role="status" aria-label="Loading">
      {waited && Array.from({ length: lines }, (_, line) => <span key={line} class="bar" style={{ width: `${30 + ((line * 37) % 50)}%` }} />)}
    </div>
  );
}
