/** How long to wait before the next front is started. */

const FIRST_MS = 50;
const LONGEST_MS = 10_000;
/** A front that answered for so long has not failed to start: the next one is started at once. */
export const STEADY_MS = 30_000;

/**
 * A model that has never been loaded here is given up after so many tries; one that has been is tried for ever, later and later, and a
 * person is told.
 */
export const MOST_FIRST_TRIES = 3;

/**
 * @param failures fronts in a row that ended before they had answered for STEADY_MS; the one that has just ended is one of them
 * @returns ms: at once after the first, then doubling up to ten seconds
 */
export function restartDelay(failures: number): number {
  return failures <= 1 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 2));
}
