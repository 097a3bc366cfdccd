/** The user's Python with one model in it: a child process that answers one request after the other. */
import { ChildEnded, LineChild, type PythonScript } from '../serving/lineChild';
import { untracked } from '../training/jobEnvironment';
import { GateProblem } from './gateProblem';
import type { RawPackage } from './licenses';
import type { RawPredictions } from './predictions';
import type { Cell } from './statistics/answers';

export interface ModelInput { readonly name: string; readonly required: boolean }
export interface ReadData { readonly rows: number; readonly digest: string; readonly names: readonly string[]; readonly columns: Readonly<Record<string, readonly Cell[]>> }

export class Evaluator {
  readonly #child: LineChild;

  /** @param options its script is src/python/slipway_evaluate.py */
  constructor(options: PythonScript) {
    this.#child = new LineChild({
      command: [options.python, options.script], cwd: options.root, env: untracked(options.env, `${options.log}.db`), log: options.log, signal: options.signal,
      who: 'Python', remedy: 'Name a Python that runs, with mlflow and the packages of the model in it.',
    });
  }

  load(model: string): Promise<{ readonly inputs: readonly ModelInput[] | null }> {
    return this.#ask({ do: 'load', model });
  }

  data(file: string, columns: readonly string[]): Promise<ReadData> {
    return this.#ask({ do: 'data', file, columns });
  }

  /** The first rows of a file, every column of them; `rows` counts all. @param text columns that hold text, whatever they look like */
  head(file: string, most: number, text: readonly string[]): Promise<ReadData> {
    return this.#ask({ do: 'head', file, most, text });
  }

  predict(features: readonly string[], empty?: { readonly column: string; readonly rows: readonly number[] }): Promise<RawPredictions> {
    return this.#ask({ do: 'predict', features, ...(empty === undefined ? {} : { empty }) });
  }

  async packages(names: readonly string[]): Promise<readonly RawPackage[]> {
    return (await this.#ask<{ packages: RawPackage[] }>({ do: 'packages', names })).packages;
  }

  /** Ends the process and all that it started. */
  close(): Promise<void> {
    return this.#child.close();
  }

  /** @throws AnsweredError with what Python says went wrong: `ValueError: …`; GateProblem when it ends first */
  #ask<T>(request: object): Promise<T> {
    return this.#child.ask<T>(request).catch((error: unknown) => {
      throw error instanceof ChildEnded ? new GateProblem(error.message) : error;
    });
  }
}
