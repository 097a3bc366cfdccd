/** One column's judgement. */
import type { ColumnType, DriftColumn, DriftOptions } from '../../../protocol/drift';
import { askedMethod, askedThreshold } from './askedFor';
import { chanceOf } from './beyondChance';
import { defaultMethod } from './defaultMethod';
import { distributionOf } from './distribution';
import { methodCalled, type Method } from './methods';
import { NotJudged, type Sample } from './sample';
import { signals } from './signals';
import { isTextMethod } from './textMethods';

/** What is known of a column before it is judged. */
export type Known = Pick<DriftColumn, 'name' | 'missing' | 'infinite'>;

/** Why a column could not be judged. */
export function notJudged(known: Known, type: ColumnType, reason: string, method: Method | undefined = undefined): DriftColumn {
  const { name, ...facts } = known;
  return { name, type, method: method?.name ?? null, score: null, measure: method?.measure ?? null, threshold: null, drifted: null, reason, ...facts };
}

/**
 * Scores one column, before any correction for many of them.
 * @param rows of the reference that have a value
 */
export function judgeColumn(known: Known, sample: Sample, rows: number, options: DriftOptions): DriftColumn {
  const name = askedMethod(known.name, sample.type, options) ?? '';
  const asked = methodCalled(name);
  const method = asked ?? defaultMethod(sample, rows);
  const beside = { ...signals(sample), ...(options.distributions === true ? { distribution: distributionOf(sample) } : {}) };
  if (isTextMethod(name)) {
    return { ...notJudged(known, sample.type, `${name} compares texts, and this column holds ${sample.type === 'num' ? 'numbers' : 'categories'}.`), ...beside };
  }
  if (asked !== undefined && !method.types.includes(sample.type)) {
    return { ...notJudged(known, sample.type, `${method.name} compares ${sample.type === 'num' ? 'categories' : 'numbers'}, and this column holds ${sample.type === 'num' ? 'numbers' : 'categories'}.`, method), ...beside };
  }
  const score = scored(method, sample);
  if (typeof score === 'string') {
    return { ...notJudged(known, sample.type, score, method), ...beside };
  }
  const threshold = askedThreshold(known.name, sample.type, options) ?? (method.measure === 'p-value' ? options.level : undefined) ?? (typeof method.threshold === 'number' ? method.threshold : method.threshold(sample));
  const drifted = method.drifted(score, threshold);
  const chance = options.beyondChance === true && drifted && method.measure === 'distance' ? chanceOf(sample) : undefined;
  return { type: sample.type, method: method.name, score, measure: method.measure, threshold, drifted, ...(chance === undefined ? {} : { chance }), ...known, ...beside };
}

/** The score, or why there is none. */
function scored(method: Method, sample: Sample): number | string {
  try {
    const score = method.score(sample);
    return Number.isFinite(score) ? score : `${method.name} has no finite answer for its values.`;
  } catch (error) {
    if (error instanceof NotJudged) {
      return `${method.name} has no answer: ${error.message}.`;
    }
    throw error;
  }
}
