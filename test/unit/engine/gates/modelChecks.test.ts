// Promise: signatures, licences and files that run code are judged by what stands in the model's folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeFiles, isPickle } from '../../../../src/engine/registry/codeFiles';
import { GateProblem } from '../../../../src/engine/gates/gateProblem';
import { licenseCheck, licenseOf, requiredPackages } from '../../../../src/engine/gates/licenses';
import { readModelFile, type Signature } from '../../../../src/engine/gates/modelFile';
import { breaking, signatureCheck } from '../../../../src/engine/gates/signatureCheck';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slipway-model-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function signature(inputs: readonly object[], outputs: readonly object[] = [{ type: 'long' }]): Promise<Signature | undefined> {
  writeFileSync(path.join(folder, 'MLmodel'), JSON.stringify({ flavors: { python_function: { loader_module: 'mlflow.sklearn' } }, signature: { inputs: JSON.stringify(inputs), outputs: JSON.stringify(outputs), params: null } }));
  return readModelFile(folder).then((file) => file.signature);
}

const column = (name: string, type = 'double', required = true): object => ({ name, type, required });

describe('signatures', () => {
  const compare = async (now: readonly object[], old: readonly object[], outputs?: readonly object[]): Promise<string[]> => breaking(
    await signature(now, outputs) ?? { inputs: [], outputs: [], params: [] }, await signature(old) ?? { inputs: [], outputs: [], params: [] },
  );

  test('callers are stopped by a new required input, another type, an output that is gone', async () => {
    expect(await compare([column('a'), column('b')], [column('a')])).toEqual(['input "b" is new and required']);
    expect(await compare([column('a', 'string')], [column('a')])).toEqual(['input "a" is string and was double']);
    expect(await compare([column('a')], [column('a', 'double', false)])).toEqual(['input "a" is required and was not']);
    expect(await compare([column('a')], [column('a')], [])).toEqual(['output without a name is gone']);
  });

  test('not by one that is optional, gone, or in another place', async () => {
    expect(await compare([column('b'), column('a'), column('c', 'double', false)], [column('a'), column('b'), column('d')])).toEqual([]);
  });

  test('tensors are compared by type and shape', async () => {
    const tensor = (shape: readonly number[]): object => ({ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape } });
    expect(await compare([tensor([-1, 28])], [tensor([-1, 14])])).toEqual(['input without a name is tensor(float32, [-1,28]) and was tensor(float32, [-1,14])']);
  });

  test('a model without one fails; without a champion there is nothing to compare', async () => {
    expect(signatureCheck('present', undefined, undefined, 'iris v3')).toMatchObject({ outcome: 'failed', message: expect.stringContaining('infer_signature') as string });
    const own = await signature([column('a')]);
    expect(signatureCheck('compatible', own, undefined, 'iris v3').outcome).toBe('not_judged');
    expect(signatureCheck('same', own, { label: 'v2', signature: await signature([column('a'), column('z')]) }, 'iris v3')).toMatchObject({ outcome: 'failed', message: 'The signature is not that of v2: input "z" is gone.' });
    expect(signatureCheck('compatible', own, { label: 'v2', signature: await signature([column('a'), column('z')]) }, 'iris v3')).toMatchObject({ outcome: 'passed', message: 'Who calls v2 can call iris v3.' });
  });

  test('a file that is no MLmodel says so', async () => {
    writeFileSync(path.join(folder, 'MLmodel'), 'signature:\n  inputs: "[{"\n');
    await expect(readModelFile(folder)).rejects.toThrow(GateProblem);
  });
});

describe('licences', () => {
  test('requirements are names, whatever stands behind them', () => {
    expect(requiredPackages('mlflow==3.17.2\n# a comment\n-r other.txt\nscikit-learn [x] >= 1 ; python_version > "3"\nnumpy\n./local\ngit+https://x/y\nnumpy~=2\nfoo @ file:///x\n')).toEqual(['mlflow', 'scikit-learn', 'numpy', 'foo']);
  });

  test.each([
    [{ expression: 'BSD-3-Clause AND MIT' }, 'BSD-3-Clause AND MIT'],
    [{ license: 'BSD 3-Clause' }, 'BSD-3-Clause'],
    [{ license: 'UNKNOWN', classifiers: ['License :: OSI Approved :: Apache Software License'] }, 'Apache-2.0'],
    [{ license: 'x'.repeat(5_000), classifiers: ['License :: OSI Approved :: BSD License'] }, 'BSD-2-Clause OR BSD-3-Clause'],
    [{ classifiers: ['License :: OSI Approved :: MIT License', 'License :: OSI Approved :: Apache Software License'] }, '(MIT) OR (Apache-2.0)'],
    [{ license: 'my own words' }, undefined],
  ])('%o', (said, license) => {
    expect(licenseOf({ name: 'p', version: '1', ...said })).toBe(license);
  });

  test('every package with another licence is named in a warning', () => {
    const packages = [{ name: 'good', version: '1', expression: 'MIT' }, { name: 'both', version: '1', expression: 'MIT AND GPL-3.0-only' }, { name: 'either', version: '1', expression: 'MIT OR GPL-3.0-only' }, { name: 'gone', version: null }];
    expect(licenseCheck(['MIT'], packages, 'iris v3')).toMatchObject({ outcome: 'warning', value: 2, message: '2 of 4 packages of iris v3 have other licences than allowed: both (MIT AND GPL-3.0-only), gone (not installed).' });
    expect(licenseCheck(['MIT', 'no licence at all'], packages.slice(0, 1), 'iris v3').outcome).toBe('passed');
  });
});

describe('files that run code', () => {
  test('pickles are known by name and by their first bytes', async () => {
    const write = (name: string, bytes: Buffer | string): void => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    };
    write('model.pkl', 'cos\nsystem\n');
    write('deep/weights.bin', Buffer.from([0x80, 4, 0x95, 0, 0]));
    write('net.weird', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(26), Buffer.from('archive/data.pkl')]));
    write('objects.npy', Buffer.from('\x93NUMPY\x01\x00v\x00{\'descr\': \'|O\', \'fortran_order\': False}', 'latin1'));
    write('numbers.npy', Buffer.from('\x93NUMPY\x01\x00v\x00{\'descr\': \'<f8\', \'fortran_order\': False}', 'latin1'));
    write('code/model.py', 'pass\n');
    write('model.onnx', Buffer.from([8, 7]));
    write('MLmodel', 'x: 1\n');
    expect(await codeFiles(folder)).toEqual([
      { path: 'code/model.py', kind: 'code' }, { path: 'deep/weights.bin', kind: 'pickle' }, { path: 'model.pkl', kind: 'pickle' }, { path: 'net.weird', kind: 'pickle' }, { path: 'objects.npy', kind: 'pickle' },
    ]);
    expect(await codeFiles(path.join(folder, 'model.pkl'))).toEqual([{ path: 'model.pkl', kind: 'pickle' }]);
    expect(isPickle(Buffer.alloc(0))).toBe(false);
  });
});
