// Promise: truths find their answers whenever and however often they come; small groups and unlabelled rows make no difference up. Values beside
// the real sklearn, NannyML and fairlearn: test/clients/test_quality.py.
import { describe, expect, test } from 'vitest';
import { codedOutcomes, type Outcome } from '../../../../../src/engine/monitoring/quality/codedOutcomes';
import { errorsOf } from '../../../../../src/engine/monitoring/quality/errorStream';
import { type AnsweredAlike, groupFairness } from '../../../../../src/engine/monitoring/quality/groupFairness';
import { type ClassesWindow, realised } from '../../../../../src/engine/monitoring/quality/realised';
import { joinTruths } from '../../../../../src/engine/monitoring/quality/truths';
import { tooWideGaps } from '../../../../../src/protocol/fairnessLimit';

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
  const groups = (sizes: Record<string, number>, selected: Record<string, number>, truth: number): AnsweredAlike[] => Object.entries(sizes).flatMap(([group, size]) => {
    const said = selected[group] ?? 0;
    return [{ group, predicted: 1, truth, rows: said }, { group, predicted: 0, truth, rows: size - said }].filter(({ rows }) => rows > 0);
  });

  test('of few rows is told, and judged with nobody', () => {
    const said = groupFairness(groups({ a: 50, b: 40, tiny: 2 }, { a: 25, b: 10, tiny: 2 }, 1), 1, 30);
    expect(said.groups.map(({ group, judged, selection }) => [group, judged, selection])).toEqual([['a', true, 0.5], ['b', true, 0.25], ['tiny', false, 1]]);
    expect(said.measures).toMatchObject({ demographic_parity_difference: 0.25, demographic_parity_ratio: 0.5, equalized_odds_difference: 0.25 });
    // No row's truth is "no": nothing lies apart by how often "yes" is said of those.
    expect(said.gaps.map(({ rate, most, least }) => [rate, most.group, least.group])).toEqual([['selection', 'a', 'b'], ['true_positive', 'a', 'b']]);
  });

  test('before truths come knows who is selected, and nothing of right and wrong', () => {
    const said = groupFairness(groups({ a: 50, b: 40 }, { a: 25, b: 10 }, -1), 1, 30);
    expect(said.measures).toEqual({ demographic_parity_difference: 0.25, demographic_parity_ratio: 0.5, equalized_odds_difference: null, equalized_odds_ratio: null });
    expect(said.groups[0]).toEqual({ group: 'a', rows: 50, labelled: 0, selection: 0.5, true_positive: null, false_positive: null, judged: true });
  });

  test('is null of one group', () => {
    expect(Object.values(groupFairness(groups({ a: 50, b: 2 }, {}, 1), 1, 30).measures)).toEqual([null, null, null, null]);
  });

  test('is too little where the limit is crossed by more than chance, of the measure that is limited', () => {
    const wide = groupFairness(groups({ a: 500, b: 500 }, { a: 300, b: 200 }, 1), 1, 30);
    expect(tooWideGaps(wide, {}).map(({ rate }) => rate)).toEqual(['selection', 'true_positive']);
    expect(tooWideGaps(wide, { measure: 'equalized_odds_difference' }).map(({ rate }) => rate)).toEqual(['true_positive']);
    expect(tooWideGaps(wide, { max_difference: 0.25 })).toEqual([]);
    // As far apart, of so few rows that chance sets them there: 3 · √(2 · 0.25 / 50) is 0.3.
    expect(tooWideGaps(groupFairness(groups({ a: 50, b: 50 }, { a: 30, b: 20 }, -1), 1, 30), {})).toEqual([]);
  });
});

describe('classes of a log', () => {
  const said = (predicted: string | null, truth: string | null): Outcome => ({ group: null, predicted, truth, rows: 1 });

  test('keep the codes of the model, and others come after them', () => {
    const { classes, cells, positive } = codedOutcomes([said('1.0', 'maybe'), said('0', null), said(null, '7')], { classes: ['0', '1'], positive: '1' });
    expect(classes).toEqual(['0', '1', '7', 'maybe']);
    expect(positive).toBe(1);
    expect(cells.map(({ predicted, truth }) => [predicted, truth])).toEqual([[1, 3], [0, -1], [-1, 2]]);
  });

  test('are found where a file was read as one of truth values', () => {
    expect(codedOutcomes([said('yes', 'true'), said('no', 'false')], { classes: ['no', 'yes'] })).toMatchObject({ classes: ['no', 'yes'], cells: [{ truth: 1 }, { truth: 0 }] });
    expect(codedOutcomes([said('1', 'true')], { classes: ['0', '1'] }).cells[0]?.truth).toBe(1);
    expect(codedOutcomes([said('True', 'true')], { classes: ['False', 'True'] }).cells[0]?.truth).toBe(1);
  });

  test('have the greater of two as "yes", as numbers where they are; of one or three none', () => {
    expect(codedOutcomes([said('10', '9')], { classes: null })).toMatchObject({ classes: ['9', '10'], positive: 1 });
    expect(codedOutcomes([said('a', 'a')], { classes: null }).positive).toBeUndefined();
    expect(codedOutcomes([said('a', 'b'), said('c', null)], { classes: null }).positive).toBeUndefined();
    expect(codedOutcomes([said('a', 'b'), said('c', null)], { classes: null, positive: 'B' }).positive).toBe(1);
  });
});
