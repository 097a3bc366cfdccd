/** A model that the user's Python scores: slipway_score.py behind a pipe, one run after the other. One that dies is started again by the next run. */
import type { SignatureField } from '../../protocol/modelContents';
import { invalid } from '../mlflowErrors';
import { numberOf, type Cell, type FlatArray } from './conversion/answers';
import { elementTypeOf, isTensor } from './front/signatureTypes';
import { sizeOf, type ElementType, type Rows, type Tensor, type TensorSpec } from './front/rows';
import type { ScoredModel } from './front/scoredModel';
import { AnsweredError, LineChild } from './lineChild';
import type { PythonModel } from './servedModel';

/** Rows of one run: what pandas does in a few milliseconds. */
const MOST_ROWS = 2_048;

/** What the script answers: an array, or a list with an item per row (records of a DataFrame, objects). */
interface Predicted { readonly array?: FlatArray; readonly list?: readonly unknown[] }

/**
 * Starts Python and loads the model in it.
 * @param log file that its stderr is added to
 * @throws Error in a sentence when the model can't be loaded
 */
export async function loadPythonModel(plan: PythonModel, log: string): Promise<ScoredModel> {
  const model = new PythonScoredModel(plan, log);
  await model.start();
  return model;
}

class PythonScoredModel implements ScoredModel {
  readonly platform = 'mlflow_pyfunc';
  readonly mostRows = MOST_ROWS;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  #child: Promise<LineChild> | undefined;
  #pid: number | undefined;
  #closed = false;

  constructor(private readonly plan: PythonModel, private readonly log: string) {
    this.inputs = (plan.signature?.inputs ?? []).map(specOf);
    const outputs = (plan.signature?.outputs ?? []).map(specOf).map((spec) => ({ ...spec, name: spec.name === '' ? ANSWER : spec.name }));
    this.outputs = outputs.length === 1 ? outputs : [{ name: ANSWER, type: 'json', shape: [] }];
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  async start(): Promise<void> {
    await this.#running();
  }

  /** Rows of one DataFrame have the same columns, those of one array the same shape. */
  runKey({ tensors }: Rows): string {
    return JSON.stringify(tensors.map(({ name, type, shape }) => [name, type, shape]));
  }

  check({ rows }: Rows): void {
    if (rows === 0) {
      throw invalid('The request has no rows: send at least one.');
    }
  }

  async score(requests: readonly Rows[]): Promise<readonly Rows[]> {
    const child = await this.#running();
    const total = requests.reduce((sum, { rows }) => sum + rows, 0);
    const predicted = await child.ask<Predicted>({ inputs: joined(requests, total) }).catch((error: unknown) => {
      // What predict refuses is the request's fault, as with mlflow's server; an end of the process is not.
      throw error instanceof AnsweredError ? invalid(`The model could not answer: ${error.message}`) : error;
    });
    const answer = tensorOf(predicted, this.outputs[0]?.name ?? ANSWER, total);
    const size = sizeOf(answer.shape);
    let from = 0;
    return requests.map(({ rows }) => {
      const start = from;
      from += rows;
      return { rows, tensors: [{ ...answer, data: Array.prototype.slice.call(answer.data, start * size, from * size) as unknown[] }] };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = await this.#child?.catch(() => undefined); // one that never started has nothing to end
    await child?.close();
  }

  #running(): Promise<LineChild> {
    if (this.#closed) {
      return Promise.reject(new Error('The model has been closed.'));
    }
    this.#child ??= this.#started();
    return this.#child;
  }

  async #started(): Promise<LineChild> {
    const { python, script, folder, root, env } = this.plan;
    const child = new LineChild({ command: [python, script, folder], cwd: root, env, log: this.log });
    this.#pid = child.pid;
    void this.#forgetWhenEnded(child);
    try {
      // Its first line comes unasked, when the model is loaded.
      await child.next();
      return child;
    } catch (error) {
      await child.close();
      throw error instanceof AnsweredError ? new Error(`The model could not be loaded by ${python}: ${error.message}. ${remedy(error)} The log says more: ${this.log}`, { cause: error }) : error;
    }
  }

  async #forgetWhenEnded(child: LineChild): Promise<void> {
    await child.ended;
    this.#child = undefined;
    this.#pid = undefined;
  }
}

const ANSWER = 'predictions';

function remedy({ reason }: AnsweredError): string {
  return reason ? 'Register the version again from its run.' : 'Install what its requirements.txt names there, or name another Python.';
}

function specOf(field: SignatureField): TensorSpec {
  return { name: field.name, type: elementTypeOf(field), shape: isTensor(field) ? (field.shape ?? []).slice(1) : [] };
}

function joined(requests: readonly Rows[], total: number): object[] {
  return (requests[0]?.tensors ?? []).map(({ name, type, shape }, index) => ({
    name, type, shape: [total, ...shape],
    data: requests.flatMap(({ tensors }) => Array.from(tensors[index]?.data ?? [], cellOf)),
  }));
}

/** Whole numbers that JSON rounds go as text, and so does what is no number; types tell them apart. */
function cellOf(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

const TYPES = new Set<string>(['float64', 'float32', 'int64', 'int32', 'int16', 'int8', 'uint64', 'uint32', 'uint16', 'uint8', 'bool']);

/** @throws Error when the model does not answer with something per row */
function tensorOf({ array, list }: Predicted, name: string, total: number): Tensor {
  if (array?.shape[0] === total) {
    const known = TYPES.has(array.dtype);
    const type = (known ? array.dtype : 'string') as ElementType;
    const data = type === 'string' ? array.data : array.data.map((cell) => valueOf(cell, type));
    return { name, type, shape: array.shape.slice(1), data };
  }
  if (list?.length === total) {
    return { name, type: 'json', shape: [], data: list };
  }
  throw new Error(`The model answered ${total} rows with ${array === undefined ? `a list of ${list?.length ?? 0}` : `an array of shape [${array.shape.join(', ')}]`}, where one prediction per row is needed.`);
}

function valueOf(cell: Cell, type: ElementType): unknown {
  if (typeof cell === 'string' && type.includes('int')) {
    return BigInt(cell);
  }
  return typeof cell === 'string' ? numberOf(cell) : cell;
}
