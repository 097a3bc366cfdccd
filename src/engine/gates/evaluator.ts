/** The user's Python with one model in it: a child process that answers one request after the other. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cleaned } from '../training/jobEnvironment';
import { signalGroup } from '../training/runner/stopGroup';
import { GateProblem } from './gateProblem';
import type { RawPackage } from './licenses';
import type { RawPredictions } from './predictions';
import type { Cell } from './statistics/answers';

export interface EvaluatorOptions {
  /** absolute path of the interpreter */
  readonly python: string;
  /** src/python/slipway_evaluate.py */
  readonly script: string;
  /** folder of slipway.yaml: the models' code finds modules of the project there */
  readonly root: string;
  /** of the requester */
  readonly env: Readonly<Record<string, string>>;
  /** file that its stderr is added to */
  readonly log: string;
  readonly signal: AbortSignal;
}

export interface ModelInput { readonly name: string; readonly required: boolean }
export interface ReadData { readonly rows: number; readonly digest: string; readonly names: readonly string[]; readonly columns: Readonly<Record<string, readonly Cell[]>> }

/** Settings of a tracking client: nothing that a gate does is to be recorded anywhere, nor to reach a server. */
const TRACKING = /^MLFLOW_(TRACKING_|RUN_|EXPERIMENT_|REGISTRY_|RUN_CONTEXT|ACTIVE_MODEL)/i;

export class Evaluator {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #failed: Promise<never>;
  readonly #end: () => void;

  constructor(private readonly options: EvaluatorOptions) {
    mkdirSync(path.dirname(options.log), { recursive: true });
    const log = openSync(options.log, 'a', 0o600);
    try {
      this.#child = spawn(options.python, [options.script], { cwd: options.root, env: environmentOf(options), stdio: ['pipe', 'pipe', log], detached: process.platform !== 'win32', windowsHide: true });
    } finally {
      closeSync(log);
    }
    this.#failed = new Promise<never>((_resolve, reject) => {
      this.#child.once('error', (error) => reject(new GateProblem(`${options.python} could not be started (${error.message}). Name a Python that runs, with mlflow and the packages of the model in it.`)));
    });
    this.#failed.catch(() => undefined); // told by the request that waits for it
    this.#child.stdin?.on('error', () => undefined); // it has ended: its exit tells
    this.#answers = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream, crlfDelay: Infinity })[Symbol.asyncIterator]();
    this.#end = () => this.#kill();
    options.signal.addEventListener('abort', this.#end, { once: true });
  }

  load(model: string): Promise<{ readonly inputs: readonly ModelInput[] | null }> {
    return this.#ask({ do: 'load', model });
  }

  data(file: string, columns: readonly string[]): Promise<ReadData> {
    return this.#ask({ do: 'data', file, columns });
  }

  predict(features: readonly string[], empty?: { readonly column: string; readonly rows: readonly number[] }): Promise<RawPredictions> {
    return this.#ask({ do: 'predict', features, ...(empty === undefined ? {} : { empty }) });
  }

  async packages(names: readonly string[]): Promise<readonly RawPackage[]> {
    return (await this.#ask<{ packages: RawPackage[] }>({ do: 'packages', names })).packages;
  }

  /** Ends the process and all that it started. */
  close(): void {
    this.options.signal.removeEventListener('abort', this.#end);
    this.#kill();
  }

  async #ask<T>(request: object): Promise<T> {
    this.options.signal.throwIfAborted();
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#answer();
    this.options.signal.throwIfAborted();
    if (answer.done === true) {
      if (this.#child.exitCode === null && this.#child.signalCode === null) {
        await Promise.race([once(this.#child, 'exit'), this.#failed]);
      }
      const how = this.#child.signalCode === null ? `with exit code ${this.#child.exitCode}` : `by ${this.#child.signalCode}${this.#child.signalCode === 'SIGKILL' ? ', as when memory runs out' : ''}`;
      throw new GateProblem(`Python ended ${how} before it had answered. Its log says more: ${this.options.log}`);
    }
    const value = JSON.parse(answer.value) as T & { readonly error?: string };
    if (value.error !== undefined) {
      throw new PythonError(value.error);
    }
    return value;
  }

  /** The next line that is an answer: what runs before the script (sitecustomize, .pth files) may print too. */
  async #answer(): Promise<IteratorResult<string>> {
    for (;;) {
      const line = await Promise.race([this.#answers.next(), this.#failed]);
      if (line.done === true || line.value.startsWith('{')) {
        return line;
      }
    }
  }

  #kill(): void {
    if (this.#child.pid !== undefined) {
      signalGroup(this.#child.pid, 'SIGKILL');
    }
  }
}

/** What Python said went wrong: `ValueError: …`. */
export class PythonError extends Error {}

function environmentOf({ env, log }: EvaluatorOptions): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(cleaned(env)).filter(([name]) => !TRACKING.test(name)));
  return { ...kept, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', MLFLOW_TRACKING_URI: `sqlite:///${log}.db` };
}
