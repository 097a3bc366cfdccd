/** A part that scrolls, and comes back where it was. */
import type { ComponentChildren, JSX } from 'preact';
import type { RunTab } from '../../src/protocol/panels/runPanel';
import { useKeptScroll } from './kept';
import type { RunHost } from './live';

export interface ScrollerProps { readonly host: RunHost; readonly tab: RunTab; readonly ready?: boolean; readonly children: ComponentChildren }

export function Scroller({ host, tab, ready = true, children }: ScrollerProps): JSX.Element {
  return <div ref={useKeptScroll(host, tab, ready)} class="scroller" tabIndex={0} role="group" aria-label="Content">{children}</div>;
}
