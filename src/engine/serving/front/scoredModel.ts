/** A loaded model, whatever runs it: an ONNX graph in this process, or the user's Python behind a pipe. */
import type { Rows, TensorSpec } from './rows';

export interface ScoredModel {
  /** what the Open Inference Protocol calls it, as "onnx_onnxv1" */
  readonly platform: string;
  /** of the process that scores; undefined while there is none */
  readonly pid: number | undefined;
  readonly inputs: readonly TensorSpec[];
  /** the answer of `predict` first */
  readonly outputs: readonly TensorSpec[];
  /** rows of one run; 1 and more than one request may share a run */
  readonly mostRows: number;
  /** rows of the parts that a request with more than `mostRows` is scored in; undefined: it is scored whole */
  readonly partRows?: number;
  /** what only rows of the same key may share a run */
  runKey(rows: Rows): string;
  /**
   * Looks at rows before they wait with those of others, so that bad ones fail alone.
   * @throws MlflowError that names the column
   */
  check(rows: Rows): void;
  /**
   * One run over the rows of several requests.
   * @returns an answer per request, in order
   * @throws Error when the model fails; then nothing is known about any of them
   */
  score(requests: readonly Rows[]): Promise<readonly Rows[]>;
  close(): Promise<void>;
}
