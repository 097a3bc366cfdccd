/** What became of ground truth that was sent, in a sentence. */
import type { FeedbackAnswer } from '../../protocol/deploymentTraffic';
import { countOf } from '../../wording/formatNumber';

/** `truth.csv: 1,240 truths belong to known requests, 3 to none (such as a-17).` */
export function truthSentence(file: string, { matched, unmatched_count: unmatched, unmatched: ids, refused_count: refused, refused: why, not_sampled_count: unsampled }: FeedbackAnswer): string {
  const parts = [
    `${countOf(matched, 'truth')} ${matched === 1 ? 'belongs' : 'belong'} to known requests`,
    ...(unmatched === 0 ? [] : [`${unmatched.toLocaleString('en-US')} to none${ids[0] === undefined ? '' : ` (such as ${ids[0]})`}`]),
    ...(unsampled === 0 ? [] : [`${unsampled.toLocaleString('en-US')} to requests that are not logged`]),
    ...(refused === 0 ? [] : [`${refused.toLocaleString('en-US')} could not be used${why[0] === undefined ? '' : ` (${why[0].why})`}`]),
  ];
  return `${file}: ${parts.join(', ')}.`;
}
