/** slipway_convert.py with one model in it. */
import path from 'node:path';
import type { OnnxModel } from '../servedModel';
import { LineChild } from '../lineChild';
import type { FlatArray, Rows } from './answers';
import { servingEnvironment } from './environment';
import type { PrepareOptions } from './options';

export interface Loaded {
  /** library of the model; null: no converter knows its predict */
  readonly flavor: string | null;
  readonly needs: readonly string[];
  readonly lacks: readonly string[];
  readonly abi: string;
}

/** The first rows of a sample with something in one column that the original may refuse: a text it never had, no number. `expected` null: it did, with `refusal`. */
export interface Probe { readonly column: string; readonly kind: 'unknown' | 'missing'; readonly given: Rows; readonly expected: FlatArray | null; readonly refusal: string | null }

export interface Sample {
  readonly given: Rows;
  /** of the rows, how many are the input example's */
  readonly example: number;
  readonly rows: number;
  readonly expected: FlatArray;
  readonly probabilities: FlatArray | null;
  readonly probes: readonly Probe[];
  /** columns with MLflow's types, where the model has names for them */
  readonly inputs: readonly { readonly name: string; readonly type: string }[] | null;
}

export type Converted = Pick<OnnxModel, 'feed' | 'answer' | 'labels' | 'probabilities' | 'classes'>;
export type Numbers = 'double' | 'float';

export class Converter {
  readonly #child: LineChild;

  /** @param converters folder of those that the environment lacks */
  constructor(private readonly options: PrepareOptions, python: string, converters?: string) {
    this.#child = new LineChild({
      command: [python, path.join(options.scripts, 'slipway_convert.py'), ...(converters === undefined ? [] : [converters])],
      cwd: options.root, env: servingEnvironment(options.env, options.cache), log: options.log, signal: options.signal,
    });
  }

  load(): Promise<Loaded> {
    return this.#child.ask({ do: 'load', model: this.options.folder });
  }

  sample(): Promise<Sample> {
    return this.#child.ask({ do: 'sample' });
  }

  convert(numbers: Numbers, to: string): Promise<Converted> {
    return this.#child.ask({ do: 'convert', numbers, to });
  }

  close(): Promise<void> {
    return this.#child.close();
  }
}
