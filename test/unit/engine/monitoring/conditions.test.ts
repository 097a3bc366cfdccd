import { describe, expect, test } from 'vitest';
import { conditionsOf } from '../../../../src/engine/monitoring/conditions';
import type { DriftColumn } from '../../../../src/protocol/drift';
import type { AnswerColumn, MonitoredWindow, WindowQuality, WindowState } from '../../../../src/protocol/monitors';

const NAMES = ['age', 'plan', 'tenure', 'city'];

interface Said { readonly drifted?: readonly string[]; readonly whole?: boolean; readonly state?: WindowState; readonly quality?: Partial<WindowQuality>; readonly broken?: readonly string[]; readonly answers?: readonly AnswerColumn['role'][]; readonly together?: boolean }

function windows(...said: readonly Said[]): MonitoredWindow[] {
  return said.map(({ drifted = [], whole = false, state = 'ok', quality, broken, answers, together }, index) => ({
    from: index, to: index + 1, rows: 100, state, reason: null, reference: null, versions: [], computed_at: 0,
    columns: NAMES.map((name): DriftColumn => ({ name, type: 'num', method: 'ks', score: 0.5, measure: 'p-value', threshold: 0.05, drifted: drifted.includes(name) })),
    dataset: { share: drifted.length / 4, threshold: 0.5, drifted: whole, judged: 4, drifted_columns: drifted.length },
    ...(broken === undefined ? {} : { violations: broken.map((column) => ({ column, rule: 'max' as const, message: 'It must be at most 100.', count: 3, share: 0.03, examples: [] })) }),
    ...(answers === undefined ? {} : { answers: answers.map((role) => ({ name: role, role, against: 'labels', type: 'cat' as const, method: 'z', score: 0.01, measure: 'p-value' as const, threshold: 0.05, drifted: true })) }),
    ...(together === undefined ? {} : { multivariate: { method: 'pca' as const, value: 2, low: null, high: null, lower: 0.5, upper: 1, drifted: together, reason: null } }),
    quality: quality === undefined ? null : { metric: 'accuracy', reference: 0.94, estimated: null, realised: null, labelled: 0, ...quality },
  }));
}

const at = (value: number): { value: number; low: number; high: number } => ({ value, low: value - 0.02, high: value + 0.02 });
const kinds = (list: readonly MonitoredWindow[], options = {}): string[] => conditionsOf(list, options).map(({ kind, level }) => `${kind} ${level}`);

describe('drift', () => {
  test('of one window is none yet; the same column in two of three is', () => {
    expect(kinds(windows({}, {}, { drifted: ['age'] }))).toEqual([]);
    expect(conditionsOf(windows({ drifted: ['age'] }, {}, { drifted: ['age', 'plan'] }), {})).toEqual([
      { kind: 'drift', level: 'warning', columns: ['age'], text: '1 of 4 columns drift: age.', since: 1, until: 3 },
    ]);
  });

  test('of other columns each time is chance, not drift', () => {
    expect(kinds(windows({ drifted: ['age'] }, { drifted: ['plan'] }, { drifted: ['city'] }))).toEqual([]);
  });

  test('is critical when the whole data set has drifted as often', () => {
    expect(kinds(windows({ drifted: ['age', 'plan'], whole: true }, { drifted: ['age', 'plan'], whole: true }))).toEqual(['drift critical']);
    expect(kinds(windows({ drifted: ['age'] }, { drifted: ['age', 'plan'], whole: true }))).toEqual(['drift warning']);
  });

  test('windows that were not judged say neither yes nor no', () => {
    expect(kinds(windows({ drifted: ['age'] }, { state: 'too_few' }, { state: 'failed' }, { state: 'too_few' }, { drifted: ['age'] }))).toEqual(['drift warning']);
  });

  test('of answers is told like that of a column, and with it', () => {
    expect(conditionsOf(windows({}, {}, { answers: ['prediction'] }), {})).toEqual([]);
    expect(conditionsOf(windows({ answers: ['prediction'] }, {}, { answers: ['prediction', 'target'] }), {})).toEqual([
      { kind: 'drift', level: 'warning', columns: [], beside: ['prediction'], text: 'The predictions drift.', since: 1, until: 3 },
    ]);
    const [both] = conditionsOf(windows({ drifted: ['age'], answers: ['target'] }, { drifted: ['age'], answers: ['target', 'prediction'] }), {});
    expect(both).toMatchObject({ columns: ['age'], beside: ['target'], text: '1 of 4 columns drift: age. The truths drift.' });
  });

  test('of all columns together is told where no column drifts alone', () => {
    expect(conditionsOf(windows({ together: true }, { together: false }, { together: true }), {})).toMatchObject([{ kind: 'drift', columns: [], beside: ['multivariate'], text: 'The columns together drift.' }]);
  });

  test('follows the rule of slipway.yaml, also where it names more windows than there are by default', () => {
    expect(kinds(windows({ drifted: ['age'] }), { alerts: { least: 1, of: 1 } })).toEqual(['drift warning']);
    expect(kinds(windows({ drifted: ['age'] }, { drifted: ['age'] }, { drifted: ['age'] }, { drifted: ['age'] }), { alerts: { least: 5 } })).toEqual([]);
  });
});

describe('quality', () => {
  test('is too low when it is below what the reference allows, or below what slipway.yaml says', () => {
    const low = windows({ quality: { estimated: at(0.88) } }, { quality: { estimated: at(0.88) } });
    expect(kinds(low)).toEqual(['estimated_quality critical']);
    expect(kinds(low, { quality: { min: 0.85 } })).toEqual([]);
    expect(kinds(low, { quality: { max_drop: 0.1 } })).toEqual([]);
    expect(kinds(low, { quality: { min: 0.85, max_drop: 0.05 } })).toEqual(['estimated_quality critical']);
  });

  test('of a number is too low when its error grows', () => {
    const rmse = windows(...[12.5, 12.5].map((value) => ({ quality: { metric: 'rmse' as const, reference: 10, realised: at(value), labelled: 50 } })));
    expect(kinds(rmse)).toEqual(['realised_quality critical']);
    expect(kinds(rmse, { quality: { max_drop: 0.3 } })).toEqual([]);
  });

  test('is not judged where nothing says how good it was or has to be', () => {
    expect(kinds(windows({ quality: { reference: null, realised: at(0.1) } }, { quality: { reference: null, realised: at(0.1) } }))).toEqual([]);
  });

  test('windows without labels are passed over: labels come late', () => {
    expect(kinds(windows({ quality: { realised: at(0.7), labelled: 40 } }, {}, { quality: { realised: at(0.7), labelled: 40 } }, {}))).toEqual(['realised_quality critical']);
  });
});

describe('a schema', () => {
  test('is broken when the same rule is in two of three windows', () => {
    expect(kinds(windows({ broken: ['age'] }, { broken: ['plan'] }, { broken: [] }))).toEqual([]);
    expect(conditionsOf(windows({ broken: ['age'] }, { broken: [] }, { broken: ['age', 'plan'] }), {})).toEqual([
      { kind: 'data', level: 'warning', columns: ['age'], text: 'A rule of the schema is broken. age: It must be at most 100.', since: 1, until: 3 },
    ]);
  });
});
