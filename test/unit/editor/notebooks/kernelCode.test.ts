/** The start-up code of kernels finds projects and engines by the very rules of src/connection, and sets what terminals get. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../../../src/connection/engineAddress';
import { processStart } from '../../../../src/connection/processIdentity';
import { runtimeFolders } from '../../../../src/connection/runtimeFolder';
import { writeRuntimeFile } from '../../../../src/connection/runtimeFile';
import { resolveStore } from '../../../../src/connection/storeFolder';
import { ownTracking, trackingUri, trackingVariables } from '../../../../src/connection/trackingEnvironment';
import type { RuntimeFile } from '../../../../src/protocol/engine';

const python = process.env['SLIPWAY_TEST_PYTHON'] ?? 'python3';
let base: string;
let runtime: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'slipway-kernel-')));
  runtime = path.join(base, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** What a Python expression over the start-up modules and `given` comes to. */
async function told(expression: string, given: unknown = null, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const code = 'import json, sys; sys.path.insert(0, "src/python"); import slipway_engine as engine, slipway_kernel as kernel; given = json.loads(sys.argv[1]); '
    + `print(json.dumps(${expression}))`;
  const { stdout } = await promisify(execFile)(python, ['-B', '-c', code, JSON.stringify(given)], { env: { ...process.env, SLIPWAY_RUNTIME_DIR: runtime, ...env } });
  return JSON.parse(stdout);
}

function engineFile(given: Partial<RuntimeFile> = {}): RuntimeFile {
  return {
    version: '1.0.0', pid: process.pid, process_start: processStart(process.pid), started_at: 1, port: 4711, host: '127.0.0.1',
    store: path.join(base, 'project', '.slipway'), store_id: 'id', client_token: 'a token/with:signs', root_token: 'root', ...given,
  };
}

describe('the store of a folder', () => {
  it.each([
    ['a bare folder', ['a'], 'a'],
    ['a folder below a store', ['.slipway', 'a/b'], 'a/b'],
    ['a folder in a git repository', ['.git', 'a/b'], 'a/b'],
    ['a store inside of a git repository', ['.git', 'a/.slipway', 'a/b'], 'a/b'],
    ['a store above the git root, which does not count', ['.slipway', 'a/.git', 'a/b'], 'a/b'],
  ])('is the same for %s', async (_, folders, target) => {
    folders.forEach((folder) => mkdirSync(path.join(base, 'p', folder), { recursive: true }));
    const folder = path.join(base, 'p', target);
    expect(await told('engine.resolve_root(given)', folder)).toBe(resolveStore(folder).root);
    writeFileSync(path.join(folder, 'x.ipynb'), '');
    expect(await told('engine.resolve_root(given)', path.join(folder, 'x.ipynb'))).toBe(resolveStore(folder).root);
  });

  it('is one under all names of a folder', async () => {
    mkdirSync(path.join(base, 'real'));
    symlinkSync(path.join(base, 'real'), path.join(base, 'link'));
    expect(await told('engine.resolve_root(given)', path.join(base, 'link'))).toBe(path.join(base, 'real'));
  });
});

describe('the engine of a store', () => {
  it('is found by its runtime file', async () => {
    const file = engineFile();
    writeRuntimeFile(file, { SLIPWAY_RUNTIME_DIR: runtime });
    expect(await told('engine.tracking_uri(engine.running(given), "slipway")', file.store)).toBe(trackingUri(addressOf(file)));
  });

  it.each([
    ['ended cleanly', { pid: 0 }],
    ['is another process by now', { process_start: 'long ago' }],
  ])('is not one that %s', async (_, given) => {
    const file = engineFile(given);
    writeRuntimeFile(file, { SLIPWAY_RUNTIME_DIR: runtime });
    expect(await told('engine.running(given)', file.store)).toBeNull();
  });

  it('is looked for in the same folders', async () => {
    const env = { SLIPWAY_RUNTIME_DIR: '', XDG_CACHE_HOME: path.join(base, 'cache'), XDG_RUNTIME_DIR: runtime };
    expect(await told('engine.runtime_folders()', null, env)).toEqual(runtimeFolders({ ...process.env, ...env }));
  });

  it.each(['0.0.0.0', '::', 'localhost', '::1', '192.168.1.5'])('has the same address when it listens on %s', async (host) => {
    const file = engineFile({ host });
    writeRuntimeFile(file, { SLIPWAY_RUNTIME_DIR: runtime });
    expect(await told('engine.tracking_uri(engine.running(given), "slipway")', file.store)).toBe(trackingUri(addressOf(file)));
  });
});

describe('the variables', () => {
  it.each([
    [{}],
    [{ NO_PROXY: 'intern.example, 10.0.0.1', no_proxy: 'b.example' }],
    [{ MLFLOW_HTTP_REQUEST_MAX_RETRIES: '7', MLFLOW_RUN_CONTEXT: '{"team": "a"}' }],
    [{ MLFLOW_RUN_CONTEXT: 'no json' }],
  ])('are those of a terminal on top of %j', async (env) => {
    const file = engineFile();
    writeRuntimeFile(file, { SLIPWAY_RUNTIME_DIR: runtime });
    const tags = { 'slipway.origin': 'notebook', 'slipway.cell': 'abc' };
    const given = { store: file.store, tags, env };
    const { MLFLOW_RUN_CONTEXT: context, ...rest } = await told('kernel.variables(engine.running(given["store"]), given["tags"], given["env"])', given) as Record<string, string>;
    const { MLFLOW_RUN_CONTEXT: ours, ...others } = trackingVariables(addressOf(file), tags, env);
    expect(rest).toEqual(others);
    expect(JSON.parse(context ?? '')).toEqual(JSON.parse(ours ?? ''));
  });

  it('of an earlier cell do not stay', async () => {
    expect(await told('kernel.own_context(given)', '{"slipway.cell": "old", "notebook.cell.source": "x", "team": "a", "n": 3}')).toEqual({ team: 'a', n: '3' });
  });

  it.each([
    [{}], [{ MLFLOW_TRACKING_URI: 'https://team.example' }], [{ MLFLOW_TRACKING_URI: 'http://slipway:t@127.0.0.1:5' }], [{ MLFLOW_TRACKING_TOKEN: 'x' }],
    [{ MLFLOW_TRACKING_URI: '' }], [{ MLFLOW_TRACKING_URI: 'https://slipway:t@team.example' }], [{ MLFLOW_TRACKING_URI: 'sqlite:///a.db' }],
  ])('of the user\'s own are told from ours alike in %j', async (env) => {
    expect(await told('kernel.own_tracking(given)', env)).toBe(ownTracking(env) ?? null);
  });
});

describe('the cell that a kernel is told of', () => {
  const uri = 'vscode-notebook-cell:/p/a.ipynb#W0sZmlsZQ%3D%3D';
  const place = { root: '/p', store: '/p/.slipway', tracked: true, expected: true };
  const window = (pid: number, cells: Record<string, string>): unknown => ({ pid, folders: [{ ...place, folder: '/p' }], notebooks: [{ ...place, name: 'a.ipynb', file: '/p/a.ipynb', cells: Object.fromEntries(Object.entries(cells).map(([cell, id]) => [cell, { id, number: '1' }])) }] });
  const written = (name: string, content: unknown): void => {
    mkdirSync(path.join(base, 'windows'), { recursive: true });
    writeFileSync(path.join(base, 'windows', name), JSON.stringify(content));
  };
  const cellOf = 'kernel.Kernel(type("Shell", (), {"user_ns": {}}), given["home"]).cell(given["cell"])[0]';
  const idOf = async (given: unknown, env?: NodeJS.ProcessEnv): Promise<string | undefined> => ((await told(cellOf, given, env)) as { id: string } | null)?.id;

  it('is the one of the window that started it', async () => {
    written('1.json', window(process.pid, { [uri]: 'abc' }));
    written('2.json', window(process.pid, { [uri]: 'other' }));
    expect(await idOf({ home: base, cell: uri }, { SLIPWAY_WINDOW: path.join(base, 'windows', '1.json') })).toBe('abc');
  });

  it('is the one of the only window that has it open, and none where two have', async () => {
    written('1.json', window(process.pid, { [uri]: 'abc' }));
    written('2.json', window(0, { [uri]: 'of a window that has ended' }));
    expect(await idOf({ home: base, cell: uri })).toBe('abc');
    written('3.json', window(process.pid, { [uri]: 'other' }));
    expect(await idOf({ home: base, cell: uri })).toBeUndefined();
  });

  it('is what JupyterLab sends: the id itself', async () => {
    expect(await idOf({ home: base, cell: 'abc' })).toBe('abc');
  });
});
