/** In place of a whole page: what it is about cannot be read, because it is gone or for now. */
import type { JSX } from 'preact';
import { Button } from './controls';
import { isGone, type AskFailed } from './askFailed';

export interface UnreadableProps {
  readonly problem: AskFailed;
  /** title, and what to do, where it is gone for good */
  readonly gone: { readonly title: string; readonly advice: string };
  /** title where it may be read later */
  readonly title: string;
  readonly onRetry: () => void;
}

export function Unreadable({ problem, gone, title, onRetry }: UnreadableProps): JSX.Element {
  const lost = isGone(problem);
  return (
    <main class="middle">
      <span class={`codicon codicon-${lost ? 'trash' : 'warning'} large`} aria-hidden="true" />
      <h1>{lost ? gone.title : title}</h1>
      <p role="alert">{lost ? gone.advice : problem.message}</p>
      {!lost && <Button primary onClick={onRetry}>Try again</Button>}
    </main>
  );
}
