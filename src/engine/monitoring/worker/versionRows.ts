/** How right a version was, as the traffic's questions about quality answer it. */

export interface VersionRows {
  readonly model: string;
  readonly version: string;
  readonly rows: number;
  /** of these, those whose truth is known */
  readonly labelled: number;
  /** of the labelled rows; null without any */
  readonly accuracy: number | null;
  readonly rmse: number | null;
  /** mean of the fourth powers of the errors, which says how far chance moves rmse */
  readonly fourth: number | null;
  /** whether its answers are numbers of which any is no whole one */
  readonly fractions: boolean;
  /** tells one set of truths from another; null without any */
  readonly truths: string | null;
}

/** @param row of `qualityQuery` or `qualityOfSpans` */
export function versionRows([model, version, , rows, labelled, accuracy, rmse, fractions, fourth, truths]: readonly unknown[]): VersionRows {
  const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return { model: String(model), version: String(version), rows: Number(rows), labelled: Number(labelled), accuracy: number(accuracy), rmse: number(rmse), fourth: number(fourth), fractions: fractions === true, truths: typeof truths === 'string' ? truths : null };
}
