// Promise: truths find their answers whenever and however often they come; small groups and unlabelled rows make no difference up. Values beside
// the real sklearn, NannyML and fairlearn: test/clients/test_quality.py.
import { describe, expect, test } from 'vitest';
import { errorsOf } from '../../../../../src/engine/monitoring/quality/errorStream';
import { groupFairness, type GroupsWindow } from '../../../../../src/engine/monitoring/quality/groupFairness';
import { type ClassesWindow, realised } from '../../../../../src/engine/monitoring/quality/realised';
import { joinTruths } from '../../../../../src/engine/monitoring/quality/truths';

describe('truths', () => {
  const answers = [{ id: 'a', row: 0 }, { id: 'a', row: 1 }, { id: 'b', row: 0 }];

  test('come late, out of order, in part, twice, and for nobody', () => {
    expect(joinTruths(answers, [
      { id: 'b', row: 0, time: 30, truth: 'new' }, { id: 'a', row: 1, time: 5, truth: 'x' }, { id: 'b', row: 0, time: 10, truth: 'old' }, { id: 'c', row: 0, time: 1, truth: 'x' }, { id: 'b', row: 1, time: 1, truth: 'x' },
    ])).toEqual({ truths: [undefined, 'x', 'new'], labelled: 2, repeated: 1, unknown: 2 });
  });

  test('that were sent at once: the later line counts; one that is false or 0 is one', () => {
    expect(joinTruths(answers, [{ id: 'a', row: 0, time: 1, truth: 1 }, { id: 'a', row: 0, time: 1, truth: 0 }])).toEqual({ truths: [0, undefined, undefined], labelled: 1, repeated: 1, unknown: 0 });
  });

  test('a row and an id are not taken for another pair that reads the same', () => {
    expect(joinTruths([{ id: '1:a', row: 1 }], [{ id: 'a', row: 11, time: 1, truth: 1 }]).unknown).toBe(1);
  });
});

const WINDOW: ClassesWindow = { task: 'classification', classes: ['no', 'yes'], positive: 1, truth: Int32Array.of(1, 0, 1, -1, 0), predicted: Int32Array.of(1, 1, -1, 1, 0) };

test('errors are told of rows whose truth is known, in their order', () => {
  expect([...errorsOf(WINDOW)]).toEqual([{ row: 0, error: 0 }, { row: 1, error: 1 }, { row: 2, error: 1 }, { row: 4, error: 0 }]);
  expect([...errorsOf({ task: 'regression', truth: Float64Array.of(1, Number.NaN, 4), predicted: Float64Array.of(3, 1, Number.NaN) })]).toEqual([{ row: 0, error: 2 }]);
});

test('a value has a band of three standard errors within its limits', () => {
  const said = realised('accuracy', WINDOW);
  expect(said).toEqual({ metric: 'accuracy', value: 0.5, low: 0, high: 1, rows: 4 });
  const many = Int32Array.from({ length: 900 }, (_, row) => (row % 10 === 0 ? 0 : 1));
  // 3 · √(0.9 · 0.1 / 900)
  expect(realised('accuracy', { ...WINDOW, truth: many, predicted: new Int32Array(900).fill(1) })).toMatchObject({ value: 0.9, low: expect.closeTo(0.87, 12) as number, high: expect.closeTo(0.93, 12) as number });
});

describe('fairness', () => {
  const groups = (sizes: Record<string, number>, selected: Record<string, number>, truth: number): GroupsWindow => {
    const rows = Object.entries(sizes).flatMap(([group, size]) => Array.from({ length: size }, (_, at) => ({ group, said: at < (selected[group] ?? 0) ? 1 : 0 })));
    return { ...WINDOW, truth: new Int32Array(rows.length).fill(truth), predicted: Int32Array.from(rows, ({ said }) => said), groups: rows.map(({ group }) => group) };
  };

  test('of few rows is told, and judged with nobody', () => {
    const said = groupFairness(groups({ a: 50, b: 40, tiny: 2 }, { a: 25, b: 10, tiny: 2 }, 1), 30);
    expect(said?.groups.map(({ group, judged, selection }) => [group, judged, selection])).toEqual([['a', true, 0.5], ['b', true, 0.25], ['tiny', false, 1]]);
    expect(said?.measures).toMatchObject({ demographic_parity_difference: 0.25, demographic_parity_ratio: 0.5, equalized_odds_difference: 0.25 });
  });

  test('before truths come knows who is selected, and nothing of right and wrong', () => {
    const said = groupFairness(groups({ a: 50, b: 40 }, { a: 25, b: 10 }, -1), 30);
    expect(said?.measures).toEqual({ demographic_parity_difference: 0.25, demographic_parity_ratio: 0.5, equalized_odds_difference: null, equalized_odds_ratio: null });
  });

  test('is null of one group, and undefined without a "yes"', () => {
    expect(Object.values(groupFairness(groups({ a: 50, b: 2 }, {}, 1), 30)?.measures ?? {})).toEqual([null, null, null, null]);
    expect(groupFairness({ ...groups({ a: 50 }, {}, 1), positive: undefined }, 30)).toBeUndefined();
  });
});
