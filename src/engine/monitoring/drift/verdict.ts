/** What the columns say of the whole data set. */
import type { DriftColumn, DriftVerdict } from '../../../protocol/drift';

/** Evidently's drift_share: from this share of drifted columns on, the data set has drifted. */
const SHARE = 0.5;

/**
 * The share of drifted columns among those that were judged, as Evidently counts it. Columns that should have been judged and could not
 * (empty, gone, of another type) are in no share; but where they might have made it a drift, there is no verdict, for it would be a false
 * "no drift". Texts and times, which are no kind of column that is judged, hold no verdict up.
 */
export function verdict(columns: readonly DriftColumn[], threshold = SHARE): DriftVerdict {
  const judged = columns.filter(({ drifted }) => drifted !== null).length;
  const drifted = columns.filter((column) => column.drifted === true).length;
  const unjudged = columns.filter((column) => column.drifted === null && (column.type === 'num' || column.type === 'cat')).length;
  const share = judged === 0 ? null : drifted / judged;
  const mightBe = (drifted + unjudged) / (judged + unjudged) >= threshold;
  return { share, threshold, drifted: share === null ? null : share >= threshold ? true : mightBe ? null : false, judged, drifted_columns: drifted };
}
