/** Artifacts: tree, kinds, tables, JSON, Markdown. */
import { describe, expect, it } from 'vitest';
import { artifactTree, foldersAbove, treeRows } from '../../../../webview/run/artifacts/artifactTree';
import { JsonProblem, parseJson, type JsonValue } from '../../../../webview/run/artifacts/jsonModel';
import { numericColumns, rowsWords, tableOf } from '../../../../webview/run/artifacts/tableModel';
import { looksLikeText, viewerKind } from '../../../../webview/run/artifacts/viewerKind';

describe('the tree', () => {
  const tree = artifactTree([{ path: 'b.txt', size: 1 }, { path: 'plots/10.png', size: 10 }, { path: 'plots/9.png', size: 20 }, { path: 'plots/deep/x', size: 5 }]);

  it('has folders first, folded, with what is in them', () => {
    expect(treeRows(tree, new Set()).map(({ name, files, size }) => [name, files, size])).toEqual([['plots', 3, 35], ['b.txt', 0, 1]]);
  });
  it('sorts numbers as numbers and unfolds what is asked for', () => {
    expect(treeRows(tree, new Set(['plots'])).map(({ path, depth }) => [path, depth])).toEqual([['plots', 0], ['plots/deep', 1], ['plots/9.png', 1], ['plots/10.png', 1], ['b.txt', 0]]);
  });
  it('knows the folders above a file', () => expect(foldersAbove('a/b/c.txt')).toEqual(['a', 'a/b']));
  it('takes names that objects have of their own', () => expect(treeRows(artifactTree([{ path: '__proto__/constructor', size: 1 }]), new Set()).map(({ name }) => name)).toEqual(['__proto__']));
});

describe('kinds', () => {
  it.each([['a.PNG', 'image'], ['x/y.csv', 'table'], ['MLmodel', 'unknown'], ['r.html', 'page'], ['m.pkl', 'binary'], ['constructor', 'unknown'], ['a.toString', 'unknown']])('%s is %s', (path, kind) => expect(viewerKind(path)).toBe(kind));
  it('tells text from bytes', () => {
    expect(looksLikeText(new TextEncoder().encode('naïve 日本'))).toBe(true);
    expect(looksLikeText(new TextEncoder().encode('日本').slice(0, 4))).toBe(true);
    expect(looksLikeText(Uint8Array.from([1, 0, 2]))).toBe(false);
    expect(looksLikeText(Uint8Array.from([0x80, 0x81]))).toBe(false);
  });
});

describe('a table', () => {
  const lines = (rows: number): string => `id,name\n${Array.from({ length: rows }, (_, row) => `${row},"a, ${row}"`).join('\n')}\n`;

  it('is whole where all of it was read', () => {
    const text = lines(3);
    const table = tableOf(text, text.length, text.length);
    expect(table).toMatchObject({ columns: ['id', 'name'], rows: [['0', 'a, 0'], ['1', 'a, 1'], ['2', 'a, 2']], total: 3, whole: true });
    expect(rowsWords(table)).toBe('3 rows');
  });
  it('leaves the row out that is cut, and estimates how many there are', () => {
    const text = lines(1000);
    const part = text.slice(0, 5000);
    const table = tableOf(part, part.length, text.length);
    expect(table.rows.at(-1)?.[1]).toMatch(/^a, \d+$/);
    expect(table.total).toBeGreaterThan(900);
    expect(table.total).toBeLessThan(1100);
  });
  it('says of two million rows what it shows', () => {
    const text = lines(60_000);
    const table = tableOf(text, text.length, Math.round((text.length / 60_000) * 2_000_000));
    expect(rowsWords(table)).toMatch(/^first 20,000 rows of about (1\.9|2|2\.1) million$/);
  });
  it('reads other separators, a byte order mark, and nothing', () => {
    expect(tableOf('\uFEFFa;b\n1;2\n', 9, 9).columns).toEqual(['a', 'b']);
    expect(tableOf('', 0, 0)).toMatchObject({ columns: [], rows: [], total: 0 });
  });
  it('puts numbers right, gaps and NaN among them', () => expect(numericColumns([['1', 'x'], ['', 'y'], ['NaN', '3']], 2)).toEqual([true, false]));
});

describe('JSON', () => {
  const plain = (value: JsonValue | undefined): unknown => (value?.kind === 'object' ? Object.fromEntries(value.entries.map(([key, inner]) => [key, plain(inner)])) : value?.kind === 'array' ? value.items.map(plain) : value?.text);

  it('keeps numbers as they are written, and what Python writes', () => {
    expect(plain(parseJson('{"id": 12345678901234567890, "x": [NaN, -Infinity, 1e-9], "s": "a\\u00e9\\"", "t": true, "n": null, "e": {}}'))).toEqual({ id: '12345678901234567890', x: ['NaN', '-Infinity', '1e-9'], s: 'aé"', t: 'true', n: 'null', e: {} });
  });
  it('agrees with the browser about anything it can write', () => {
    const value = { a: [1, 2.5, 'x', { b: [] }], 'ключ': '\n"\\', deep: [[[[]]]] };
    const texts = (given: unknown): unknown => (Array.isArray(given) ? given.map(texts) : given !== null && typeof given === 'object' ? Object.fromEntries(Object.entries(given).map(([key, inner]) => [key, texts(inner)])) : String(given));
    expect(plain(parseJson(JSON.stringify(value, undefined, 2)))).toEqual(texts(value));
  });
  it.each([['{"a": }', 'line 1'], ['[1, 2', 'ends in the middle'], ['', 'ends in the middle'], ['[1]\nx', 'line 2'], ['['.repeat(600), 'deep']])('says where %s is none', (text, where) => {
    expect(() => parseJson(text)).toThrow(JsonProblem);
    expect(() => parseJson(text)).toThrow(where);
  });
});
