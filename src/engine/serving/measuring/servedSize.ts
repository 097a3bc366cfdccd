/** Bytes of what a deployment would serve. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema, type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import type { ServedModel } from '../servedModel';
import type { ServedSize } from './measureProtocol';

/** @throws Error when a file is gone, or when the graph can't be read */
export async function sizeOf(served: ServedModel): Promise<ServedSize> {
  if (served.kind === 'onnx') {
    const weights = await weightFiles(served.file);
    return { bytes: await bytesOf([served.file, ...weights]), what: weights.length === 0 ? 'graph' : 'graph and weights' };
  }
  if ((await stat(served.folder)).isFile()) {
    return { bytes: await bytesOf([served.folder]), what: 'file' };
  }
  const entries = await readdir(served.folder, { recursive: true, withFileTypes: true });
  return { bytes: await bytesOf(entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name))), what: 'folder' };
}

async function bytesOf(files: readonly string[]): Promise<number> {
  return (await Promise.all(files.map((file) => stat(file)))).reduce((sum, { size }) => sum + size, 0);
}

/** Files beside the graph that it keeps weights in, each once. */
async function weightFiles(file: string): Promise<string[]> {
  const { graph } = fromBinary(ModelProtoSchema, await readFile(file));
  const names = graph === undefined ? [] : tensorsOf(graph).filter((tensor) => tensor.dataLocation === TensorProto_DataLocation.EXTERNAL).flatMap((tensor) => tensor.externalData.filter(({ key }) => key === 'location').map(({ value }) => value));
  return [...new Set(names)].map((name) => path.join(path.dirname(file), name));
}

function tensorsOf(graph: GraphProto): TensorProto[] {
  const within = graph.node.flatMap(({ attribute }) => attribute).flatMap(({ t, tensors, g, graphs }) => [
    ...(t === undefined ? [] : [t]), ...tensors, ...[...(g === undefined ? [] : [g]), ...graphs].flatMap(tensorsOf),
  ]);
  return [...graph.initializer, ...within];
}
