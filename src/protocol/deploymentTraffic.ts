/** Traffic of a deployment: what is kept of it, and what is known of it. `/slipway/v1/deployments/:name/requests`, `/feedback`, `/quality`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** Where nothing else is said. */
export const KEEP_DAYS = 90;
export const KEEP_MB = 1024;

export const TrafficOptions = Type.Object({
  sample: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Share of the requests that are logged, chosen by their id. Requests and errors are counted in any case. Default: 1.' })),
  exclude: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: 'Columns, of inputs or outputs, that are never logged.' })),
  hash: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: 'Columns that are logged as SHA-256 with a salt of this deployment: equal values stay equal, and what they were is not told.' })),
  keep_days: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: `Days after which logged requests and feedback are removed. Default: ${KEEP_DAYS}.` })),
  keep_mb: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: `Megabytes that logged requests may take on the disk; beyond them the oldest are removed. Default: ${KEEP_MB}.` })),
}, { additionalProperties: false, description: 'What is logged of the requests, and for how long.' });
export type TrafficOptions = Static<typeof TrafficOptions>;

/** What a person or a pipeline says came true. */
export type Truth = string | number | boolean;

/** One request as it stands in the traffic log. */
export interface LoggedRequest {
  readonly id: string;
  /** Unix time of the answer, ms */
  readonly time: number;
  readonly protocol: string;
  readonly model: string;
  readonly version: string;
  /** of the arm that answered; shadow: a copy whose answer nobody got */
  readonly role: string | null;
  /** x-slipway-key of the client */
  readonly key: string | null;
  readonly rows: number;
  /** column → a value (or a list) for each of the first rows; empty where nothing was scored */
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
  readonly outputs: Readonly<Record<string, readonly unknown[]>>;
  readonly latency_ms: number;
  readonly status: number;
  readonly outcome: string;
  readonly error: string | null;
  /** per row as in `inputs`, null where nothing has been sent; absent when none has */
  readonly truth?: readonly (Truth | null)[];
}

/** `GET …/requests?limit=&before=`: newest first. */
export interface LoggedRequests {
  readonly requests: readonly LoggedRequest[];
  /** for `before`, to go on with older ones; null: there are none */
  readonly next: string | null;
}

/** Rows of a request that are told; `rows` says how many it had. */
export const MOST_TOLD_ROWS = 20;

/** How well one version did on the rows whose truth is known. */
export interface VersionQuality {
  readonly model: string;
  readonly version: string;
  readonly role: string | null;
  /** rows whose truth is known */
  readonly labelled: number;
  /** rows that were predicted */
  readonly rows: number;
  readonly task: 'classification' | 'regression';
  /** share of right answers, 0 to 1; null for regression and without truths */
  readonly accuracy: number | null;
  /** root of the mean squared error; null for classification and without truths */
  readonly rmse: number | null;
}

/** `GET …/quality?from=&to=`, Unix times in ms of the answers. */
export interface DeploymentQuality { readonly versions: readonly VersionQuality[] }

/** `POST …/feedback`: truths from a file of this machine. */
export const FeedbackFileRequest = Type.Object({ file: Type.String({ description: 'absolute path: .csv, .parquet, or JSON lines; columns id or key, truth, and row where requests had several' }) });
export type FeedbackFileRequest = Static<typeof FeedbackFileRequest>;

/** What became of truths that were sent. */
export interface FeedbackAnswer {
  /** truths that are kept */
  readonly accepted: number;
  /** of these, for requests that are known */
  readonly matched: number;
  readonly unmatched_count: number;
  /** ids (or keys) of the first ten of which no request is known */
  readonly unmatched: readonly string[];
  readonly not_sampled_count: number;
  /** ids of the first ten whose requests are not logged, because `sample` says so */
  readonly not_sampled: readonly string[];
  readonly refused_count: number;
  readonly refused: readonly { readonly id: string; readonly why: string }[];
}
