// Promise: numbers that a person can count by hand come out so; degenerate data never make a number up.
import { describe, expect, test } from 'vitest';
import { amounts, ClassCodes, type Classes, taskOf } from '../../../../src/engine/gates/statistics/answers';
import { pairedBootstrap, quantile } from '../../../../src/engine/gates/statistics/bootstrap';
import { chosenRows } from '../../../../src/engine/gates/statistics/chosenRows';
import { fairness, groupRates } from '../../../../src/engine/gates/statistics/fairness';
import { mcnemar } from '../../../../src/engine/gates/statistics/mcnemar';
import { measure } from '../../../../src/engine/gates/statistics/measures';

function classes(truth: readonly (string | number)[], positive?: string): { truth: Classes; codes: ClassCodes } {
  const codes = new ClassCodes();
  return { codes, truth: { task: 'classification', truth: codes.codes(truth), classes: codes.texts, positive: positive === undefined ? undefined : codes.code(positive) } };
}

describe('measures of classes', () => {
  const { truth, codes } = classes(['y', 'y', 'y', 'n', 'n'], 'y');
  const given = codes.codes(['y', 'y', 'n', 'y', 'n']);

  test.each([['accuracy', 3 / 5], ['balanced_accuracy', (2 / 3 + 1 / 2) / 2], ['precision', 2 / 3], ['recall', 2 / 3], ['f1', 2 / 3]] as const)('%s', (metric, value) => {
    expect(measure(metric, truth, given)).toBeCloseTo(value, 15);
  });

  test('of some rows, which may repeat', () => {
    expect(measure('accuracy', truth, given, [0, 0, 2, 3])).toBe(0.5);
    expect(measure('accuracy', truth, given, [])).toBeNaN();
  });

  test('a row without an answer is wrong, and no class of its own', () => {
    expect(measure('accuracy', truth, codes.codes(['y', 'y', null, 'n', 'n']))).toBe(0.8);
    expect(measure('precision', truth, codes.codes(['y', 'y', null, 'n', 'n']))).toBe(1);
  });

  test('more classes are averaged, whether they are true or only answered', () => {
    const three = classes([0, 1, 2]);
    expect(measure('f1', three.truth, three.codes.codes([0, 1, 9]))).toBe(0.5); // 1, 1, 0, 0
  });

  test('a rate of nothing is 0', () => {
    const none = classes(['n', 'n'], 'y');
    expect(measure('precision', none.truth, none.codes.codes(['n', 'n']))).toBe(0);
    expect(measure('recall', none.truth, none.codes.codes(['n', 'n']))).toBe(0);
  });

  test('a metric of amounts is none of classes', () => {
    expect(measure('rmse', truth, given)).toBeNaN();
  });
});

describe('measures of amounts', () => {
  const truth = { task: 'regression', truth: amounts([1, 2, 3, 4]) } as const;

  test.each([['mae', 0.5], ['mse', 0.5], ['rmse', Math.SQRT1_2], ['r2', 0.6]] as const)('%s', (metric, value) => {
    expect(measure(metric, truth, amounts([1, 2, 4, 5]))).toBeCloseTo(value, 15);
  });

  test('one row without an answer leaves nothing to measure', () => {
    for (const metric of ['mae', 'mse', 'rmse', 'r2'] as const) {
      expect(measure(metric, truth, amounts([1, 2, null, 4]))).toBeNaN();
    }
  });

  test('r2 of amounts that are all the same is 1 or 0, of one row nothing', () => {
    const same = { task: 'regression', truth: amounts([2, 2]) } as const;
    expect(measure('r2', same, amounts([2, 2]))).toBe(1);
    expect(measure('r2', same, amounts([2, 3]))).toBe(0);
    expect(measure('r2', { task: 'regression', truth: amounts([2]) }, amounts([2]))).toBeNaN();
  });
});

test('a label of text, truth values or few whole numbers is a class', () => {
  expect([['a', 'b'], [true, false], [0, 1, 2], [0.5, 1], Array.from({ length: 21 }, (_, index) => index)].map(taskOf)).toEqual(['classification', 'classification', 'classification', 'regression', 'regression']);
});

test('McNemar counts only rows on which the two differ', () => {
  const { truth, codes } = classes(Array.from({ length: 12 }, () => 'a'));
  const right = (rows: number): Int32Array => codes.codes(Array.from({ length: 12 }, (_, row) => (row < rows ? 'a' : 'b')));
  expect(mcnemar(truth, right(2), right(12))).toEqual({ wins: 0, losses: 10, p: 2 / 1024 });
  expect(mcnemar(truth, right(12), right(7))).toMatchObject({ wins: 5, losses: 0, p: 2 / 32 });
  expect(mcnemar(truth, right(6), right(6))).toEqual({ wins: 0, losses: 0, p: 1 });
});

describe('bootstrap', () => {
  const breathe = (): Promise<void> => Promise.resolve();

  test('the same seed gives the same interval, another one another', async () => {
    const values = Float64Array.from({ length: 50 }, (_, index) => Math.sin(index));
    const difference = (rows: Int32Array): number => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length;
    const run = (seed: number): Promise<unknown> => pairedBootstrap({ rows: 50, difference, samples: 300, seed, confidence: 0.9, breathe });
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
    expect(await run(4_294_967_295)).not.toEqual(await run(2_147_483_647));
  });

  test('ties have an interval of one point; resamples without a number are left out', async () => {
    expect(await pairedBootstrap({ rows: 5, difference: () => 0, samples: 100, seed: 0, confidence: 0.95, breathe })).toEqual({ low: 0, high: 0, samples: 100 });
    expect(await pairedBootstrap({ rows: 5, difference: () => Number.NaN, samples: 100, seed: 0, confidence: 0.95, breathe })).toEqual({ low: Number.NaN, high: Number.NaN, samples: 0 });
  });

  test('quantiles lie on the line between neighbours', () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile(Float64Array.of(1, 2, 3, 4), share))).toEqual([1, 1.75, 2.5, 3.7, 4]);
  });
});

test('chosen rows are a share without repeats, the same for a seed, at least one', () => {
  const rows = chosenRows(100, 0.1, 3);
  expect(rows).toHaveLength(10);
  expect(new Set(rows).size).toBe(10);
  expect(rows).toEqual(chosenRows(100, 0.1, 3));
  expect(rows).not.toEqual(chosenRows(100, 0.1, 4));
  expect(chosenRows(3, 0.01, 0)).toHaveLength(1);
  expect(chosenRows(3, 1, 0)).toEqual([0, 1, 2]);
});

describe('fairness', () => {
  const rates = (truth: readonly number[], given: readonly number[], groups: string): ReturnType<typeof groupRates> => groupRates(Int32Array.from(truth), Int32Array.from(given), 1, [...groups]);

  test('differences and ratios between the groups that are farthest apart', () => {
    const found = rates([1, 1, 0, 0, 1, 1, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0], 'aaaabbbb');
    expect(found.map(({ selection, truePositive, falsePositive }) => [selection, truePositive, falsePositive])).toEqual([[0.75, 1, 0.5], [0.25, 0.5, 0]]);
    expect(fairness('demographic_parity_difference', found)).toBe(0.5);
    expect(fairness('demographic_parity_ratio', found)).toBeCloseTo(1 / 3, 15);
    expect(fairness('equalized_odds_difference', found)).toBe(0.5);
    expect(fairness('equalized_odds_ratio', found)).toBe(0);
  });

  test('a model without false positives is no worse to one group for it', () => {
    expect(fairness('equalized_odds_ratio', rates([1, 0, 1, 0], [1, 0, 1, 0], 'aabb'))).toBe(1);
    expect(fairness('demographic_parity_ratio', rates([1, 0, 1, 0], [0, 0, 0, 0], 'aabb'))).toBe(1);
  });

  test('one group differs from nobody', () => {
    expect(fairness('equalized_odds_difference', rates([1, 0], [1, 1], 'aa'))).toBe(0);
  });
});
