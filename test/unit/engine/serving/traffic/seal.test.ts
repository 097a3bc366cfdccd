import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../../../../../src/engine/analysis/answer';
import type { Table } from '../../../../../src/engine/analysis/ask';
import { literals } from '../../../../../src/engine/analysis/sqlText';
import { latestRequests, nextOf, readBefore } from '../../../../../src/engine/serving/traffic/loggedRequests';
import { askTraffic, qualityQuery, truthsQuery } from '../../../../../src/engine/serving/traffic/qualityQuery';
import { seal, tidy, type SealingDisk } from '../../../../../src/engine/serving/traffic/seal';
import { closedLines, DAY_MS, listTraffic } from '../../../../../src/engine/serving/traffic/trafficFiles';

const LINES = '1763774066000-77-00001.jsonl';
const SEGMENT = '1763774066000-77-00001.parquet';
const TIME = 1_763_774_066_123;

const direct: SealingDisk = {
  analysis: {
    rows: (query) => answer({ ...query, do: 'rows' }),
    parquet: async (query, to, expected, about) => {
      await answer({ ...query, do: 'parquet', to, expect: expected, about });
    },
  },
  date: (file, time) => utimes(file, time, time),
  remove: (file) => rm(file),
  setAside: async (file, to) => {
    await writeFile(to, await readFile(file));
    await rm(file);
  },
};

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'seal-'));
  folder = path.join(root, 'traffic');
  await mkdir(folder);
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

interface Given { readonly id: string; readonly time?: number; readonly [field: string]: unknown }

function line({ id, ...given }: Given): string {
  return JSON.stringify({ id, time: TIME, protocol: 'mlflow', model: 'iris', version: '3', rows: 0, latency_ms: 1.25, status: 200, outcome: 'answered', ...given });
}

async function write(name: string, lines: readonly string[], rest = ''): Promise<void> {
  await writeFile(path.join(folder, name), lines.map((one) => `${one}\n`).join('') + rest);
}

async function segments(sql = '*'): Promise<Record<string, unknown>[]> {
  const files = listTraffic(folder).segments.map((name) => path.join(folder, name));
  return records(await answer({ do: 'rows', sql: `SELECT ${sql} FROM read_parquet(${literals(files)}, union_by_name = true)`, files }));
}

function records({ columns, rows }: Table): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

describe('a segment', () => {
  test('has a row for every scored row, one for a request that scored none, and the types of the signature', async () => {
    await write(LINES, [
      line({ id: 'a', rows: 2, role: 'champion', key: 'k', inputs: { 'sepal length': [5, 4.5], n: ['N', 1], 'a/b~"c\'': ['x', null], t: [[1, 2], [3, 4]] }, outputs: { label: [0, 1], p: [[0.5, 0.5], [1, 0]] } }).replace('"N"', '9007199254740993'),
      line({ id: 'b', time: TIME + 1, status: 400, outcome: 'refused', error: 'no such column' }),
    ]);
    const signature = { inputs: [{ name: 'sepal length', type: 'double', required: true }, { name: 'n', type: 'long', required: true }], outputs: [{ name: '', type: 'tensor', dtype: 'int64', shape: [-1], required: true }], params: [] };
    expect(await seal(folder, LINES, [signature], direct)).toBeUndefined();
    expect(await readdir(folder)).toEqual([SEGMENT]);
    expect(await segments('* REPLACE (epoch_ms(time) AS time)')).toEqual([
      { id: 'a', row: 0, time: BigInt(TIME), protocol: 'mlflow', model: 'iris', version: '3', role: 'champion', key: 'k', rows: 2, latency_ms: 1.25, status: 200, outcome: 'answered', error: null, prediction: '0',
        'input_sepal length': 5, input_n: 9007199254740993n, 'input_a/b~"c\'': 'x', input_t_list: [1n, 2n], output_label: 0n, output_p_list: [0.5, 0.5] },
      { id: 'a', row: 1, time: BigInt(TIME), protocol: 'mlflow', model: 'iris', version: '3', role: 'champion', key: 'k', rows: 2, latency_ms: 1.25, status: 200, outcome: 'answered', error: null, prediction: '1',
        'input_sepal length': 4.5, input_n: 1n, 'input_a/b~"c\'': null, input_t_list: [3n, 4n], output_label: 1n, output_p_list: [1, 0] },
      { id: 'b', row: null, time: BigInt(TIME + 1), protocol: 'mlflow', model: 'iris', version: '3', role: null, key: null, rows: 0, latency_ms: 1.25, status: 400, outcome: 'refused', error: 'no such column', prediction: null,
        'input_sepal length': null, input_n: null, 'input_a/b~"c\'': null, input_t_list: null, output_label: null, output_p_list: null },
    ]);
    const [about] = (await answer({ do: 'rows', sql: `SELECT decode(value) FROM parquet_kv_metadata(${literals([path.join(folder, SEGMENT)])}) WHERE decode(key) = 'slipway.traffic'`, files: [path.join(folder, SEGMENT)] })).rows;
    expect(about).toEqual(['1']);
  });

  test('reads together with one whose columns are others, or of other types', async () => {
    const names = [1, 2, 3, 4, 5].map((count) => `1763774066000-77-0000${count}.jsonl`);
    const columns = [{ x: [1] }, { x: [1.5] }, { x: ['text'] }, { x: [[1, 2]] }, { X: [1], x: [true], y: [{ deep: 1 }] }];
    for (const [index, name] of names.entries()) {
      await write(name, [line({ id: String(index), rows: 1, inputs: columns[index], outputs: { y: [1] } })]);
      await seal(folder, name, [null], direct);
    }
    expect((await segments('id, input_x, input_x_list, input_x_2, input_y')).map(Object.values)).toEqual([
      ['0', '1', null, null, null], ['1', '1.5', null, null, null], ['2', 'text', null, null, null], ['3', null, [1n, 2n], null, null], ['4', '1', null, true, '{"deep":1}'],
    ]);
  });

  test('keeps whole numbers beyond 2^63', async () => {
    await write(LINES, [line({ id: 'a', rows: 1, inputs: { n: ['N'] }, outputs: {} }).replace('"N"', '18446744073709551615')]);
    await seal(folder, LINES, [null], direct);
    expect((await segments('input_n'))[0]).toEqual({ input_n: 18446744073709551615n });
  });

  test('has no columns of inputs where nothing was scored', async () => {
    await write(LINES, [line({ id: 'a', status: 400, outcome: 'refused', error: 'no such column' })]);
    await seal(folder, LINES, [null], direct);
    expect(Object.keys((await segments())[0] ?? {}).filter((name) => /^(input|output)_/.test(name))).toEqual([]);
  });

  test('leaves out half a line, and sets a file aside of which more cannot be read', async () => {
    await write(LINES, [line({ id: 'a' })], '{"id":"b","ti');
    expect(await seal(folder, LINES, [], direct)).toBeUndefined();
    expect(await segments('id')).toEqual([{ id: 'a' }]);
    const other = '1763774066001-77-00001.jsonl';
    await write(other, ['{"id":"b",,}', line({ id: 'c' })]);
    expect(await seal(folder, other, [], direct)).toContain(`1 of the 2 requests in ${other} can't be read`);
    expect((await readdir(folder)).toSorted()).toEqual([SEGMENT, `${other}.unreadable`]);
  });

  test('has one request with as many rows as a body can hold', async () => {
    const rows = 100_000;
    await write(LINES, [line({ id: 'a', rows, inputs: { x: Array.from({ length: rows }, (_, at) => at + 0.123456789), s: Array.from({ length: rows }, (_, at) => `${'long text '.repeat(20)}${at}`) }, outputs: { y: Array.from({ length: rows }, (_, at) => at) } })]);
    expect(await seal(folder, LINES, [null], direct)).toBeUndefined();
    expect((await segments('count(*) AS rows, max(output_y) AS last'))[0]).toEqual({ rows: BigInt(rows), last: BigInt(rows - 1) });
  });
});

describe('a sealing that ends in the middle', () => {
  const ids = Array.from({ length: 50 }, (_, at) => `id-${at}`);
  const steps = ['rows', 'parquet', 'parquet done', 'date', 'remove'] as const;

  /** The same disk, on which everything ends at one step. */
  function endingAt(step: (typeof steps)[number]): SealingDisk {
    const end = async (at: string): Promise<void> => {
      await Promise.resolve();
      if (at === step) {
        throw new Error(`ended at ${step}`);
      }
    };
    return {
      analysis: {
        rows: async (query) => {
          await end('rows');
          return direct.analysis.rows(query);
        },
        parquet: async (query, to, expected, about) => {
          if (step === 'parquet') {
            // What a crash leaves of the temporary file.
            await writeFile(`${to}.tmp`, 'PAR1 and then nothing');
          }
          await end('parquet');
          await direct.analysis.parquet(query, to, expected, about);
          await end('parquet done');
        },
      },
      date: async (file, time) => {
        await end('date');
        await direct.date(file, time);
      },
      remove: async (file) => {
        await end('remove');
        await direct.remove(file);
      },
      setAside: direct.setAside,
    };
  }

  test.each(steps)('at "%s" loses nothing and doubles nothing, before it is put in order and after', async (step) => {
    await write(LINES, ids.map((id) => line({ id, rows: 1, inputs: { x: [1] }, outputs: { y: [1] } })));
    await expect(seal(folder, LINES, [null], endingAt(step))).rejects.toThrow(`ended at ${step}`);
    const read = await askTraffic(root, direct.analysis, ({ predictions, files }) => ({ sql: `SELECT id FROM ${predictions} ORDER BY length(id), id`, files }));
    expect(read.rows.flat()).toEqual(ids);
    expect((await latestRequests(folder, 1000, undefined, direct.analysis)).map(({ id }) => id)).toEqual(ids.toReversed());
    // The next engine.
    await tidy(folder, listTraffic(folder).leftover);
    for (const name of listTraffic(folder).lines) {
      await seal(folder, name, [null], direct);
    }
    expect(await readdir(folder)).toEqual([SEGMENT]);
    expect((await segments('id')).map(({ id }) => id)).toEqual(ids);
  });
});

describe('which lines are closed', () => {
  test('those of a front that is gone, those that it has gone on from, and those of more than a day ago', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const mine = [`1763774066000-${process.pid}-00001.jsonl`, `1763774066000-${process.pid}-00002.jsonl`];
    const old = `1763774066000-${gone.pid}-00001.jsonl`;
    for (const name of [...mine, old]) {
      await write(name, ['{}']);
    }
    const { lines } = listTraffic(folder);
    const serving = { supervised: true, front: process.pid };
    expect(await closedLines(folder, lines, serving, Date.now())).toEqual([mine[0]]);
    // The next front has read what the one before was last asked.
    expect(await closedLines(folder, lines, serving, Date.now() + 70_000)).toEqual([mine[0], old].toSorted());
    expect(await closedLines(folder, lines, serving, Date.now() + 2 * DAY_MS)).toEqual(lines);
    // Nobody knows this front, but it runs: it may still say what it has.
    const stopped = { supervised: false, front: undefined };
    expect(await closedLines(folder, lines, stopped, Date.now())).toEqual([mine[0], old].toSorted());
    expect(await closedLines(folder, lines, stopped, Date.now() + 70_000)).toEqual(lines);
  });
});

describe('the latest requests', () => {
  test('come page by page, over lines and segments, each once', async () => {
    const names = ['1763774066000-77-00001.jsonl', '1763774066000-77-00002.jsonl', '1763774066000-77-00003.jsonl'];
    for (const [file, name] of names.entries()) {
      // Ten requests share each millisecond.
      await write(name, Array.from({ length: 40 }, (_, at) => line({ id: String(file * 40 + at), time: TIME + Math.floor((file * 40 + at) / 10), rows: at % 3 === 0 ? 30 : 1, inputs: { x: Array.from({ length: at % 3 === 0 ? 30 : 1 }, () => at) }, outputs: { y: [1.5] } })));
    }
    await seal(folder, names[0] ?? '', [null], direct);
    await seal(folder, names[1] ?? '', [null], direct);
    const ids: string[] = [];
    let before = undefined as ReturnType<typeof readBefore>;
    for (let page = 0; page < 20; page += 1) {
      const found = await latestRequests(folder, 7, before, direct.analysis);
      ids.push(...found.map(({ id }) => id));
      expect(found.every(({ id, rows, inputs }) => inputs.x?.length === Math.min(20, rows) && inputs.x.every((value) => value === Number(id) % 40))).toBe(true);
      if (found.length < 7) {
        break;
      }
      before = readBefore(nextOf(found, before) ?? '');
    }
    expect(ids).toEqual(Array.from({ length: 120 }, (_, at) => String(119 - at)));
    expect((await latestRequests(folder, 3, readBefore(String(TIME + 1)), direct.analysis)).map(({ id }) => id)).toEqual(['9', '8', '7']);
  });
});

describe('quality', () => {
  test('counts the last truth of every row, by id and by key, over lines and segments', async () => {
    const second = '1763774066000-77-00002.jsonl';
    await write(LINES, [
      line({ id: 'a', rows: 2, outputs: { label: ['cat', 'dog'] }, inputs: {} }),
      line({ id: 'b', time: TIME + 10, key: 'anna', version: '4', rows: 1, outputs: { label: [true] }, inputs: {} }),
    ]);
    await seal(folder, LINES, [null], direct);
    await write(second, [
      line({ id: 'c', time: TIME + 20, key: 'anna', version: '4', rows: 1, outputs: { label: [1] }, inputs: {} }),
      line({ id: 'd', time: TIME + 30, model: 'price', version: '1', rows: 2, outputs: { y: [1.5, 4] }, inputs: {} }),
    ]);
    const feedback = path.join(root, 'feedback');
    await mkdir(feedback);
    const sent = [
      { id: 'a', row: 0, truth: 'dog', time: TIME + 50 }, { id: 'a', row: 1, truth: 'dog', time: TIME + 50 },
      { key: 'anna', row: 0, truth: 'True', time: TIME + 40, at: TIME + 15 }, { key: 'anna', row: 0, truth: '1.0', time: TIME + 60 },
      { id: 'd', row: 0, truth: 1, time: TIME + 70 }, { id: 'd', row: 1, truth: '2.5', time: TIME + 70 }, { id: 'nobody', row: 0, truth: 1, time: TIME },
      { id: 'a', row: 0, truth: 'cat', time: TIME + 80 },
    ];
    await writeFile(path.join(feedback, LINES), sent.map((one, n) => `${JSON.stringify({ ...one, n })}\n`).join(''));
    const quality = records(await askTraffic(root, direct.analysis, (source) => qualityQuery(source, 0, TIME + 1000)));
    expect(quality).toMatchObject([
      { model: 'iris', version: '3', rows: 2n, labelled: 2n, accuracy: 1 },
      { model: 'iris', version: '4', rows: 2n, labelled: 2n, accuracy: 1 },
      { model: 'price', version: '1', rows: 2n, labelled: 2n, rmse: Math.sqrt((0.5 ** 2 + 1.5 ** 2) / 2), fractions: true },
    ]);
    await appendFile(path.join(feedback, LINES), [{ id: 'a', row: 0, truth: 'dog' }, { id: 'a', row: 1, truth: 'cat' }].map((one, n) => `${JSON.stringify({ ...one, n, time: TIME + 90 })}\n`).join(''));
    const [swapped] = records(await askTraffic(root, direct.analysis, (source) => qualityQuery(source, 0, TIME + 1000)));
    expect(swapped).toMatchObject({ labelled: 2n, accuracy: 0 });
    expect(swapped?.['truths']).not.toBe(quality[0]?.['truths']);
    expect((await askTraffic(root, direct.analysis, (source) => truthsQuery(source, [{ id: 'a', key: null }, { id: 'c', key: 'anna' }]))).rows.toSorted()).toEqual([['a', 0, '"dog"'], ['a', 1, '"cat"'], ['c', 0, '"1.0"']]);
    expect(records(await askTraffic(root, direct.analysis, (source) => qualityQuery(source, TIME + 25, TIME + 1000))).map(({ model }) => model)).toEqual(['price']);
  });
});

test('an ask reads the files that it names, and no other', async () => {
  await write(LINES, [line({ id: 'a' })]);
  const file = path.join(folder, LINES);
  await expect(answer({ do: 'rows', sql: `SELECT * FROM read_text(${literals([file])})`, files: [path.join(folder, 'other')] })).rejects.toThrow(/disabled by configuration/);
  await expect(answer({ do: 'rows', sql: `COPY (SELECT 1) TO '${path.join(folder, 'new')}'`, files: [file] })).rejects.toThrow(/disabled by configuration/);
  await expect(answer({ do: 'rows', sql: 'SET enable_external_access = true', files: [file] })).rejects.toThrow(/locked|Cannot/);
});
