/** Which method a column is judged by when nobody says. */
import { methodCalled, type Method } from './methods';
import { countsOf, distinct, type Sample } from './sample';

/** Reference rows up to which a test is asked; of more, any difference would be significant, so a distance is. */
const SMALL = 1_000;
/** Numbers with no more distinct values are compared value by value. */
const FEW_VALUES = 5;

/**
 * Evidently's rule (registry.py, _get_default_stattest), by rows of the reference (without missing values) and distinct values of both.
 * @param rows of the reference
 */
export function defaultMethod(sample: Sample, rows: number): Method {
  const values = distinctValues(sample);
  return named(rows > SMALL ? ofMany(sample.type, values) : ofFew(sample.type, values));
}

function ofMany(type: Sample['type'], values: number): string {
  return type === 'num' && values > FEW_VALUES ? 'wasserstein' : 'jensenshannon';
}

function ofFew(type: Sample['type'], values: number): string {
  return type === 'num' && values > FEW_VALUES ? 'ks' : values > 2 ? 'chisquare' : 'z';
}

/** In both samples together; of numbers, counting stops once there are more than a few. */
function distinctValues(sample: Sample): number {
  if (sample.type === 'cat') {
    return sample.counts.categories.length;
  }
  const alone = Math.max(distinct(sample.numbers.reference, FEW_VALUES), distinct(sample.numbers.current, FEW_VALUES));
  return alone > FEW_VALUES ? alone : countsOf(sample).categories.length;
}

function named(name: string): Method {
  const method = methodCalled(name);
  if (method === undefined) {
    throw new Error(`There is no method ${name}.`);
  }
  return method;
}
