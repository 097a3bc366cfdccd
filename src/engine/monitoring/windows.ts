/** How traffic is cut into windows. Times are Unix ms; a window does not hold its `to`. Pure. */

export interface TimeSpan { readonly from: number; readonly to: number }

/** A front writes its lines a quarter of a second after it answered; a window is over when they are surely on the disk. */
export const SETTLE_MS = 2_000;

/**
 * The window of a length that holds a time: windows begin at whole lengths since 1970, so that those of an hour are hours and those of
 * a day are days of UTC, whenever somebody began to watch.
 * @param every length in ms, > 0
 */
export function windowAt(time: number, every: number): TimeSpan {
  const from = Math.floor(time / every) * every;
  return { from, to: from + every };
}

/** The first window of a length that is not over yet: when it is, it can be judged. */
export function openWindow(now: number, every: number): TimeSpan {
  return windowAt(now - SETTLE_MS, every);
}

/**
 * Windows that are over and have not been judged, oldest first: also those that passed while the machine slept.
 * @param counts rows of each window that has any, by its beginning
 * @param next beginning of the first window that is not judged
 * @returns those with rows; and the last one that is over even without, so that it shows when no traffic comes
 */
export function dueWindows(counts: ReadonlyMap<number, number>, next: number, now: number, every: number): TimeSpan[] {
  const end = openWindow(now, every).from;
  const starts = [...counts.keys()].filter((from) => from >= next && from < end && (counts.get(from) ?? 0) > 0);
  const last = end - every;
  if (last >= next && !starts.includes(last)) {
    starts.push(last);
  }
  return starts.toSorted((a, b) => a - b).map((from) => ({ from, to: from + every }));
}

/**
 * Windows of so many rows each, oldest first. One holds all rows of its last millisecond, so that it is a span of time.
 * @param counts rows by millisecond, in order
 * @returns the windows that are full, and how many rows the next one has so far
 */
export function fullWindows(counts: readonly (readonly [time: number, rows: number])[], rows: number): { readonly windows: TimeSpan[]; readonly left: number } {
  const windows: TimeSpan[] = [];
  let left = 0;
  let from: number | undefined;
  for (const [time, count] of counts) {
    from ??= time;
    left += count;
    if (left >= rows) {
      windows.push({ from, to: time + 1 });
      left = 0;
      from = undefined;
    }
  }
  return { windows, left };
}
