/** A part that scrolls, and comes back where it was. */
import type { ComponentChildren, JSX } from 'preact';
import { useKeptScroll, type Keeping, type Scrolled } from './kept';

export interface ScrollerProps<State> { readonly host: Keeping<State>; readonly tab: string; readonly ready?: boolean; readonly children: ComponentChildren }

export function Scroller<State extends Scrolled>({ host, tab, ready = true, children }: ScrollerProps<State>): JSX.Element {
  return <div ref={useKeptScroll(host, tab, ready)} class="scroller" tabIndex={0} role="group" aria-label="Content">{children}</div>;
}
