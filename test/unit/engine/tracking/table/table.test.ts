/** A table over many runs: rows, columns and values agree with what was logged, and a wrong question is told why. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnSummary, ColumnValues, MetricValues, TableRuns, TextValues } from '../../../../../src/protocol/table';
import { runEngine, type RunningEngine } from '../../runningEngine';

let running: RunningEngine;
const ids: Record<string, string> = {};

const API = '/api/2.0/mlflow';
const LONG = `${'x'.repeat(499)}😀 and more`;

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await running.ask('POST', path, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body as T;
}

async function newRun(name: string, start: number, tags: Record<string, string> = {}, experiment = '0'): Promise<string> {
  const { run } = await post<{ run: { info: { run_id: string } } }>(`${API}/runs/create`, { experiment_id: experiment, run_name: name, start_time: start, tags: pairs(tags) });
  ids[name] = run.info.run_id;
  return run.info.run_id;
}

function pairs(record: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

beforeAll(async () => {
  running = await runEngine();
  const first = await newRun('first', 1_000);
  await post(`${API}/runs/log-batch`, {
    run_id: first, params: pairs({ depth: '3', model: 'forest', note: LONG, rate: '1e-3' }),
    metrics: [{ key: 'loss', value: 0.5, timestamp: 2_000, step: 7 }, { key: 'system/cpu', value: 99, timestamp: 9_000, step: 500 }],
  });
  await post(`${API}/runs/update`, { run_id: first, status: 'FINISHED', end_time: 5_000 });
  const second = await newRun('second', 3_000, { 'mlflow.parentRunId': first, team: 'α' });
  await post(`${API}/runs/log-batch`, { run_id: second, params: pairs({ depth: '4', model: 'boosting', rate: 'nan' }), metrics: [{ key: 'loss', value: 'NaN', timestamp: 4_000, step: 2 }, { key: 'auc', value: 'Infinity', timestamp: 4_000 }] });
  await newRun('bare', 2_000);
  await newRun('gone', 4_000, { team: 'β' });
  await post(`${API}/runs/delete`, { run_id: ids['gone'] as string });
  const { experiment_id: other } = await post<{ experiment_id: string }>(`${API}/experiments/create`, { name: 'other' });
  await newRun('elsewhere', 5_000, {}, other);
});
afterAll(() => running.stop());

async function rows(selection: object = {}): Promise<TableRuns> {
  return await post('/slipway/v1/table/runs', { experiment_ids: ['0'], ...selection });
}

async function values<T extends ColumnValues>(kind: T['kind'], key: string, selection: object = {}): Promise<T> {
  const { columns } = await post<{ columns: ColumnValues[] }>('/slipway/v1/table/values', { selection: { experiment_ids: ['0'], ...selection }, columns: [{ kind, key }] });
  return columns[0] as T;
}

test('texts come whole to whoever asks for that', async () => {
  const { columns } = await post<{ columns: TextValues[] }>('/slipway/v1/table/values', { selection: { experiment_ids: ['0'], run_ids: [ids['first'], ids['second']] }, columns: [{ kind: 'param', key: 'note' }], whole: true });
  expect(columns[0]?.texts).toEqual([LONG]);
  const all = await running.ask('POST', '/slipway/v1/table/values', { selection: { experiment_ids: ['0'] }, columns: [{ kind: 'param', key: 'note' }], whole: true });
  expect(all).toMatchObject({ status: 400, body: { message: expect.stringContaining('at most 2000 at once') } });
});

test('rows are told newest first, a place per run in every array', async () => {
  const { total, runs } = await rows();
  expect(total).toBe(3);
  expect(runs).toMatchObject({
    run_id: [ids['second'], ids['bare'], ids['first']], name: ['second', 'bare', 'first'], status: ['RUNNING', 'RUNNING', 'FINISHED'], experiment_id: ['0', '0', '0'],
    start_time: [3_000, 2_000, 1_000], end_time: [null, null, 5_000], step: [2, 0, 7], lost: [0, 0, 0], deleted: [0, 0, 0], parent_run_id: [ids['first'], null, null],
  });
  expect(new Set(Object.values(runs).map((array) => array.length))).toEqual(new Set([3]));
  expect(runs.last_activity[2]).toBeGreaterThanOrEqual(9_000);
});

test.each<[object, string[], number]>([
  [{ view: 'deleted' }, ['gone'], 1],
  [{ view: 'all' }, ['gone', 'second', 'bare', 'first'], 4],
  [{ max_runs: 2 }, ['second', 'bare'], 3],
  [{ filter: "params.depth = '3'" }, ['first'], 1],
  [{ filter: 'metrics.loss < 1' }, ['first'], 1],
  [{ filter: "params.depth = '17'" }, [], 0],
  [{ experiment_ids: ['0', '1'] }, ['elsewhere', 'second', 'bare', 'first'], 4],
])('%j selects %j', async (selection, names, total) => {
  const table = await rows(selection);
  expect(table).toMatchObject({ total, runs: { name: names } });
});

test('named runs are those that exist, each once, and the filter holds for them as well', async () => {
  const runIds = [ids['first'], ids['gone'], 'no-such-run', 'f'.repeat(32), ids['second'], ids['first']];
  expect((await rows({ run_ids: runIds })).runs.name).toEqual(['second', 'first']);
  expect((await rows({ run_ids: runIds, view: 'all', filter: "tags.team = 'β'" })).runs.name).toEqual(['gone']);
  expect((await rows({ run_ids: [] })).total).toBe(0);
});

test('columns say how many runs have them, how many values, and whether those are numbers', async () => {
  const { columns } = await post<{ columns: ColumnSummary[] }>('/slipway/v1/table/columns', { experiment_ids: ['0'] });
  expect(columns.filter(({ kind }) => kind !== 'tag')).toEqual([
    { kind: 'param', key: 'depth', runs: 2, distinct: 2, numeric: true, min: 3, max: 4 },
    { kind: 'param', key: 'model', runs: 2, distinct: 2, numeric: false, min: null, max: null },
    { kind: 'param', key: 'rate', runs: 2, distinct: 2, numeric: true, min: 0.001, max: 0.001 },
    { kind: 'param', key: 'note', runs: 1, distinct: 1, numeric: false, min: null, max: null },
    { kind: 'metric', key: 'loss', runs: 2, distinct: 2, numeric: true, min: 0.5, max: 0.5 },
    { kind: 'metric', key: 'auc', runs: 1, distinct: 1, numeric: true, min: null, max: null },
    { kind: 'metric', key: 'system/cpu', runs: 1, distinct: 1, numeric: true, min: 99, max: 99 },
  ]);
  expect(columns.map(({ kind }) => kind)).toEqual(columns.map(({ kind }) => kind).toSorted((a, b) => ['param', 'metric', 'tag'].indexOf(a) - ['param', 'metric', 'tag'].indexOf(b)));
  expect(await post('/slipway/v1/table/columns', { experiment_ids: ['0'], filter: "params.depth = '17'" })).toEqual({ columns: [] });
});

test('values fit the numbers of the rows; NaN and infinities are named', async () => {
  const { runs } = await rows();
  const [second, bare, first] = runs.number;
  expect(bare).toBeDefined();
  const loss = await values<MetricValues>('metric', 'loss');
  expect(Object.fromEntries(loss.runs.map((run, index) => [run, [loss.values[index], loss.steps[index]]]))).toEqual({ [first as number]: [0.5, 7], [second as number]: ['NaN', 2] });
  expect((await values<MetricValues>('metric', 'auc')).values).toEqual(['Infinity']);
  const model = await values<TextValues>('param', 'model');
  expect(Object.fromEntries(model.runs.map((run, index) => [run, model.texts[model.places[index] as number]]))).toEqual({ [first as number]: 'forest', [second as number]: 'boosting' });
  expect((await values<TextValues>('tag', 'mlflow.runName', { view: 'all' })).texts).toEqual(['first', 'second', 'bare', 'gone']);
  expect(await values<TextValues>('param', 'never logged')).toEqual({ kind: 'param', key: 'never logged', runs: [], texts: [], places: [] });
});

test('a long text is cut, not within a character', async () => {
  expect((await values<TextValues>('param', 'note')).texts).toEqual([`${'x'.repeat(499)}…`]);
});

test('200 columns are answered in the order asked, the same one twice too', async () => {
  const asked = Array.from({ length: 200 }, (_, index) => ({ kind: 'param', key: index % 2 === 0 ? 'depth' : `absent ${index}` }));
  const { columns } = await post<{ columns: TextValues[] }>('/slipway/v1/table/values', { selection: { experiment_ids: ['0'] }, columns: asked });
  expect(columns.map(({ kind, key }) => ({ kind, key }))).toEqual(asked);
  expect(columns.map(({ runs }) => runs.length)).toEqual(asked.map((_, index) => (index % 2 === 0 ? 2 : 0)));
});

test.each<[string, object, number, RegExp]>([
  ['/table/runs', { experiment_ids: ['77'] }, 404, /^No Experiment with id=77 exists$/],
  ['/table/runs', { experiment_ids: ['x'] }, 400, /Experiment ID must be a valid integer/],
  ['/table/runs', { experiment_ids: [] }, 400, /at least one and at most 100 experiments\. Received 0 experiment_ids/],
  ['/table/runs', {}, 400, /Missing value for required parameter 'experiment_ids'/],
  ['/table/runs', { experiment_ids: ['0'], view: 'some' }, 400, /Valid values are active, deleted, all/],
  ['/table/runs', { experiment_ids: ['0'], max_runs: 0 }, 400, /must be between 1 and 100000/],
  ['/table/columns', { experiment_ids: ['0'], filter: 'metrics.loss <' }, 400, /./],
  ['/table/values', { selection: { experiment_ids: ['0'] }, columns: [] }, 400, /at most 200 columns.*Received 0/],
  ['/table/values', { selection: { experiment_ids: ['0'] }, columns: Array.from({ length: 201 }, () => ({ kind: 'tag', key: 'a' })) }, 400, /at most 200 columns.*Received 201/],
  ['/table/values', { selection: { experiment_ids: ['0'] }, columns: [{ kind: 'attribute', key: 'a' }] }, 400, /columns\[0\]\.kind/],
  ['/table/runs', { experiment_ids: ['0'], run_ids: Array.from({ length: 20_001 }, () => 'a') }, 400, /At most 20000 runs can be named/],
])('%s %# is answered %i', async (path, body, status, message) => {
  const answer = await running.ask('POST', `/slipway/v1${path}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect((answer.body as { message: string }).message).toMatch(message);
});

test('the token of the tracking URI does not open it', async () => {
  const answer = await running.ask('POST', '/slipway/v1/table/runs', { experiment_ids: ['0'] }, { authorization: 'Bearer the client token' });
  expect(answer.status).toBe(403);
});
