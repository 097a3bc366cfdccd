/** A model that onnxruntime scores in this process. Its run is synchronous: one thread, and the event loop waits for it. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { invalid } from '../../../mlflowErrors';
import { runtimeReason } from '../../runtimeReason';
import type { OnnxModel } from '../../servedModel';
import { sliceTensor, type ElementType, type Rows, type Tensor, type TensorSpec } from '../rows';
import type { ScoredModel } from '../scoredModel';
import { elementTypeOf } from './elements';
import { checkFeed, fillFeed } from './feed';
import { graphInputs, type GraphInput } from './graph';
import { answerShape, inputSpecs, labelType, outputSpecs } from './specs';

/** Rows of one run: enough that its fixed cost is nothing, few enough that nobody waits long behind it. */
const MOST_ROWS = 2_048;
/** Of a large request: half a run, so that others go along. */
const PART_ROWS = 1_024;

/**
 * Loads a graph. One thread: for small models threads cost more than they give, and this process answers requests beside.
 * @throws Error in a sentence when the file is no graph that can be served
 */
export async function loadOnnxModel(plan: OnnxModel): Promise<ScoredModel> {
  try {
    const session = await InferenceSession.create(plan.file, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 });
    const outputs = plan.probabilities === null ? [plan.answer] : [plan.answer, plan.probabilities];
    const unknown = outputs.find((name) => !session.outputNames.includes(name));
    if (unknown !== undefined) {
      throw new Error(`it has no output '${unknown}', only ${session.outputNames.join(', ')}`);
    }
    return new OnnxScoredModel(plan, session, graphInputs(session.inputMetadata), outputs);
  } catch (error) {
    throw new Error(`The model file ${plan.file} cannot be loaded: ${runtimeReason(error instanceof Error ? error.message : String(error))} It may be cut off or made by something else; deploy the version again.`, { cause: error });
  }
}

class OnnxScoredModel implements ScoredModel {
  readonly platform = 'onnx_onnxv1';
  readonly pid = process.pid;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly mostRows: number;
  readonly partRows: number;
  readonly #squeezes: boolean;

  constructor(private readonly plan: OnnxModel, private readonly session: InferenceSession, private readonly graph: readonly GraphInput[], private readonly fetches: readonly string[]) {
    this.inputs = inputSpecs(plan, graph);
    this.outputs = outputSpecs(plan, session.outputMetadata);
    const fixed = graph.find(({ fixedRows }) => fixedRows !== undefined)?.fixedRows;
    this.mostRows = fixed ?? MOST_ROWS;
    this.partRows = fixed ?? PART_ROWS;
    this.#squeezes = answerShape(plan) === 'values';
  }

  runKey({ tensors }: Rows): string {
    return this.plan.feed === 'matrix' ? '' : tensors.map(({ shape }) => shape.join('x')).join(' ');
  }

  check(rows: Rows): void {
    if (rows.rows === 0) {
      throw invalid('The request has no rows: send at least one.');
    }
    checkFeed(rows, this.plan.feed, this.graph);
    for (const tensor of rows.tensors) {
      checkValues(tensor, rows.rows, this.plan.missing === true);
    }
  }

  async score(requests: readonly Rows[]): Promise<readonly Rows[]> {
    const total = requests.reduce((sum, { rows }) => sum + rows, 0);
    const feeds: Record<string, OrtTensor> = {};
    for (const { name, type, dims, data } of fillFeed(requests, total, this.plan.feed, this.graph)) {
      feeds[name] = new OrtTensor(type, data, dims);
    }
    const results = await this.session.run(feeds, this.fetches);
    const outputs = this.fetches.map((name) => this.#output(name, results[name], total));
    let from = 0;
    return requests.map(({ rows }) => {
      const start = from;
      from += rows;
      return { rows, tensors: outputs.map((output) => sliceTensor(output, start, from)) };
    });
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  #output(name: string, result: OrtTensor | undefined, total: number): Tensor {
    if (result === undefined || result.dims[0] !== total) {
      throw new Error(`output '${name}' of the model has ${result === undefined ? 'no values' : `dimensions ${result.dims.join(', ')}`} for ${total} rows`);
    }
    const type = elementTypeOf(result.type) ?? 'json';
    const shape = result.dims.slice(1);
    if (name !== this.plan.answer) {
      return { name, type, shape, data: result.data };
    }
    const flat = this.#squeezes && shape.length === 1 && shape[0] === 1 ? [] : shape;
    return this.plan.labels === null ? { name, type, shape: flat, data: type === 'bool' ? Array.from(result.data, Boolean) : result.data } : { name, ...labelled(result.data, this.plan.labels), shape: flat };
  }
}

function labelled(data: ArrayLike<unknown>, labels: readonly (string | number | boolean)[]): { type: ElementType; data: unknown[] } {
  const named: unknown[] = [];
  for (let at = 0; at < data.length; at += 1) {
    named.push(labels[Number(data[at])]);
  }
  return { type: labelType(labels), data: named };
}

/** A graph does not refuse what predict refuses: text that is missing, and numbers that are, unless predict takes them. */
function checkValues({ name, type, data }: Tensor, rows: number, takesMissing: boolean): void {
  const at = type === 'string' ? firstNull(data) : takesMissing || (type !== 'float64' && type !== 'float32') ? -1 : data instanceof Float64Array || data instanceof Float32Array ? firstNaN(data) : firstNotANumber(data);
  if (at >= 0) {
    throw invalid(`Column '${name}' has no value${rows > 1 ? ` in row ${Math.floor(at / (data.length / rows))}` : ''} (null or NaN), and the model does not take missing values. Send a value, or drop the row.`);
  }
}

function firstNull(data: ArrayLike<unknown>): number {
  for (let at = 0; at < data.length; at += 1) {
    if (data[at] === null) {
      return at;
    }
  }
  return -1;
}

function firstNotANumber(data: ArrayLike<unknown>): number {
  for (let at = 0; at < data.length; at += 1) {
    if (Number.isNaN(data[at])) {
      return at;
    }
  }
  return -1;
}

/** The same, compiled for arrays of floats alone. */
function firstNaN(data: Float64Array | Float32Array): number {
  for (let at = 0; at < data.length; at += 1) {
    if (Number.isNaN(data[at])) {
      return at;
    }
  }
  return -1;
}
