// Promise: a window against a prepared reference is judged to the last bit as two files are; what a window lacks, and what is too large to
// keep, is said.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DriftColumn, DriftOptions } from '../../../../../src/protocol/drift';
import { compareFiles } from '../../../../../src/engine/monitoring/drift/compareFiles';
import { compareTables } from '../../../../../src/engine/monitoring/drift/compareTables';
import { describeTable, type DataTable } from '../../../../../src/engine/monitoring/drift/dataTable';
import { compareWindow, prepareReference } from '../../../../../src/engine/monitoring/drift/preparedReference';

const folder = mkdtempSync(path.join(tmpdir(), 'slipway-prepared-'));
const files = { reference: path.join(folder, 'reference.parquet'), current: path.join(folder, 'current.parquet') };
let instance: DuckDBInstance;
let connection: DuckDBConnection;

/** Columns of all kinds, the same on each run. */
function rows(from: number, to: number, shift: number): string {
  const random = (salt: string): string => `(hash(i, ${salt}) % 1000003) / 1000003`;
  return `SELECT -ln(1 - ${random("'a'")}) + ${shift} AS skewed, (${random("'b'")} * 5000)::BIGINT AS whole, (${random("'c'")} * 4)::INTEGER AS few,
    CASE WHEN ${random("'d'")} > 0.1 THEN ${random("'e'")} * ${1 + shift} END AS holes, CASE WHEN i % 97 = 0 THEN 'inf'::DOUBLE ELSE i % 13 END AS infinite,
    ${random("'f'")} < ${0.3 + shift} AS yes, 'kind ' || (${random("'g'")} * ${5 + 4 * shift})::INTEGER AS kind, 'note ' || i AS note, NULL::DOUBLE AS nothing,
    DATE '2026-01-01' + i::INTEGER AS day, [i] AS list, CASE WHEN ${shift} > 0 THEN 'x' END AS changed FROM range(${from}, ${to}) AS t(i)`;
}

const table = async (side: DataTable['side'], relation: string): Promise<DataTable> => describeTable(connection, { side, relation, called: `the ${side}` });

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  await connection.run(`CREATE TABLE reference AS ${rows(0, 4_000, 0)}`);
  await connection.run(`CREATE TABLE traffic AS ${rows(10_000, 11_500, 0)} UNION ALL ${rows(20_000, 21_500, 0.4)}`);
  await connection.run(`COPY reference TO '${files.reference}' (FORMAT parquet)`);
  await connection.run(`COPY (SELECT * FROM traffic LIMIT 3000 OFFSET 1000) TO '${files.current}' (FORMAT parquet)`);
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const byName = (columns: readonly DriftColumn[], name: string): DriftColumn => columns.find((column) => column.name === name) as DriftColumn;
const WINDOW = '(SELECT * FROM traffic LIMIT 3000 OFFSET 1000)';

describe('the same answers as from files', () => {
  test.each<[string, DriftOptions]>([
    ['by default', {}],
    ['by one method for all', { method: 'psi', threshold: 0.2, correction: 'bonferroni' }],
    ['by tests', { numMethod: 'ks', catMethod: 'chisquare', correction: 'benjamini-hochberg', columns: ['kind', 'skewed', 'few', 'holes', 'note'] }],
  ])('%s', async (_, options) => {
    const { columns, dataset } = await compareFiles(files, options, () => undefined);
    const prepared = structuredClone(await prepareReference(connection, await table('reference', 'reference')));
    const window = await compareWindow(prepared, connection, await table('current', WINDOW), options);
    expect(window).toEqual({ columns, dataset });
    expect(await compareTables({ connection, reference: await table('reference', 'reference'), current: await table('current', WINDOW) }, options, () => undefined)).toEqual({ columns, dataset });
    expect(byName(columns, 'note').text?.out_of_vocabulary).toMatchObject({ expected: 0.5, examples: expect.arrayContaining(['11000']) as string[] });
    expect(columns.filter(({ drifted }) => drifted !== null).length).toBeGreaterThan(3);
  });

  test('window after window, of one reference', async () => {
    const prepared = await prepareReference(connection, await table('reference', 'reference'), { columns: ['skewed', 'kind'] });
    const window = async (from: number): Promise<boolean | null> => (await compareWindow(prepared, connection, await table('current', `(SELECT skewed, kind FROM traffic LIMIT 500 OFFSET ${from})`), {})).dataset.drifted;
    expect([await window(0), await window(2_000), await window(500), await window(2_500)]).toEqual([false, true, false, true]);
  });
});

test('a column that a window lacks is not judged, and neither is an empty window', async () => {
  const prepared = await prepareReference(connection, await table('reference', 'reference'), { columns: ['skewed', 'kind', 'changed'] });
  const { columns, dataset } = await compareWindow(prepared, connection, await table('current', '(SELECT kind, 1 AS fresh FROM traffic LIMIT 1500)'), {});
  expect(byName(columns, 'skewed')).toMatchObject({ score: null, drifted: null, reason: 'Only the reference has this column, the current has not.' });
  expect(byName(columns, 'fresh')).toMatchObject({ score: null, drifted: null, reason: 'Only the current has this column, the reference has not.' });
  expect(dataset.drifted).toBe(null);
  const empty = await compareWindow(prepared, connection, await table('current', '(SELECT * FROM traffic LIMIT 0)'), { columns: ['skewed', 'kind'] });
  expect(empty.columns.map(({ reason }) => reason)).toEqual(['There are no rows in the current data.', 'There are no rows in the current data.']);
  expect(empty.dataset).toMatchObject({ share: null, drifted: null });
});

describe('windows in which nothing can be compared are never "no drift"', () => {
  const judge = async (select: string): Promise<DriftColumn> => {
    const prepared = await prepareReference(connection, await table('reference', 'reference'), { columns: ['skewed'] });
    const { columns, dataset } = await compareWindow(prepared, connection, await table('current', `(${select})`), {});
    expect(dataset).toMatchObject({ share: null, drifted: null, judged: 0 });
    return byName(columns, 'skewed');
  };

  test.each([
    ['all missing', 'SELECT NULL::DOUBLE AS skewed FROM traffic', 'It has no values in the current data: all of its rows are missing or infinite.'],
    ['all missing, of no type', 'SELECT NULL AS skewed FROM traffic', 'It has no values in the current data: all of its rows are missing or infinite.'],
    ['all infinite', "SELECT 'inf'::DOUBLE AS skewed FROM traffic", 'It has no values in the current data: all of its rows are missing or infinite.'],
    ['of another type', 'SELECT kind AS skewed FROM traffic', 'It holds numbers in the reference and texts in the current data.'],
    ['times', 'SELECT day AS skewed FROM traffic', 'It holds numbers in the reference and times in the current data.'],
    ['lists', 'SELECT list AS skewed FROM traffic', 'It holds numbers in the reference and lists, structures or bytes in the current data.'],
  ])('%s', async (_, select, reason) => {
    expect(await judge(select)).toMatchObject({ score: null, drifted: null, reason });
  });
});

test('one row is a window, and so are thousands of columns', async () => {
  const prepared = await prepareReference(connection, await table('reference', 'reference'), { columns: ['skewed', 'kind'] });
  const single = await compareWindow(prepared, connection, await table('current', '(SELECT * FROM traffic LIMIT 1)'), { columns: ['skewed', 'kind'] });
  expect(single.columns.map(({ type, score }) => [type, score === null])).toEqual([['num', false], ['cat', false]]);
  const names = Array.from({ length: 2_000 }, (_, at) => `c${at}`);
  await connection.run(`CREATE TABLE wide AS SELECT ${names.map((name, at) => `(i * ${at + 1}) % 101 / 7 AS ${name}`).join(', ')} FROM range(60) AS t(i)`);
  const wide = await table('reference', 'wide');
  const { columns, dataset } = await compareWindow(await prepareReference(connection, wide), connection, { ...wide, side: 'current' }, {});
  expect(columns.map(({ name }) => name)).toEqual(names);
  expect(dataset).toMatchObject({ judged: 2_000, drifted: false });
});

describe('memory has an end', () => {
  test('numbers beyond it are refused, with what to do', async () => {
    await expect(prepareReference(connection, await table('reference', 'reference'), { columns: ['skewed', 'whole'], mostBytes: 60_000 })).rejects.toMatchObject({ name: 'DriftRefused', message: expect.stringContaining('2 columns of 4,000 numbers, which take 1 MiB') as string });
  });

  test('texts beyond it are not kept, and their column is not judged', async () => {
    const prepared = await prepareReference(connection, await table('reference', 'reference'), { columns: ['note', 'kind'], mostBytes: 10_000 });
    const { columns } = await compareWindow(prepared, connection, await table('current', "(SELECT kind, kind AS note FROM traffic)"), {});
    expect(byName(columns, 'kind').score).not.toBe(null);
    expect(byName(columns, 'note').reason).toBe('Its reference has more different texts than are kept to compare windows with.');
  });
});

describe('options of one column go before those of its type, and those before all', () => {
  const options: DriftOptions = { method: 'jensenshannon', threshold: 0.3, numMethod: 'ks', numThreshold: 0.2, catThreshold: 0.4, perColumn: { skewed: { method: 'psi', threshold: 0.01 }, whole: { threshold: 0.9 } }, columns: ['skewed', 'whole', 'holes', 'kind'] };
  const compare = async (changed: Partial<DriftOptions>): Promise<readonly DriftColumn[]> => (await compareTables({ connection, reference: await table('reference', 'reference'), current: await table('current', 'traffic') }, { ...options, ...changed }, () => undefined)).columns;

  test('methods and thresholds, each on its own', async () => {
    expect((await compare({})).map(({ name, method, threshold }) => [name, method, threshold])).toEqual([['skewed', 'psi', 0.01], ['whole', 'ks', 0.9], ['holes', 'ks', 0.2], ['kind', 'jensenshannon', 0.4]]);
  });

  test('of a column or a method that there is not are refused', async () => {
    await expect(compare({ perColumn: { nobody: { threshold: 1 } } })).rejects.toMatchObject({ name: 'DriftRefused', message: expect.stringContaining('"nobody"') as string });
    await expect(compare({ perColumn: { skewed: { method: 'psy' } } })).rejects.toMatchObject({ name: 'DriftRefused', message: expect.stringContaining('There is no method "psy"') as string });
  });

  test('the share of columns that makes a drift', async () => {
    const of = async (share: number): Promise<boolean | null> => (await compareTables({ connection, reference: await table('reference', 'reference'), current: await table('current', 'traffic') }, { columns: ['skewed', 'whole', 'few', 'kind'], share }, () => undefined)).dataset.drifted;
    expect([await of(0.25), await of(1)]).toEqual([true, false]);
  });
});
