/** What the engine and dist/measure.js say to each other, a line each. */
import type { ServedModel } from '../servedModel';

export type MeasureAsk =
  | { readonly do: 'size'; readonly served: ServedModel }
  /** starts a front in a folder, which holds its plan.json; answers when it is ready. `name`: for messages */
  | { readonly do: 'serve'; readonly name: string; readonly folder: string }
  /** asks the fronts in turns: bodies of POST /invocations, one row each */
  | { readonly do: 'ask'; readonly bodies: readonly string[] }
  /** asks the one front for all of them, in their order; the id of each request is its place in the list */
  | { readonly do: 'answer'; readonly bodies: readonly string[] }
  /** ends the fronts, and all that they started */
  | { readonly do: 'end' };

/** Bytes of what is served. graph: the ONNX file; graph and weights: it keeps weights in files beside it; folder, file: what the user's Python loads. */
export interface ServedSize { readonly bytes: number; readonly what: 'graph' | 'graph and weights' | 'folder' | 'file' }

/** Times in ms, as a client on the same machine sees them; p50 and p99 by nearest rank. */
export interface AnswerTimes {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Resident bytes after it was asked; pages that processes share count in each of them. */
export interface ServedMemory {
  readonly front: number;
  /** the user's Python and what it started; 0: there is none */
  readonly python: number;
}

/** `refused`: what it answered to a row in place of a prediction */
export type Asked = { readonly times: AnswerTimes; readonly memory: ServedMemory } | { readonly refused: string };
