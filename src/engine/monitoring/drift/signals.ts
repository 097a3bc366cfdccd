/** What is told of a column beside its distribution: no method of drift looks at it. */
import type { DriftColumn } from '../../../protocol/drift';
import { firstAbove, firstNotBelow } from '../../analysis/sortedNumbers';
import { total, type Sample } from './sample';

const MOST_EXAMPLES = 10;

/** New categories, or values out of the reference's range, among the current data. */
export function signals(sample: Sample): Pick<DriftColumn, 'new_categories' | 'out_of_range'> {
  if (sample.type === 'num') {
    const { reference, current } = sample.numbers;
    const [low, high] = [reference[0] as number, reference.at(-1) as number];
    const outside = firstNotBelow(current, low) + current.length - firstAbove(current, high);
    return outside === 0 ? {} : { out_of_range: { share: outside / current.length, min: current[0] as number, max: current.at(-1) as number } };
  }
  const { categories, reference, current } = sample.counts;
  const fresh = categories.map((category, at) => ({ category, count: reference[at] === 0 ? current[at] as number : 0 })).filter(({ count }) => count > 0);
  if (fresh.length === 0) {
    return {};
  }
  const often = fresh.toSorted((a, b) => b.count - a.count).slice(0, MOST_EXAMPLES);
  return { new_categories: { count: fresh.length, share: fresh.reduce((sum, { count }) => sum + count, 0) / total(current), examples: often.map(({ category }) => String(category)) } };
}
