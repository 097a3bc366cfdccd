import { expect, test } from 'vitest';
import { truthSentence } from '../../../../src/editor/serving/truthWords';

const nothing = { accepted: 0, matched: 0, unmatched_count: 0, unmatched: [], not_sampled_count: 0, not_sampled: [], refused_count: 0, refused: [] };

test('says how much of a file belongs to requests, and why the rest does not', () => {
  expect(truthSentence('t.csv', { ...nothing, accepted: 1, matched: 1 })).toBe('t.csv: 1 truth belongs to known requests.');
  expect(truthSentence('t.csv', { ...nothing, accepted: 1240, matched: 1240, unmatched_count: 3, unmatched: ['a-17', 'b'], not_sampled_count: 2, refused_count: 1, refused: [{ id: 'x', why: 'it has no truth' }] }))
    .toBe('t.csv: 1,240 truths belong to known requests, 3 to none (such as a-17), 2 to requests that are not logged, 1 could not be used (it has no truth).');
});
