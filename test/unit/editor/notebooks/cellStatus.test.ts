/** What stands under a cell, for every state its runs can be in. */
import { describe, expect, it } from 'vitest';
import { cellStatus, type CellContext } from '../../../../src/editor/notebooks/cellStatus';
import { cellTooltip } from '../../../../src/editor/notebooks/cellTooltip';
import type { RunRow } from '../../../../src/protocol/experiments';
import { metric, now, row } from '../tracking/rows';

const context: CellContext = { now, tagsOf: () => ({}), baselineOf: () => undefined };
let made = 0;

/** A run of the cell in an execution of its own unless one is named; later calls are newer. */
function run(given: Partial<RunRow> = {}, execution?: string): RunRow {
  made += 1;
  const start = now - 60 * 60_000 + made * 1000;
  const id = `run${made}`;
  return row({
    run_id: id, run_name: id, start_time: start, end_time: start + 240_000, last_activity: now, metrics: [metric('auc', 0.9)], ...given,
    tags: { 'slipway.execution': execution ?? id, ...given.tags },
  });
}
function text(rows: readonly RunRow[], changed: Partial<CellContext> = {}): string | undefined {
  return cellStatus(rows.toReversed(), { ...context, ...changed })?.run.text;
}
const live = { status: 'RUNNING', end_time: null } as const;

describe('one run', () => {
  it('is nothing under a cell that made none', () => {
    expect(cellStatus([], context)).toBeUndefined();
  });
  it('says name, headline metric and how long it took', () => {
    expect(text([run({ run_name: 'calm-fox-3', metrics: [metric('auc', 0.914), metric('loss', 0.2)] })])).toBe('$(circle-filled) calm-fox-3 · auc 0.914 · 4 min');
  });
  it('has nothing to compare with', () => {
    expect(cellStatus([run()], context)?.compare).toBeUndefined();
  });
  it('shows number and epoch while it runs, and its name before the first number', () => {
    expect(text([run({ ...live, metrics: [metric('auc', 0.861, { step: 14, min: 0.5, max: 0.861 })], params: [{ key: 'epochs', value: '50' }] })])).toBe('$(loading~spin) auc 0.861 ↑ · epoch 14/50');
    expect(text([run({ ...live, metrics: [metric('auc', 0.861, { step: 14 })] })])).toBe('$(loading~spin) auc 0.861 · step 14');
    expect(text([run({ ...live, run_name: 'wise-owl', metrics: [] })])).toBe('$(loading~spin) wise-owl');
  });
  it('says the line of its error, cut where it would fill the bar', () => {
    expect(text([run({ run_name: 'brave-ant', status: 'FAILED', metrics: [], tags: { 'slipway.failure': "KeyError: 'tenure'" } })])).toBe("$(error) brave-ant · failed: KeyError: 'tenure'");
    expect(text([run({ status: 'FAILED', metrics: [], tags: { 'slipway.failure': 'x'.repeat(500) } })])?.length).toBeLessThan(90);
  });
  it('says when it was lost, stopped or has gone silent', () => {
    expect(text([run({ ...live, run_name: 'a', lost: true })])).toBe('$(warning) a · lost · auc 0.9');
    expect(text([run({ run_name: 'a', status: 'KILLED' })])).toBe('$(circle-slash) a · stopped · auc 0.9');
    expect(text([run({ ...live, run_name: 'a', last_activity: now - 3 * 3_600_000 })])).toBe('$(circle-outline) a · auc 0.9 · silent for 3h 0m');
  });
  it('is spoken without the icon', () => {
    expect(cellStatus([run({ run_name: 'calm-fox-3' })], context)?.run.spoken).toBe('Run calm-fox-3, finished, auc 0.9, 4 min');
  });
});

describe('against other runs', () => {
  it('measures against the run of the cell before', () => {
    const rows = [run({ metrics: [metric('auc', 0.902)] }), run({ metrics: [metric('auc', 0.914)] })].toReversed();
    const status = cellStatus(rows, context);
    expect(status?.run.text).toContain('auc 0.914 ▲0.012');
    expect(status?.measuredAgainst).toBe(`▲ better than ${rows[1]?.run_name}, the run of this cell before`);
  });
  it('prefers the pinned baseline, and knows that a lower loss is better', () => {
    const baseline = run({ run_name: 'base', metrics: [metric('loss', 0.5)] });
    const rows = [run({ metrics: [metric('loss', 0.1)] }), run({ metrics: [metric('loss', 0.4)] })];
    expect(text(rows, { baselineOf: () => baseline })).toContain('loss 0.4 ▲0.1');
    expect(text(rows)).toContain('loss 0.4 ▼0.3');
  });
  it('draws no arrow where nobody knows which is better, or nothing changed', () => {
    expect(text([run({ metrics: [metric('width', 1)] }), run({ metrics: [metric('width', 2)] })])).not.toMatch(/[▲▼]/);
    expect(text([run(), run()])).not.toMatch(/[▲▼]/);
  });
  it('draws none while it runs, and none for NaN', () => {
    expect(text([run(), run({ ...live, metrics: [metric('auc', 0.95)] })])).not.toMatch(/[▲▼]/);
    expect(text([run(), run({ metrics: [metric('auc', 'NaN')] })])).toContain('auc NaN · ');
  });
  it('compares with the last three at most', () => {
    const rows = Array.from({ length: 6 }, () => run()).toReversed();
    const compare = cellStatus(rows, context)?.compare;
    expect(compare?.text).toBe('compare with the last 3');
    expect(compare?.rows).toEqual(rows.slice(0, 4));
    expect(cellStatus(rows.slice(0, 2), context)?.compare?.text).toBe('compare with the last');
  });
});

describe('several runs of one execution', () => {
  const several = (...values: readonly number[]): RunRow[] => values.map((value) => run({ metrics: [metric('auc', value)] }, 'one'));

  it('is told by the best, and compared at once', () => {
    const rows = several(0.81, 0.93, 0.87).toReversed();
    const status = cellStatus(rows, context);
    expect(status?.run.text).toBe(`$(circle-filled) ${rows[1]?.run_name} · auc 0.93 · 4 min · best of 3`);
    expect(status?.compare).toEqual({ text: 'compare all 3', rows });
  });
  it('shows the one that runs as long as one does', () => {
    expect(text([...several(0.9, 0.8), run({ ...live, metrics: [metric('auc', 0.5, { step: 2 })] }, 'one')])).toBe('$(loading~spin) auc 0.5 · step 2 · run 3');
  });
  it('shows the newest where nobody knows which is better', () => {
    expect(text([1, 3, 2].map((value) => run({ metrics: [metric('width', value)] }, 'two')))).toMatch(/width 2 · .* · last of 3$/);
  });
  it('leaves runs of earlier executions out', () => {
    expect(text([...several(0.99), run({ metrics: [metric('auc', 0.5)] })])).not.toContain('of 2');
  });
});

describe('the tooltip', () => {
  it('tells what the line leaves out', () => {
    const tip = cellTooltip(run({ run_name: 'calm-fox-3', metrics: [metric('auc', 0.914), metric('loss', 0.2)], params: [{ key: 'depth', value: '8' }] }), '▲ better than a, the baseline', now);
    expect(tip.split('\n').filter((_, index) => index !== 1)).toEqual(['calm-fox-3, finished', '▲ better than a, the baseline', '', 'auc  0.914', 'loss  0.2', '', 'depth  8']);
  });
  it('has the whole line of an error, and says what it cuts', () => {
    const params = Array.from({ length: 12 }, (_, index) => ({ key: `p${index}`, value: 'v'.repeat(100) }));
    const tip = cellTooltip(run({ status: 'FAILED', params, tags: { 'slipway.failure': 'x'.repeat(200) } }), undefined, now);
    expect(tip).toContain(`failed: ${'x'.repeat(200)}`);
    expect(tip).toMatch(/and 4 more$/);
  });
});

describe('nested runs', () => {
  it('are counted on their parent', () => {
    const parent = run({ run_name: 'sweep-7', child_count: 12 }, 'nest');
    const child = run({ tags: { 'mlflow.parentRunId': parent.run_id } }, 'nest');
    expect(text([parent, child])).toBe('$(circle-filled) sweep-7 · auc 0.9 · 4 min · + 12 nested');
  });
  it('stand for themselves under a cell that did not make their parent', () => {
    expect(text([run({ run_name: 'trial', tags: { 'mlflow.parentRunId': 'elsewhere' } })])).toContain('trial');
  });
});
