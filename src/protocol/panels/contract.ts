/**
 * How a panel's page and its host in the extension talk: the page asks methods and gets an answer or a failure for each; the host tells
 * notices. A panel declares its methods with a schema for what goes in (the host checks it) and a type for what comes out.
 */
import type { Static, TSchema } from 'typebox';

export interface Method<Input extends TSchema = TSchema, Answer = unknown> {
  readonly input: Input;
  /** Only a type: never there at run time. */
  readonly answer?: Answer;
}
export type Methods = Readonly<Record<string, Method>>;
export type InputOf<M extends Method> = Static<M['input']>;
export type AnswerOf<M extends Method> = Exclude<M['answer'], undefined>;

/** Declares a method: `method<TableRuns>()(RunSelection)`. */
export function method<Answer>(): <Input extends TSchema>(input: Input) => Method<Input, Answer> {
  return (input) => ({ input });
}

/** Why an ask failed, in words for people. */
export interface Failure {
  readonly message: string;
  /** MLflow's error code where the engine gave one, such as RESOURCE_DOES_NOT_EXIST or INVALID_PARAMETER_VALUE; `CANCELLED`; else `INTERNAL` */
  readonly code: string;
}

export type ToHost =
  | { readonly type: 'ask'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number };

export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  /** the answer as UTF-8 JSON, for the page to parse; `part`: the field of it that is meant */
  | { readonly type: 'json'; readonly id: number; readonly bytes: Uint8Array; readonly part?: string }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'notice'; readonly name: string; readonly value: unknown }
  /** the panel is about something else from now on: the page begins anew with this state, without VS Code making another page */
  | { readonly type: 'begin'; readonly state: object };

/** Notices that every panel gets. */
export interface CommonNotices {
  /** these runs changed; what they are now is to be asked for. At most four a second. Without runs: experiments themselves did, such as their tags. */
  readonly runs: { readonly run_ids: readonly string[]; readonly experiment_ids: readonly string[] };
  /** views were saved, renamed or deleted, here or in another window */
  readonly views: Record<string, never>;
  /** what changed meanwhile can't be told: ask for everything afresh */
  readonly reset: Record<string, never>;
  /** whether the engine answers */
  readonly engine: { readonly up: boolean };
}
