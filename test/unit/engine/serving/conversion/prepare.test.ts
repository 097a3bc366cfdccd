// Promise: what the user's Python or its packages lack never breaks a deployment without a sentence, and what has been converted starts no
// Python again. Graphs are real and run by dist/graph.js; Python is played, its real part is in test/clients/test_conversion.py.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PrepareOptions } from '../../../../../src/engine/serving/conversion/options';
import { prepareModel } from '../../../../../src/engine/serving/conversion/prepare';
import { tinyGraph } from './tinyGraph';

let root: string;
let told: string[];
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'slipway-conversion-'));
  told = [];
  mkdirSync(path.join(root, 'scripts'));
  ['slipway_convert.py', 'slipway_sample.py', 'slipway_score.py'].forEach((name) => file(`scripts/${name}`, ''));
  file('tiny.onnx', tinyGraph({ zipMap: false }));
  file('model.pkl', 'a pickle');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(root, name), content);
  return path.join(root, name);
}

function options(changes: Partial<PrepareOptions>): PrepareOptions {
  return {
    folder: path.join(root, 'model.pkl'), cache: path.join(root, 'cache'), python: undefined, scripts: path.join(root, 'scripts'), graph: path.resolve('dist/graph.js'),
    root, env: { PATH: '/usr/bin:/bin' }, log: path.join(root, 'conversion.log'), signal: new AbortController().signal, progress: (text) => told.push(text), ...changes,
  };
}

const LOADED = { flavor: 'sklearn', needs: ['skl2onnx'], lacks: [] as string[], abi: 'cpython-311-linux' };
const SAMPLE = {
  given: { columns: { a: [1, 5], b: [3, 2], c: [2, 2] } }, example: 1, rows: 2, probes: [], inputs: [{ name: 'a', type: 'double' }],
  expected: { shape: [2], dtype: 'object', data: ['mid', 'low'] }, probabilities: { shape: [2, 3], dtype: 'float64', data: [1, 3, 2, 5, 2, 2] },
};
const CONVERTED = { feed: 'matrix', answer: 'label', labels: ['low', 'mid', 'high'], probabilities: 'scores', classes: ['low', 'mid', 'high'] };

/** A program that is started as Python is. It answers by these, pip by its own part; "starts" says with what arguments it was started. */
function python(answers: { load?: object; sample?: object; convert?: object }, pip = 'exit 1'): string {
  file('scripts/slipway_convert.py', `
    const answers = ${JSON.stringify({ load: LOADED, sample: SAMPLE, convert: CONVERTED, ...answers })};
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const ask = JSON.parse(line);
      if (ask.do === 'load' && process.argv[2] !== undefined) answers.load.lacks = [];
      if (ask.do === 'convert') require('node:fs').copyFileSync(${JSON.stringify(path.join(root, 'tiny.onnx'))}, ask.to);
      console.log(JSON.stringify(answers[ask.do]));
    });`);
  const program = file('python', `#!/bin/sh\necho "$@" >> ${path.join(root, 'starts')}\nif [ "$1" = -m ]; then ${pip}; fi\nexec ${process.execPath} "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

const starts = (): string[] => (existsSync(path.join(root, 'starts')) ? readFileSync(path.join(root, 'starts'), 'utf8').trim().split('\n') : []);

test('converted once; the second time starts nothing, whatever Python is named', async () => {
  const { served, report } = await prepareModel(options({ python: python({}) }));
  expect(report).toEqual({ way: 'converted', message: 'It was converted to ONNX, which answers as the original on the row of the input example and 1 rows drawn around them.', rows: 2, difference: 0, cached: false });
  expect(served).toMatchObject({ kind: 'onnx', ...CONVERTED, missing: true });
  expect(starts()).toHaveLength(1);
  expect(await prepareModel(options({ python: '/nowhere' }))).toEqual({ served, report: { ...report, cached: true } });
  expect(readdirSync(path.join(root, 'cache', 'models'))).toHaveLength(1);
});

test('made again when the files of the version, or of the conversion, are others', async () => {
  const first = await prepareModel(options({ python: python({}) }));
  file('model.pkl', 'another pickle');
  expect((await prepareModel(options({ python: python({}) }))).report.cached).toBe(false);
  file('model.pkl', 'a pickle');
  rmSync((first.served as { file: string }).file);
  expect((await prepareModel(options({ python: python({}) }))).report.cached).toBe(false);
});

test('a graph that answers otherwise is not used', async () => {
  const expected = { shape: [2], dtype: 'object', data: ['mid', 'high'] };
  const { served, report } = await prepareModel(options({ python: python({ sample: { ...SAMPLE, expected } }) }));
  expect(served.kind).toBe('python');
  expect(report.message).toBe('It is scored by Python, because as a graph it answers otherwise: 1 of 2 values differ (first: "low" instead of "high").');
  expect((await prepareModel(options({ python: '/nowhere' }))).report).toMatchObject({ way: 'python', cached: true });
});

test('nor one that takes its process along', async () => {
  const graph = file('graph.js', 'process.kill(process.pid, "SIGSEGV");');
  const { served, report } = await prepareModel(options({ python: python({}), graph }));
  expect(served.kind).toBe('python');
  expect(report.message).toMatch(/^It is scored by Python, because as a graph it answers otherwise: the graph can't be run: .* ended by SIGSEGV before it had answered\. Its log says more: /);
});

test('missing converters are installed into the cache, and stand last', async () => {
  const program = python({ load: { ...LOADED, lacks: ['skl2onnx', 'onnx'] } }, 'shift 8; mkdir -p "$1/skl2onnx"; exit 0');
  expect((await prepareModel(options({ python: program }))).report.way).toBe('converted');
  const [, pip, second] = starts();
  const [folder = ''] = readdirSync(path.join(root, 'cache', 'converters'));
  expect(pip).toMatch(/^-m pip install .*--no-deps --quiet --target \S+ onnx==[\d.]+ skl2onnx==[\d.]+$/);
  expect(second).toMatch(new RegExp(`slipway_convert\\.py ${path.join(root, 'cache', 'converters', folder)}$`));
  expect(told).toContainEqual(expect.stringMatching(/^Installing onnx==.*, skl2onnx==.* into Slipway's cache \(once\)$/));
});

test('without them Python answers, and the next deployment tries again', async () => {
  const program = python({ load: { ...LOADED, lacks: ['skl2onnx'] } }, 'echo "ERROR: No matching distribution found for skl2onnx" >&2; exit 1');
  for (const cached of [false, false]) {
    const { served, report } = await prepareModel(options({ python: program }));
    expect(served).toMatchObject({ kind: 'python', python: program, folder: path.join(root, 'model.pkl') });
    expect(report.cached).toBe(cached);
    expect(report.message).toMatch(/^It is scored by Python, because skl2onnx==\S+ could not be installed \(ERROR: No matching distribution found for skl2onnx\)\. Install it where .* finds it, or deploy again with a network; the log says more: /);
  }
  expect(readdirSync(path.join(root, 'cache', 'converters'))).toEqual([]);
});

test('Python that can\'t be started, or ends, is told', async () => {
  await expect(prepareModel(options({ python: '/nowhere/python' }))).rejects.toThrow(/^The model could not be loaded\. \/nowhere\/python could not be started \(.*ENOENT.*\)\. Name a program that runs\.$/);
  await expect(prepareModel(options({ python: python({ load: { error: 'ImportError: libgomp.so.1', reason: false } }) }))).rejects.toThrow(/^The model could not be loaded by .*\/python: ImportError: libgomp\.so\.1\. Install what its requirements\.txt names there, or name another Python\./);
  await expect(prepareModel(options({}))).rejects.toThrow('Serving this model needs Python, and none was found. Say which with --python.');
});

test('a stop ends it, and leaves nothing half made', async () => {
  const stop = new AbortController();
  const program = file('python', '#!/bin/sh\nexec cat > /dev/null\n');
  chmodSync(program, 0o755);
  const prepared = prepareModel(options({ python: program, signal: stop.signal, progress: () => stop.abort() }));
  await expect(prepared).rejects.toThrow(/abort/i);
  expect(readdirSync(path.join(root, 'cache', 'models'))).toEqual([]);
});

test('a bare graph is served as it is', async () => {
  const folder = path.join(root, 'tiny.onnx');
  const { served, report } = await prepareModel(options({ folder }));
  expect(report.message).toBe('It is ONNX already, and served as it is.');
  expect(served).toEqual({
    kind: 'onnx', file: folder, feed: 'tensors', answer: 'label', labels: null, probabilities: null, classes: null, missing: true,
    signature: { inputs: [{ name: 'X', type: 'tensor', dtype: 'float32', shape: [-1, 3], required: true }], outputs: [{ name: 'label', type: 'tensor', dtype: 'int64', shape: [-1], required: true }], params: [] },
  });
});

test('its ZipMap is taken off without Python', async () => {
  const { served, report } = await prepareModel(options({ folder: file('zipped.onnx', tinyGraph({ zipMap: true })) }));
  expect(served).toMatchObject({ answer: 'label', probabilities: 'scores', classes: ['low', 'mid', 'high'] });
  expect((served as { file: string }).file).toMatch(/cache\/models\/[0-9a-f]{32}\/model\.onnx$/);
  expect(report.message).toContain('but for the ZipMap at its end');
});

test('a graph that is cut off is told', async () => {
  const folder = file('cut.onnx', tinyGraph({ zipMap: false }).subarray(0, 60));
  await expect(prepareModel(options({ folder }))).rejects.toThrow(/^cut\.onnx is no ONNX graph that can be run: .* It may be cut off; register the version again from its file\.$/);
});
