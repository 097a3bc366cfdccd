/** What a front and the process of one of its arms say to each other, over Node's channel with structured clones: typed arrays stay such. */
import type { OnnxModel } from '../../servedModel';
import type { Rows, TensorSpec } from '../rows';

export type ToModel =
  | { readonly type: 'load'; readonly served: OnnxModel; /** megabytes that the process may take */ readonly memory: number | undefined }
  | { readonly type: 'score'; readonly id: number; readonly requests: readonly Rows[] };

export type FromModel =
  | { readonly type: 'loaded'; readonly platform: string; readonly inputs: readonly TensorSpec[]; readonly outputs: readonly TensorSpec[]; readonly mostRows: number }
  | { readonly type: 'failed'; readonly why: string }
  /** it ends now */
  | { readonly type: 'over'; readonly why: string }
  | { readonly type: 'answers'; readonly id: number; readonly answers: readonly Rows[] }
  /** `code` and `status` of an MlflowError: the rows are to blame; without them: the model is */
  | { readonly type: 'error'; readonly id: number; readonly message: string; readonly code?: string; readonly status?: number };
