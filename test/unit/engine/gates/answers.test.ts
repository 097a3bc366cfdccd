// Promise: whatever shape a model answers in, its answers are understood as they are meant, or it is said why they can't be.
import { describe, expect, test } from 'vitest';
import { type Answered, type Columns, fairnessChecks, measuredCheck, missingValuesCheck, sliceChecks } from '../../../../src/engine/gates/evaluationChecks';
import { givenOf, type RawPredictions } from '../../../../src/engine/gates/predictions';
import { amounts, type Cell, ClassCodes } from '../../../../src/engine/gates/statistics/answers';

function classesOf(labels: readonly Cell[], raw: RawPredictions): (string | undefined)[] {
  const codes = new ClassCodes();
  codes.codes(labels);
  return [...givenOf(raw, { task: 'classification', label: 'y', labels: [...codes.texts], codes }, 'iris v3')].map((code) => codes.texts[code]);
}

describe('answers', () => {
  test.each<[string, readonly Cell[], RawPredictions, readonly (string | undefined)[]]>([
    ['classes', ['a', 'b'], { columns: null, rows: ['b', null, 'c'] }, ['b', undefined, 'c']],
    ['truth values for 0 and 1', [0, 1], { columns: null, rows: [true, false] }, ['1', '0']],
    ['whole floats for whole numbers', [1, 2], { columns: null, rows: [2, 1] }, ['2', '1']],
    ['the probability of the greater class', ['no', 'yes'], { columns: null, rows: [0.2, 0.5, null, 1] }, ['no', 'yes', undefined, 'yes']],
    ['a value per class, by name', ['a', 'b'], { columns: ['b', 'a'], rows: [[0.9, 0.1], [0.1, 0.9]] }, ['b', 'a']],
    ['a value per class, in order', [2, 10, 9], { columns: null, rows: [[0, 0, 1], [1, 0, 0], [Number.NaN, 0, 1]] }, ['10', '2', undefined]],
    ['a column called prediction', [0, 1], { columns: ['prediction', 'score'], rows: [[1, 0.3], [0, 0.7]] }, ['1', '0']],
  ])('%s', (_what, labels, raw, expected) => {
    expect(classesOf(labels, raw)).toEqual(expected);
  });

  test('numbers for texts are another language, not wrong answers', () => {
    expect(() => classesOf(['setosa', 'virginica'], { columns: null, rows: [0, 1] })).toThrow('iris v3 answers "0", "1", and "y" holds "setosa", "virginica": no answer can be right.');
    expect(() => classesOf(['a', 'b'], { columns: null, rows: [[1, 2, 3]] })).toThrow('iris v3 answers with 3 values per row, and "y" has 2 classes.');
  });

  test('an amount is one value per row', () => {
    const expected = { task: 'regression', label: 'y', labels: [], codes: new ClassCodes() } as const;
    expect([...givenOf({ columns: null, rows: [1.5, null, 'Infinity'] }, expected, 'iris v3')]).toEqual([1.5, Number.NaN, Infinity]);
    expect(() => givenOf({ columns: null, rows: [[1, 2]] }, expected, 'iris v3')).toThrow('iris v3 answers with 2 values per row');
  });
});

function answered(truth: readonly Cell[], given: readonly Cell[], positive?: string): Answered {
  const codes = new ClassCodes();
  const all = { task: 'classification' as const, truth: codes.codes(truth), classes: codes.texts, positive: positive === undefined ? undefined : codes.code(positive) };
  return { who: 'iris v3', truth: all, given: codes.codes(given) };
}

describe('checks', () => {
  const columns: Columns = { names: ['y', 'region', 'size'], cells: new Map([['region', ['n', 'n', 's', null]]]) };

  test('a slice with few rows is told, not judged; a value that is missing is a slice of its own', () => {
    const checks = sliceChecks({ column: 'region', metric: 'accuracy', min: 0.9, min_rows: 2 }, columns, answered([1, 0, 1, 0], [1, 1, 1, 0]));
    expect(checks.map(({ name, outcome, value }) => [name, outcome, value])).toEqual([
      ['accuracy where region = (empty)', 'not_judged', 1], ['accuracy where region = n', 'failed', 0.5], ['accuracy where region = s', 'not_judged', 1],
    ]);
    expect(checks[1]?.message).toBe('accuracy of iris v3 where region = n is 0.5, and must be at least 0.9.');
  });

  test('a column that is not there fails, and those that are there are named', () => {
    expect(sliceChecks({ column: 'regoin', metric: 'accuracy', min: 0 }, columns, answered([1], [1]))[0]).toMatchObject({ outcome: 'failed', message: 'The evaluation data have no column "regoin". They have: region, size, y.' });
  });

  test('a column with as many values as rows is no way to slice', () => {
    const many: Columns = { names: ['id'], cells: new Map([['id', Array.from({ length: 101 }, (_, row) => row)]]) };
    expect(sliceChecks({ column: 'id', metric: 'accuracy', min: 0 }, many, answered(Array.from({ length: 101 }, () => 1), Array.from({ length: 101 }, () => 1)))).toMatchObject([{ outcome: 'failed', message: expect.stringContaining('101 different values') as string }]);
  });

  test('a metric of the other task says which one it is for', () => {
    expect(measuredCheck('rmse', { max: 1 }, answered([1], [1]))).toMatchObject({ outcome: 'failed', message: expect.stringContaining('rmse is for regression') as string });
  });

  test('fairness names the rates of the groups, and those that have no rate', () => {
    const [check] = fairnessChecks({ column: 'region', equalized_odds_difference: 0.1 }, columns, answered([1, 0, 1, 0], [1, 1, 0, 0], '1'));
    expect(check).toMatchObject({ name: 'equalized_odds_difference by region', outcome: 'failed', value: 1, limit: '<= 0.1' });
    expect(check?.message).toBe('equalized_odds_difference of iris v3 by region is 1, and may be at most 0.1. By group, true/false positive rates: (empty) 0/0, n 1/1, s 0/0. (empty), s have answers of one kind only: the rate that can\'t be taken counts as 0, as in fairlearn.');
    expect(fairnessChecks({ column: 'region', demographic_parity_ratio: 0.8 }, columns, answered([1, 2, 3, 1], [1, 2, 3, 1]))[0]?.message).toMatch(/needs two classes, and the label has 3 classes/);
  });

  test('a metric that is lower when better drops when it rises', () => {
    const whole: Answered = { who: 'price v2', truth: { task: 'regression', truth: amounts([1, 2, 3, 4]) }, given: amounts([1, 2, 3, 4]) };
    expect(missingValuesCheck({ metric: 'mae', max_drop: 0.4 }, { column: 'rooms', rows: [1, 3], given: amounts([3, 5]) }, whole)).toMatchObject({ outcome: 'failed', value: 0.5, message: 'mae of price v2 gets worse by 0.5 (0 to 0.5 with rooms missing in 2 of 4 rows), and may by at most 0.4.' });
    expect(missingValuesCheck({ metric: 'mae', max_drop: 0.5 }, { column: 'rooms', rows: [1, 3], given: amounts([3, 5]) }, whole).outcome).toBe('passed');
    expect(missingValuesCheck({ metric: 'mae', max_drop: 9 }, { column: 'rooms', rows: [1], given: amounts([null]) }, whole).outcome).toBe('failed');
    expect(missingValuesCheck({ metric: 'mae', max_drop: 9 }, { column: 'rooms', rows: [1], given: 'ValueError: no' }, whole).message).toBe('price v2 can\'t predict when rooms is missing: ValueError: no');
  });
});
