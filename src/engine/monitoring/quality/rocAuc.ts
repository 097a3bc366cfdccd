/** How well scores put rows of a class before all others. */

/** Indices of values in ascending order; equal ones stay in theirs. */
export function ascending(values: ArrayLike<number>, rows: ArrayLike<number>): Int32Array {
  return Int32Array.from(rows).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}

/**
 * Area under the ROC curve: how often a row of the class has a greater score than another row; equal scores count half
 * (sklearn.metrics.roc_auc_score, as a Mann-Whitney U: Hanley & McNeil 1982).
 * @param rows indices of rows whose score and truth are known
 * @returns NaN where all of them or none are of the class
 */
export function rocAuc(scores: Float64Array, isOfClass: (row: number) => boolean, rows: ArrayLike<number>): number {
  const order = ascending(scores, rows);
  let [positives, before, wins] = [0, 0, 0];
  for (let from = 0; from < order.length;) {
    let [to, here] = [from, 0];
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) {
      here += isOfClass(order[to] as number) ? 1 : 0;
      to += 1;
    }
    const others = to - from - here;
    wins += here * (before + others / 2);
    positives += here;
    before += others;
    from = to;
  }
  return positives === 0 || before === 0 ? Number.NaN : wins / (positives * before);
}
