// Promise: memory is that of a process and all below it; size is every file that is served, and no other.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, ModelProtoSchema, NodeProtoSchema, StringStringEntryProtoSchema, TensorProto_DataLocation, TensorProtoSchema, type TensorProto } from 'onnx-buf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryOf, treeMemory } from '../../../../../src/engine/serving/measuring/processMemory';
import { sizeOf } from '../../../../../src/engine/serving/measuring/servedSize';
import type { OnnxModel, PythonModel } from '../../../../../src/engine/serving/servedModel';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'slipway-weighing-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const at = path.join(root, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  return at;
}

const outside = (location: string): TensorProto => create(TensorProtoSchema, { dataLocation: TensorProto_DataLocation.EXTERNAL, externalData: [create(StringStringEntryProtoSchema, { key: 'location', value: location }), create(StringStringEntryProtoSchema, { key: 'offset', value: '0' })] });
const onnx = (at: string): OnnxModel => ({ kind: 'onnx', file: at, signature: null, feed: 'matrix', answer: 'label', labels: null, probabilities: null, classes: null });
const python = (folder: string): PythonModel => ({ kind: 'python', python: '/python', script: '/score.py', folder, root, env: {}, signature: null });

test('a process and all below it', () => {
  const lines = [{ pid: 1, parent: 0, memory: 1 }, { pid: 7, parent: 1, memory: 10 }, { pid: 8, parent: 7, memory: 100 }, { pid: 9, parent: 8, memory: 1_000 }, { pid: 10, parent: 1, memory: 10_000 }];
  expect(treeMemory(lines, 7)).toEqual({ own: 10, others: 1_100 });
  expect(treeMemory(lines, 77)).toEqual({ own: 0, others: 0 });
});

test('this process has about the memory that it thinks it has', async () => {
  const { own } = await memoryOf(process.pid);
  expect(own).toBeGreaterThan(process.memoryUsage.rss() / 2);
  expect(own).toBeLessThan(process.memoryUsage.rss() * 2);
});

test('a graph, with the weights that it or a graph within it keeps beside it, each file once', async () => {
  const within = create(AttributeProtoSchema, { name: 'then', g: create(GraphProtoSchema, { initializer: [outside('deep.bin')] }) });
  const graph = create(GraphProtoSchema, { initializer: [outside('weights.bin'), outside('weights.bin')], node: [create(NodeProtoSchema, { opType: 'If', attribute: [within] })] });
  const bytes = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph }));
  file('weights.bin', 'w'.repeat(1_000));
  file('deep.bin', 'd'.repeat(20));
  file('other.bin', 'o'.repeat(5_000));
  expect(await sizeOf(onnx(file('model.onnx', bytes)))).toEqual({ bytes: bytes.length + 1_020, what: 'graph and weights' });
});

test('a graph alone; a folder with all below it; a file', async () => {
  const bytes = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph: create(GraphProtoSchema, { name: 'g' }) }));
  expect(await sizeOf(onnx(file('model.onnx', bytes)))).toEqual({ bytes: bytes.length, what: 'graph' });
  file('model/MLmodel', '12345');
  file('model/deep/model.pkl', '1234567');
  expect(await sizeOf(python(path.join(root, 'model')))).toEqual({ bytes: 12, what: 'folder' });
  expect(await sizeOf(python(path.join(root, 'model', 'deep', 'model.pkl')))).toEqual({ bytes: 7, what: 'file' });
});
