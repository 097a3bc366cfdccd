/** A tab or a part with nothing in it: why, and what to do. */
import type { ComponentChildren, JSX } from 'preact';
import { Button } from './controls';

export interface EmptyProps { readonly icon: string; readonly title: string; readonly children: ComponentChildren }

export function Empty({ icon, title, children }: EmptyProps): JSX.Element {
  return (
    <div class="middle">
      <span class={`codicon codicon-${icon} large`} aria-hidden="true" />
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}

export interface FailedProps { readonly message: string; readonly onRetry: () => void }

/** A part that could not be read. */
export function Failed({ message, onRetry }: FailedProps): JSX.Element {
  return (
    <div class="middle" role="alert">
      <span class="codicon codicon-warning large" aria-hidden="true" />
      <p>{message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
