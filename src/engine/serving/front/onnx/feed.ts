/** Rows as the inputs of a graph: which column of the signature goes where. */
import type { OnnxModel } from '../../servedModel';
import { invalid } from '../../../mlflowErrors';
import { sizeOf, type Rows, type Tensor } from '../rows';
import { copyRows, makeData, type TensorData } from './elements';
import type { GraphInput } from './graph';

/** One input of the graph, filled. */
export interface FedInput {
  readonly name: string;
  readonly type: GraphInput['type'];
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** @throws MlflowError when rows do not have what the graph needs */
export function checkFeed(rows: Rows, feed: OnnxModel['feed'], inputs: readonly GraphInput[]): void {
  if (feed === 'matrix') {
    checkMatrix(rows, inputs[0]);
    return;
  }
  for (const input of inputs) {
    const tensor = tensorFor(rows, input, inputs.length);
    const width = sizeOf(tensor.shape);
    if (input.width !== undefined && input.width !== width) {
      throw invalid(`Input '${tensor.name}' has ${width} values in a row, and the model takes ${input.width}.`);
    }
    if (input.width === undefined && input.rowShape.length > 0 && tensor.shape.length !== input.rowShape.length) {
      throw invalid(`Input '${tensor.name}' has ${tensor.shape.length + 1} dimensions, and the model takes ${input.rowShape.length + 1}.`);
    }
  }
}

/** Joins the rows of several requests into the inputs of one run. */
export function fillFeed(requests: readonly Rows[], total: number, feed: OnnxModel['feed'], inputs: readonly GraphInput[]): FedInput[] {
  return inputs.map((input) => (feed === 'matrix' ? fillMatrix(requests, total, input) : fillTensor(requests, total, input, inputs.length)));
}

function fillMatrix(requests: readonly Rows[], total: number, input: GraphInput): FedInput {
  const width = requests[0]?.tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0) ?? 0;
  const data = makeData(input.type, total * width);
  let row = 0;
  for (const { rows, tensors } of requests) {
    let column = 0;
    for (const { shape, data: values } of tensors) {
      const size = sizeOf(shape);
      copyRows(values, rows, size, data, row * width + column, width);
      column += size;
    }
    row += rows;
  }
  return { name: input.name, type: input.type, dims: [total, width], data };
}

function fillTensor(requests: readonly Rows[], total: number, input: GraphInput, count: number): FedInput {
  const [first] = requests;
  const shape = first === undefined ? [] : tensorFor(first, input, count).shape;
  const size = sizeOf(shape);
  const data = makeData(input.type, total * size);
  let row = 0;
  for (const request of requests) {
    copyRows(tensorFor(request, input, count).data, request.rows, size, data, row * size, size);
    row += request.rows;
  }
  // Columns are [rows, 1] in the graphs that scikit-learn's converter makes.
  const inner = shape.length === 0 && input.rowShape.length === 1 ? [1] : shape;
  return { name: input.name, type: input.type, dims: [total, ...inner], data };
}

function checkMatrix({ tensors }: Rows, input: GraphInput | undefined): void {
  const width = tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (input?.width !== undefined && width !== input.width) {
    throw invalid(`The model takes ${input.width} columns, and ${width} were sent: ${tensors.map(({ name }) => `'${name}'`).join(', ')}.`);
  }
  const text = input?.type === 'string' ? undefined : tensors.find(({ type }) => type === 'string' || type === 'json');
  if (text !== undefined) {
    throw invalid(`Column '${text.name}' holds text, and the model takes numbers.`);
  }
}

/** The tensor of an input by its name; a graph with one input takes the one tensor that has no name of its own. */
function tensorFor({ tensors }: Rows, input: GraphInput, inputs: number): Tensor {
  const tensor = tensors.find(({ name }) => name === input.name) ?? (inputs === 1 && tensors.length === 1 ? tensors[0] : undefined);
  if (tensor === undefined) {
    throw invalid(`Model is missing inputs ['${input.name}'].`);
  }
  return tensor;
}
