/**
 * Which steps of long metric histories are sent: the rule of MLflow's get_metric_history_bulk_interval. Steps are kept as ranges
 * of consecutive numbers, so that a history that counts 0, 1, 2, … costs nothing to sample.
 */

/** Consecutive steps, both ends included. */
export type StepRange = readonly [first: number, last: number];

/** Ascending, different steps as ranges. */
export function rangesOf(steps: readonly number[]): StepRange[] {
  const ranges: [number, number][] = [];
  for (const step of steps) {
    const open = ranges.at(-1);
    if (open !== undefined && step === open[1] + 1) {
      open[1] = step;
    } else {
      ranges.push([step, step]);
    }
  }
  return ranges;
}

function union(runs: readonly (readonly StepRange[])[]): StepRange[] {
  if (runs.length === 1) {
    return [...(runs[0] as readonly StepRange[])];
  }
  const merged: [number, number][] = [];
  for (const [first, last] of runs.flat().sort((a, b) => a[0] - b[0])) {
    const open = merged.at(-1);
    if (open !== undefined && first <= open[1] + 1) {
      open[1] = Math.max(open[1], last);
    } else {
      merged.push([first, last]);
    }
  }
  return merged;
}

/**
 * The steps over all runs; where there are more than `maxResults`, those at `i * n / maxResults`, the last one, and every run's own
 * first and last.
 * @param runs per run its steps within the asked interval: ascending ranges that do not overlap
 * @returns ascending, different steps
 */
export function sampledSteps(runs: readonly (readonly StepRange[])[], maxResults: number): number[] {
  const ranges = union(runs);
  const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (count <= maxResults) {
    return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
  }
  const chosen = new Set<number>();
  for (const run of runs) {
    const [first, last] = [run[0], run.at(-1)];
    if (first !== undefined && last !== undefined) {
      chosen.add(first[0]).add(last[1]);
    }
  }
  const wanted = Array.from({ length: maxResults }, (_, index) => Math.floor((index * count) / maxResults));
  let before = 0;
  let range = 0;
  for (const index of [...wanted, count - 1]) {
    for (let size = sizeOf(ranges[range]); index >= before + size; size = sizeOf(ranges[range])) {
      before += size;
      range += 1;
    }
    chosen.add((ranges[range] as StepRange)[0] + index - before);
  }
  return [...chosen].sort((a, b) => a - b);
}

function sizeOf(range: StepRange | undefined): number {
  return range === undefined ? Infinity : range[1] - range[0] + 1;
}

/** At most `limit` of a list, evenly spread, with its first and last. */
export function thinned<T>(list: readonly T[], limit: number): readonly T[] {
  if (list.length <= limit) {
    return list;
  }
  return limit === 1 ? [list.at(-1) as T] : Array.from({ length: limit }, (_, index) => list[Math.round((index * (list.length - 1)) / (limit - 1))] as T);
}
