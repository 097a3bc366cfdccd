/** A version that is ONNX already: served as it is, without Python. What its MLmodel does not say, the graph does. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature, SignatureField } from '../../../protocol/modelContents';
import { AnsweredError, ChildEnded } from '../lineChild';
import { runtimeReason } from '../runtimeReason';
import type { OnnxModel } from '../servedModel';
import type { GraphDescription, GraphValue } from './graph/session';
import { GraphTool } from './graphTool';
import { ConversionProblem, type PrepareOptions } from './options';

/** @returns the graph of a bare .onnx, of a folder that holds one, or of an MLflow model of that flavour; undefined when it is none of them */
export async function graphFileOf(folder: string, flavors: readonly string[] | undefined): Promise<string | undefined> {
  const isGraph = (name: string): boolean => /\.onnx$/i.test(name);
  if ((await stat(folder)).isFile()) {
    return isGraph(folder) ? folder : undefined;
  }
  if (flavors !== undefined && !flavors.includes('onnx')) {
    return undefined;
  }
  const graphs = (await readdir(folder)).filter(isGraph);
  const chosen = graphs.includes('model.onnx') ? 'model.onnx' : graphs[0];
  return chosen === undefined || (graphs.length > 1 && chosen !== 'model.onnx') ? undefined : path.join(folder, chosen);
}

/**
 * @param to where the graph goes when something had to be taken off it
 * @returns how it is served; `changed`: from `to`
 * @throws ConversionProblem when it is no graph that can be run
 */
export async function givenGraph(options: PrepareOptions, file: string, signature: ModelSignature | null, to: string): Promise<{ onnx: Omit<OnnxModel, 'file'>; changed: boolean }> {
  const tool = new GraphTool(options);
  try {
    const unzipped = await tool.unzip(file, to);
    const described = await tool.describe(unzipped === null ? file : to);
    return { onnx: servedAs(described, signature, unzipped), changed: unzipped !== null };
  } catch (error) {
    if (error instanceof AnsweredError || error instanceof ChildEnded) {
      throw new ConversionProblem(`${path.basename(file)} is no ONNX graph that can be run: ${runtimeReason(error.message)} It may be cut off; register the version again from its file.`, { cause: error });
    }
    throw error;
  } finally {
    await tool.close();
  }
}

function servedAs({ inputs, outputs }: GraphDescription, signature: ModelSignature | null, unzipped: { readonly output: string; readonly classes: readonly string[] } | null): Omit<OnnxModel, 'file'> {
  const odd = inputs.find(({ tensor }) => !tensor);
  const answer = outputs.find(({ tensor, name }) => tensor && name !== unzipped?.output);
  if (odd !== undefined || answer === undefined) {
    throw new ConversionProblem(odd === undefined ? 'The graph gives no tensor, which is all that can be served. Export it again with a tensor as its output.' : `The graph takes ${odd.name}, which is no tensor. Export it again with tensors as its inputs.`);
  }
  return {
    kind: 'onnx', signature: signature ?? signatureOf(inputs, answer), feed: feedOf(inputs, signature), answer: answer.name, labels: null,
    probabilities: unzipped?.output ?? null, classes: unzipped === null ? null : [...unzipped.classes],
    // The graph is the model itself: what it answers is what predict gives.
    missing: true,
  };
}

function feedOf(inputs: readonly GraphValue[], signature: ModelSignature | null): OnnxModel['feed'] {
  const [first] = signature?.inputs ?? [];
  if (first === undefined) {
    return inputs.every(isColumn) ? 'columns' : 'tensors';
  }
  return first.type === 'tensor' ? 'tensors' : inputs.length === 1 && !signature?.inputs.every(({ name }) => name === inputs[0]?.name) ? 'matrix' : 'columns';
}

/** As skl2onnx has a column of a table: [rows, 1]. */
function isColumn({ shape }: GraphValue): boolean {
  return shape.length === 2 && shape[1] === 1;
}

const COLUMN_TYPES: Readonly<Record<string, string>> = { float64: 'double', float32: 'float', int64: 'long', int32: 'integer', string: 'string', bool: 'boolean' };

function signatureOf(inputs: readonly GraphValue[], answer: GraphValue): ModelSignature {
  const columns = inputs.every((input) => isColumn(input) && input.type in COLUMN_TYPES);
  const fields = inputs.map((input): SignatureField => (columns ? { name: input.name, type: COLUMN_TYPES[input.type] ?? 'double', required: true } : tensorField(input)));
  return { inputs: fields, outputs: [tensorField(answer)], params: [] };
}

function tensorField({ name, type, shape }: GraphValue): SignatureField {
  // The number of rows is free, or the graph's own affair.
  return { name, type: 'tensor', dtype: type === 'string' ? 'str' : type, shape: [-1, ...shape.slice(1)], required: true };
}
