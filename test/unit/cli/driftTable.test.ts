// Promise: a drift report reads well in a terminal, drifted columns first, and never says "no drift" where nothing could be said.
import { expect, test } from 'vitest';
import { driftText, headline } from '../../../src/cli/driftTable';
import type { DriftReport } from '../../../src/protocol/drift';

const report: DriftReport = {
  reference: { path: '/data/march.csv', rows: 2000 }, current: { path: '/data/april.csv', rows: 1000 },
  columns: [
    { name: 'age', type: 'num', method: 'ks', score: 0.4, measure: 'p-value', threshold: 0.05, drifted: false, missing: { reference: 0.01, current: 0.2 } },
    { name: 'note', type: 'text', method: null, score: null, measure: null, threshold: null, drifted: null, reason: 'It is text.' },
    { name: 'plan', type: 'cat', method: 'jensenshannon', score: 0.31, measure: 'distance', threshold: 0.1, drifted: true, new_categories: { count: 4, share: 0.12, examples: ['a', 'b', 'c', 'd'] } },
  ],
  dataset: { share: 0.5, threshold: 0.5, drifted: true, judged: 2, drifted_columns: 1 },
};

test('a row each, what has drifted first, then reasons, then one sentence', () => {
  const lines = driftText(report).split('\n');
  expect(lines[1]).toMatch(/^✗ +plan +cat +jensenshannon +0\.31 > 0\.1 +DRIFTED +4 new categories: a, b, c, … \(12 %\)$/);
  expect(lines[2]).toMatch(/^– +note +text +not judged$/);
  expect(lines[3]).toMatch(/^✓ +age +num +ks +p 0\.4 > 0\.05 +no drift +missing 1 % → 20 %$/);
  expect(lines.slice(4)).toEqual(['', '– note: It is text.', '', 'april.csv has drifted from march.csv: 1 of 2 columns (0.5 >= 0.5; 1 not judged; 1,000 rows against 2,000).']);
});

test('no verdict is told as none', () => {
  expect(headline({ ...report, dataset: { share: 0, threshold: 0.5, drifted: null, judged: 1, drifted_columns: 0 } })).toMatch(/^Whether april\.csv has drifted from march\.csv can't be said: 0 of 1 column drifted, and 2 that could not be judged/);
  expect(headline({ ...report, dataset: { share: null, threshold: 0.5, drifted: null, judged: 0, drifted_columns: 0 } })).toMatch(/no column could be judged/);
});
