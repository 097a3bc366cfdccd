/**
 * Distances have no level: among few rows, chance alone takes a column with a long tail beyond its threshold again and again (bench/README.md,
 * "False alarms"). Who is to be woken by it asks for a test beside the distance. Evidently has no such thing.
 */
import type { DriftColumn } from '../../../protocol/drift';
import { formatNumber } from '../../../wording/formatNumber';
import { methodCalled } from './methods';
import { NotJudged, type Sample } from './sample';

const LEVEL = 0.05;

/** @returns p-value of a test that both samples are of one distribution: Kolmogorov-Smirnov of numbers, chi-square of categories; undefined: it has no answer */
export function chanceOf(sample: Sample): number | undefined {
  try {
    const p = methodCalled(sample.type === 'num' ? 'ks' : 'chisquare')?.score(sample);
    return p !== undefined && Number.isFinite(p) ? p : undefined;
  } catch (error) {
    if (error instanceof NotJudged) {
      return undefined;
    }
    throw error;
  }
}

/** Columns whose distance may be chance have not drifted, and say so. A twentieth for all columns together, after Bonferroni. */
export function beyondChance(columns: readonly DriftColumn[]): readonly DriftColumn[] {
  const judged = columns.filter(({ drifted }) => drifted !== null).length;
  return columns.map((column) => {
    const { chance, drifted } = column;
    return drifted === true && chance !== undefined && chance > LEVEL / judged
      ? { ...column, drifted: false, reason: `Its distance is beyond the threshold, and among so few rows that may be chance: p ${formatNumber(Number(chance.toPrecision(2)))}.` } : column;
  });
}
