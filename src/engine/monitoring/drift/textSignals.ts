/** What is told of columns of texts: their lengths, and words that are new. */
import type { DriftColumn, TextSignals } from '../../../protocol/drift';
import type { TextContent, Words } from '../../analysis/columnReader';
import type { Sides } from './compareNumbers';
import { judgeColumn } from './judgeColumn';
import { moments } from './moments';

const MOST_EXAMPLES = 10;

/**
 * @param name of a column that has texts in both
 * @returns nothing where they were not kept
 */
export async function textSignals({ reference, current }: Sides, name: string): Promise<Pick<DriftColumn, 'text'>> {
  const [before, now] = [await reference.textContent(name), await current.textContent(name)];
  if (before === undefined || now === undefined) {
    return {};
  }
  return { text: { length: lengthSignal(before, now), out_of_vocabulary: newWords(before.words, now.words) } };
}

/** By the default method and threshold for numbers, whatever was asked for the column. */
function lengthSignal(before: TextContent, now: TextContent): TextSignals['length'] {
  const numbers = { reference: before.lengths, current: now.lengths, whole: true };
  const { method, score, measure, threshold, drifted } = judgeColumn({ name: 'length' }, { type: 'num', numbers }, before.lengths.length, {});
  return { reference: moments(before.lengths).mean, current: moments(now.lengths).mean, method, score, measure, threshold, drifted };
}

/**
 * The part of the current words, each as often as it appears, that is not among the reference's. Beside it stands what the reference lets
 * expect: (words that appear once) / (words), Good's estimate of the probability that the next one is new (Good 1953, Biometrika 40).
 */
function newWords(before: Words, now: Words): TextSignals['out_of_vocabulary'] {
  if (before.total === 0 || now.total === 0) {
    return null;
  }
  const fresh = [...now.counts].filter(([word]) => !before.counts.has(word));
  const told = [...now.counts.values()].reduce((sum, times) => sum + times, 0);
  return { share: fresh.reduce((sum, [, times]) => sum + times, 0) / told, expected: before.once / before.total, examples: fresh.slice(0, MOST_EXAMPLES).map(([word]) => word) };
}
