/** What lines and marks of the timeline are. */
import type { JSX } from 'preact';
import type { MonitoredWindow } from '../../src/protocol/monitors';
import { driftingBeside } from './besideRows';

/** Nothing where none of them is drawn. */
export function Legend({ windows }: { readonly windows: readonly MonitoredWindow[] }): JSX.Element | null {
  const has = (side: 'estimated' | 'realised'): boolean => windows.some(({ quality }) => quality !== null && quality[side] !== null);
  const beside = windows.some((window) => driftingBeside(window).length > 0);
  return !has('estimated') && !has('realised') && !beside ? null : (
    <p class="legend quiet">
      {has('estimated') && <span><span class="key estimated" />estimated before labels come, with its band</span>}
      {has('realised') && <span><span class="key realised" />realised, of labelled rows</span>}
      {beside && <span><span class="key beside-mark" />predictions, truths or columns together drift</span>}
    </p>
  );
}
