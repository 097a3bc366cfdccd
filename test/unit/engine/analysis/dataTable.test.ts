// Promise: a column of a text file holds what it holds for pandas, and for a request that brings the same values.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../../../../src/engine/analysis/dataTable';

let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-table-')); });
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['yes and no are texts', ['yes', 'no', 'NA'], 'VARCHAR', ['yes', 'no', null]],
  ['t and f are texts', ['t', 'f', 't'], 'VARCHAR', ['t', 'f', 't']],
  ['true and false are truth values, in any case', ['True', 'false', 'TRUE'], 'BOOLEAN', [true, false, true]],
  ['truth values with gaps are', ['true', '', 'false'], 'BOOLEAN', [true, null, false]],
  ['true beside yes is a text', ['true', 'yes', 'no'], 'VARCHAR', ['true', 'yes', 'no']],
  ['0 and 1 are numbers', ['0', '1', '1'], 'BIGINT', [0n, 1n, 1n]],
])('%s', async (title, values, type, read) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const [ending, between] of [['csv', ','], ['tsv', '\t']] as const) {
    const file = path.join(folder, `${title.replaceAll(' ', '-')}.${ending}`);
    writeFileSync(file, [`place${between}a column`, ...values.map((value, at) => `${at}${between}${value}`), ''].join('\n'));
    const table = await openTable(connection, `t_${ending}`, file);
    expect(table.types.get('a column')).toBe(type);
    expect((await connection.runAndReadAll(`SELECT "a column" FROM t_${ending} ORDER BY place`)).getRows().map(([value]) => value)).toEqual(read);
  }
  connection.closeSync();
});
