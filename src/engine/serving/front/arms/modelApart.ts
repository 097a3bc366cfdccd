/** A graph that is scored in a process of its own. One that ends fails what it was asked, and the next run starts another. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { invalid, MlflowError, type ErrorCode } from '../../../mlflowErrors';
import type { OnnxModel } from '../../servedModel';
import type { Rows, TensorSpec } from '../rows';
import type { ScoredModel } from '../scoredModel';
import type { FromModel, ToModel } from './modelProcess';

interface Waiting { readonly resolve: (answers: readonly Rows[]) => void; readonly reject: (error: Error) => void }
type Loaded = Extract<FromModel, { type: 'loaded' }>;

/** @throws Error in a sentence when the file is no graph that can be served */
export async function loadApart(served: OnnxModel, memory: number | undefined): Promise<ScoredModel> {
  const begin = (): ModelProcess => new ModelProcess(served, memory);
  const first = begin();
  try {
    return new ModelApart(begin, first, await first.loaded);
  } catch (error) {
    await first.close();
    throw error;
  }
}

class ModelApart implements ScoredModel {
  readonly platform: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly mostRows: number;
  #closed = false;

  constructor(private readonly begin: () => ModelProcess, private process: ModelProcess, { platform, inputs, outputs, mostRows }: Loaded) {
    this.platform = platform;
    this.inputs = inputs;
    this.outputs = outputs;
    this.mostRows = mostRows;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  runKey({ tensors }: Rows): string {
    return tensors.map(({ name, shape }) => `${name} ${shape.join('x')}`).join(', ');
  }

  /** The rest is looked at where the graph is. */
  check({ rows }: Rows): void {
    if (rows === 0) {
      throw invalid('The request has no rows: send at least one.');
    }
  }

  async score(requests: readonly Rows[]): Promise<readonly Rows[]> {
    if (this.process.ended && !this.#closed) {
      this.process = this.begin();
    }
    await this.process.loaded;
    return this.process.score(requests);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.process.close();
  }
}

class ModelProcess {
  readonly loaded: Promise<Loaded>;
  ended = false;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  /** what it said of its own end */
  #why: string | undefined;

  constructor(served: OnnxModel, memory: number | undefined) {
    this.#child = fork(path.join(__dirname, 'arm.js'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced', execArgv: [] });
    this.loaded = new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromModel) => {
        if (message.type === 'loaded') {
          resolve(message);
        } else if (message.type === 'failed') {
          reject(new Error(message.why));
        } else if (message.type === 'over') {
          this.#why = message.why;
        } else {
          this.#settle(message);
        }
      });
      this.#child.once('error', (error) => reject(new Error(`The process of the model could not be started: ${error.message}`)));
      this.#child.once('exit', (code, signal) => reject(new Error(`The process of the model ended with ${signal ?? `exit code ${code}`} while it was loaded.`)));
    });
    // Who needs it waits for it; a process that ends later has nobody who does.
    this.loaded.catch(() => undefined);
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.ended = true;
        const error = new Error(this.#why ?? `The process of the model ended with ${signal ?? `exit code ${code}`}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}.`);
        this.#waiting.forEach(({ reject }) => reject(error));
        this.#waiting.clear();
        resolve();
      });
    });
    this.#send({ type: 'load', served, memory });
  }

  get pid(): number | undefined {
    return this.ended ? undefined : this.#child.pid;
  }

  score(requests: readonly Rows[]): Promise<readonly Rows[]> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // One that ends meanwhile is told by its exit.
      this.#send({ type: 'score', id, requests });
    });
  }

  async close(): Promise<void> {
    if (!this.ended && this.#child.pid !== undefined) {
      this.#child.kill('SIGKILL');
      await this.#gone;
    }
  }

  #send(message: ToModel): void {
    this.#child.send(message, () => undefined);
  }

  #settle(message: Extract<FromModel, { type: 'answers' | 'error' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'answers') {
      waiting?.resolve(message.answers);
    } else {
      waiting?.reject(message.code === undefined ? new Error(message.message) : new MlflowError(message.code as ErrorCode, message.message, message.status));
    }
  }
}
