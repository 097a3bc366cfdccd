/** Loads graphs into onnxruntime and runs them. Only in the process that main.ts is: a graph may crash what loads it. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxModel } from '../../servedModel';
import { type Cell, type FlatArray, numberOf, type Rows } from '../answers';

/** An input or output of a graph. */
export interface GraphValue {
  readonly name: string;
  /** false: a map or a sequence, which onnxruntime-node can't fetch */
  readonly tensor: boolean;
  /** onnxruntime's name: float32, int64, string…; empty unless a tensor */
  readonly type: string;
  /** -1: any; empty unless a tensor */
  readonly shape: readonly number[];
}
export interface GraphDescription { readonly inputs: readonly GraphValue[]; readonly outputs: readonly GraphValue[] }

export async function open(file: string): Promise<InferenceSession> {
  return InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
}

export function describe(session: InferenceSession): GraphDescription {
  return { inputs: session.inputMetadata.map(valueOf), outputs: session.outputMetadata.map(valueOf) };
}

function valueOf(metadata: InferenceSession.ValueMetadata): GraphValue {
  if (!metadata.isTensor) {
    return { name: metadata.name, tensor: false, type: '', shape: [] };
  }
  return { name: metadata.name, tensor: true, type: metadata.type, shape: metadata.shape.map((size) => (typeof size === 'number' ? size : -1)) };
}

/** @returns the answer and, where the model has them, the probabilities */
export async function run(session: InferenceSession, model: OnnxModel, rows: Rows): Promise<{ answer: FlatArray; probabilities: FlatArray | null }> {
  const wanted = [model.answer, ...(model.probabilities === null ? [] : [model.probabilities])];
  const got = await session.run(feedsOf(session, model.feed, rows), wanted);
  const answer = flat(got[model.answer] as Tensor);
  const { labels } = model;
  const named = labels === null ? answer : { ...answer, dtype: 'label', data: answer.data.map((cell) => labels[Number(cell)] ?? null) };
  return { answer: named, probabilities: model.probabilities === null ? null : flat(got[model.probabilities] as Tensor) };
}

function feedsOf(session: InferenceSession, feed: OnnxModel['feed'], rows: Rows): Record<string, Tensor> {
  const inputs = session.inputMetadata.filter((metadata) => metadata.isTensor);
  const [first] = inputs;
  if (first === undefined) {
    throw new Error('the graph takes no tensor');
  }
  if ('tensor' in rows) {
    return { [first.name]: tensorOf(first.type, rows.tensor.data, rows.tensor.shape) };
  }
  const columns = Object.entries(rows.columns);
  const length = columns[0]?.[1].length ?? 0;
  if (feed === 'columns') {
    return Object.fromEntries(inputs.map(({ name, type }) => [name, tensorOf(type, rows.columns[name] ?? [], [length, 1])]));
  }
  const cells = Array.from({ length: length * columns.length }, (_, index) => columns[index % columns.length]?.[1][Math.floor(index / columns.length)] ?? null);
  return { [first.name]: tensorOf(first.type, cells, [length, columns.length]) };
}

function tensorOf(type: Tensor.Type, cells: readonly Cell[], shape: readonly number[]): Tensor {
  const numbers = (): number[] => cells.map((cell) => numberOf(cell) ?? Number.NaN);
  switch (type) {
    case 'string': return new Tensor('string', cells.map(String), shape);
    case 'int64': return new Tensor('int64', BigInt64Array.from(numbers(), (value) => BigInt(value)), shape);
    case 'bool': return new Tensor('bool', Uint8Array.from(numbers()), shape);
    case 'float64': return new Tensor('float64', Float64Array.from(numbers()), shape);
    case 'float32': return new Tensor('float32', Float32Array.from(numbers()), shape);
    case 'int32': return new Tensor('int32', Int32Array.from(numbers()), shape);
    case 'uint8': return new Tensor('uint8', Uint8Array.from(numbers()), shape);
    default: throw new Error(`the graph takes tensors of ${type}, which are not fed here`);
  }
}

function flat(tensor: Tensor): FlatArray {
  const data = Array.from(tensor.data as Iterable<string | number | bigint>, (value): Cell => {
    if (typeof value === 'bigint') {
      return tensor.type === 'bool' ? value !== 0n : Number(value);
    }
    return tensor.type === 'bool' ? Boolean(value) : typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
  return { shape: tensor.dims, dtype: tensor.type, data };
}
