/** The colours of runs, given once and remembered with the window. */
import { runColors } from '../contributions';
import { inBackground } from '../problem';
import type { State } from '../state';
import { assignColors } from './palette';

/** Places in the palette of ten, for runs in the order shown; those that had none yet get theirs now. */
export function colorsOf(state: State, runIds: readonly string[]): number[] {
  if (runIds.some((id) => state.runColor(id) === undefined)) {
    assignColors(runIds, runColors.length, { get: (id) => state.runColor(id), set: (id, color) => state.setRunColor(id, color) });
    inBackground(async () => state.saveRunColors());
  }
  return runIds.map((id) => state.runColor(id) ?? 0);
}
