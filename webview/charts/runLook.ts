/** How a run looks wherever it is drawn. */

export interface ChartRun {
  readonly run_id: string;
  readonly name: string;
  /** place in the palette of ten, 0 to 9; kept per run by the host */
  readonly color: number;
  /** its values still grow */
  readonly running?: boolean;
  /** pinned: the baseline, or kept in view by the person */
  readonly pinned?: boolean;
}

export interface RunLook extends ChartRun {
  /** lengths of strokes and gaps in pixels; empty for a solid line */
  readonly dash: readonly number[];
}

/** From the eleventh run on a colour comes again: the second time with the first of these, and so on. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [12, 4]];

/** Dash patterns for runs whose colour another one before them has. */
export function looksOf(runs: readonly ChartRun[]): RunLook[] {
  const uses = new Map<number, number>();
  return runs.map((run) => {
    const use = uses.get(run.color) ?? 0;
    uses.set(run.color, use + 1);
    return { ...run, dash: DASHES[use % DASHES.length] as readonly number[] };
  });
}
