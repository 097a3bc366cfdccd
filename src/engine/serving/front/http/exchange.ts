/** One request and its answer, as the protocols see them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { MlflowError } from '../../../mlflowErrors';
import type { Arm } from '../arms/arm';
import type { Rows } from '../rows';

export interface Call {
  /** given by the client, in X-Request-Id or as its protocol has it, or made here: what ground truth is sent for later */
  id: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  body: Buffer;
  /** what the pattern of the route found in the path, decoded */
  readonly parts: readonly (string | undefined)[];
  /** who answers: what a protocol has not asked anything yet has none */
  arm?: Arm;
  /** what went into the model and what came out, for the traffic log */
  scored?: { readonly inputs: Rows; readonly predictions: Rows };
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  /** the whole path, or a pattern for all of it */
  readonly path: string | RegExp;
  readonly answer: (call: Call) => Reply | Promise<Reply>;
  /** whether a model is asked: then it is counted and logged as traffic */
  readonly scores?: boolean;
  /** answered without a look at Host and Origin: says nothing about the model */
  readonly open?: boolean;
}

/** The routes of one protocol, and how it tells of errors. */
export interface Protocol {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly fault: (error: MlflowError) => Reply;
}

export function json(value: unknown, status = 200): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}
