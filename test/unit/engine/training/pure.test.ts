import { describe, expect, it } from 'vitest';
import { jobEnvironment, untracked } from '../../../../src/engine/training/jobEnvironment';
import { newJobId, newRecord } from '../../../../src/engine/training/jobRecord';
import { pythonPrefix } from '../../../../src/engine/training/python';
import { lastException } from '../../../../src/engine/training/runner/failureLine';
import { completeText } from '../../../../src/engine/training/textPart';

const address = { url: 'http://127.0.0.1:4711', clientToken: 'c0ffee', rootToken: 'r00t', version: '1.0.0', pid: 1, store: '/p/.slipway' };
const job = { id: 'abc', experiment: 'churn' };

describe('the environment of a job', () => {
  it('loses what is the editor\'s and gets what tracks it', () => {
    const env = jobEnvironment({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect', VSCODE_PID: '1', VSCODE_GIT_ASKPASS_NODE: 'x', SLIPWAY_ROOT_TOKEN: 'x' }, address, job);
    expect(Object.keys(env).toSorted()).toEqual([
      'MLFLOW_EXPERIMENT_NAME', 'MLFLOW_HTTP_REQUEST_MAX_RETRIES', 'MLFLOW_RUN_CONTEXT', 'MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT', 'MLFLOW_TRACKING_URI', 'NO_PROXY', 'PATH', 'PYTHONUNBUFFERED', 'no_proxy',
    ]);
    expect(JSON.parse(env['MLFLOW_RUN_CONTEXT'] ?? '')).toEqual({ 'slipway.job': 'abc', 'slipway.origin': 'job' });
  });

  it('never sets MLFLOW_RUN_ID', () => {
    expect(jobEnvironment({}, address, job)).not.toHaveProperty('MLFLOW_RUN_ID');
  });

  it('is left alone where the user tracks elsewhere', () => {
    expect(jobEnvironment({ MLFLOW_TRACKING_URI: 'https://mlflow.corp' }, address, job)).toEqual({ MLFLOW_TRACKING_URI: 'https://mlflow.corp', PYTHONUNBUFFERED: '1' });
  });

  it('follows the engine to a new port', () => {
    const before = jobEnvironment({}, address, job);
    expect(jobEnvironment(before, { ...address, url: 'http://127.0.0.1:99' }, job)['MLFLOW_TRACKING_URI']).toBe('http://slipway:c0ffee@127.0.0.1:99');
  });
});

describe('the environment of Python that only loads a model', () => {
  it('tracks nowhere else, whatever the user tracks to, and writes nothing beside its code', () => {
    const env = untracked({ PATH: '/bin', VSCODE_PID: '1', MLFLOW_TRACKING_URI: 'https://mlflow.corp', MLFLOW_RUN_ID: '1', mlflow_experiment_id: '1', MLFLOW_REGISTRY_URI: 'x', MLFLOW_ACTIVE_MODEL_ID: 'm', MLFLOW_S3_ENDPOINT_URL: 'y' }, '/cache/untracked.db');
    expect(env).toEqual({ PATH: '/bin', MLFLOW_S3_ENDPOINT_URL: 'y', MLFLOW_TRACKING_URI: 'sqlite:////cache/untracked.db', PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' });
  });
});

describe('a job', () => {
  it('is named after its script and records no secret', () => {
    const record = newRecord({ command: ['python', 'src/train.py', '--token', 'abc'], cwd: '/p', env: { HF_TOKEN: 'abc' } }, undefined, 1_700_000_000_000, newJobId(1_700_000_000_000));
    expect(record).toMatchObject({ name: 'train.py', source: '/p/src/train.py', state: 'queued' });
    expect(JSON.stringify(record)).not.toContain('abc');
  });
});

describe('the Python of a command', () => {
  it.each([
    [['python', 'a.py'], ['python']],
    [['/v/bin/python3.12', '-m', 'pkg'], ['/v/bin/python3.12']],
    [['uv', 'run', '--with', 'x', 'python', 'a.py'], ['uv', 'run', '--with', 'x', 'python']],
    [['conda', 'run', '-n', 'env', 'python', 'a.py'], ['conda', 'run', '-n', 'env', 'python']],
    [['bash', '-c', 'python a.py'], undefined],
    [['make', 'train'], undefined],
  ])('%j', (command, prefix) => {
    expect(pythonPrefix(command, null)).toEqual(prefix);
  });
});

describe('why a script failed', () => {
  it.each([
    ['Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    d["tenure"]\nKeyError: \'tenure\'\n', 'KeyError: \'tenure\''],
    ['Traceback (most recent call last):\n  File "a.py"\nValueError: one\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b.py"\npkg.Oops: two\nmore of it\n', 'pkg.Oops: two'],
    ['  File "a.py", line 3\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n', 'SyntaxError: invalid syntax'],
    ['Traceback (most recent call last):\n  File "a.py"\n\u001B[1;35mModuleNotFoundError\u001B[0m: \u001B[35mNo module named \'x\'\u001B[0m\n', 'ModuleNotFoundError: No module named \'x\''],
    ['Traceback (most recent call last):\n  File "a.py"\nKeyboardInterrupt\n', 'KeyboardInterrupt'],
    ['all is well\n', undefined],
  ])('%j', (log, line) => {
    expect(lastException(log)).toBe(line);
  });
});

describe('a part of a log', () => {
  it('is cut between characters', () => {
    const text = Buffer.from('a€b');
    expect([1, 2, 3, 4, 5].map((end) => completeText(text.subarray(0, end)).toString())).toEqual(['a', 'a', 'a', 'a€', 'a€b']);
    expect(completeText(Buffer.from('😀')).length).toBe(4);
    expect(completeText(Buffer.from('😀').subarray(0, 3)).length).toBe(0);
  });
});
