/** What is to be made servable, where, and by whom. */
export interface PrepareOptions {
  /** the version's files: an MLflow model folder, a bare .onnx, or a bare pickle */
  readonly folder: string;
  /** folder for converted models and for converters */
  readonly cache: string;
  /** absolute path of the user's interpreter; undefined: there is none */
  readonly python: string | undefined;
  /** folder of our .py files */
  readonly scripts: string;
  /** dist/graph.js */
  readonly graph: string;
  /** folder of slipway.yaml: the models' code finds modules of the project there */
  readonly root: string;
  /** of the requester */
  readonly env: Readonly<Record<string, string>>;
  /** file that what Python and pip say is added to */
  readonly log: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Which way was taken, and why. */
export interface ConversionReport {
  /** given: it is ONNX already; converted: to ONNX, and it answers as the original; python: the original answers, in the user's Python */
  readonly way: 'given' | 'converted' | 'python';
  /** one or two sentences for people */
  readonly message: string;
  /** rows on which graph and original were compared; null when nothing was */
  readonly rows: number | null;
  /** largest absolute difference of numbers on them; null when nothing was compared or labels alone */
  readonly difference: number | null;
  /** whether this was found in the cache: no Python has been started */
  readonly cached: boolean;
}

/** A version can't be served at all: what happened, why, and what to do. */
export class ConversionProblem extends Error {
  override readonly name = 'ConversionProblem';
}
