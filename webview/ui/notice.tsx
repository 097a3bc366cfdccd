/** Bars above what a page shows, for what happens around it. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Whether the engine is there, as far as the page has heard. */
export function useEngineUp(host: { on(name: 'engine', listener: (engine: { readonly up: boolean }) => void): () => void }): boolean {
  const [up, setUp] = useState(true);
  useEffect(() => host.on('engine', (engine) => setUp(engine.up)), [host]);
  return up;
}

/** @param icon a codicon, with its modifiers */
export function BarNotice({ icon, children }: { readonly icon: string; readonly children: ComponentChildren }): JSX.Element {
  return <p class="bar-notice"><span class={`codicon codicon-${icon}`} aria-hidden="true" />{children}</p>;
}

/** What was known stays below it. */
export function ReadProblem({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }): JSX.Element {
  return <BarNotice icon="warning">{message} <button type="button" class="link" onClick={onRetry}>Try again</button></BarNotice>;
}
