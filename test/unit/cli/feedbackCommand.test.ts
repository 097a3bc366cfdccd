import { expect, test } from 'vitest';
import { feedbackText } from '../../../src/cli/feedbackCommand';

test('says what became of every truth', () => {
  const none = { unmatched_count: 0, unmatched: [], not_sampled_count: 0, not_sampled: [], refused_count: 0, refused: [] };
  expect(feedbackText('iris', { accepted: 20, matched: 20, ...none })).toEqual(['iris keeps 20 truths, all for requests in its log.']);
  expect(feedbackText('iris', {
    accepted: 12, matched: 1, unmatched_count: 11, unmatched: ['a', 'b'], not_sampled_count: 1, not_sampled: ['c'], refused_count: 2, refused: [{ id: 'd', why: 'the request had 1 row, and rows count from 0' }],
  })).toEqual([
    'iris keeps 12 truths, 1 for requests in its log.',
    '11 truths for requests that it does not know: a, b, …',
    '1 truth not kept, for requests that are not sampled: c',
    '2 truths refused:',
    '  d: the request had 1 row, and rows count from 0',
    '  …',
  ]);
});
