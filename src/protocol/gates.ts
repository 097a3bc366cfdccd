/**
 * Gates: what `slipway.yaml` asks of a version of a registered model before it is promoted, and what came out. The work is done by
 * the engine, models are loaded in the user's own Python; results are kept, so that a promotion can name the number that failed.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { GateVerdict, UntrustedFile } from './registry';

/** What a check is about; the names of the lines of a gate in `slipway.yaml`. */
export const GateCheckKind = Type.Union([
  Type.Literal('metric'), Type.Literal('champion'), Type.Literal('slice'), Type.Literal('fairness'), Type.Literal('missing_values'), Type.Literal('serving'),
  Type.Literal('signature'), Type.Literal('license'), Type.Literal('pickle'),
]);
export type GateCheckKind = Static<typeof GateCheckKind>;

/** warning: told, does not fail the gate. not_judged: there is nothing to judge by (no champion yet, a slice with few rows). */
export const GateOutcome = Type.Union([Type.Literal('passed'), Type.Literal('failed'), Type.Literal('warning'), Type.Literal('not_judged')]);
export type GateOutcome = Static<typeof GateOutcome>;

export const GateCheck = Type.Object({
  kind: GateCheckKind,
  name: Type.String({ description: 'short, unique within its report: "accuracy", "accuracy where region = north", "equalized_odds_difference by sex"' }),
  outcome: GateOutcome,
  message: Type.String({ description: 'one sentence for a person that names the number and the limit' }),
  value: Type.Optional(Type.Number()),
  limit: Type.Optional(Type.String({ description: '">= 0.9", "<= 0.1", "not worse than v3 (McNemar, alpha 0.05)"' })),
  facts: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.Union([Type.Number(), Type.String()]) }), { description: 'numbers behind the value, such as p, interval, rows, groups' })),
});
export type GateCheck = Static<typeof GateCheck>;

/** running → passed | failed (a check failed) | broken (it could not be judged: `problem` says why) | stopped */
export const GateState = Type.Union([Type.Literal('running'), Type.Literal('passed'), Type.Literal('failed'), Type.Literal('broken'), Type.Literal('stopped')]);
export type GateState = Static<typeof GateState>;

export const GateReport = Type.Object({
  gate_id: Type.String(),
  name: Type.String({ description: 'registered model' }),
  version: Type.String(),
  state: GateState,
  started_at: Type.Integer({ description: 'Unix ms' }),
  ended_at: Type.Union([Type.Integer(), Type.Null()]),
  stage: Type.Union([Type.String(), Type.Null()], { description: 'while it runs, what is done now: "predicting 1,200 rows with iris/3"' }),
  champion: Type.Union([Type.Object({ alias: Type.String(), version: Type.String() }), Type.Null()], { description: 'compared with; null: none was needed, or there is none yet' }),
  evaluation: Type.Union([Type.Object({ data: Type.String({ description: 'as slipway.yaml names it' }), rows: Type.Integer(), digest: Type.String({ description: 'sha256 of the file' }) }), Type.Null()]),
  rules: Type.String({ description: 'sha256 of the gate\'s lines in slipway.yaml, in canonical JSON: another one means that the report is about other rules' }),
  checks: Type.Array(GateCheck),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'one or two sentences: why it is broken, and what to do' }),
  needs_trust: Type.Optional(Type.Array(UntrustedFile, { description: 'pickles from elsewhere that somebody has to trust first' })),
});
export type GateReport = Static<typeof GateReport>;

/** `POST /slipway/v1/gates`: begins to judge a version; answers its GateReport, which notices of type `gate` tell to read again. */
export const GateRequest = Type.Object({
  name: Type.String(),
  version: Type.String({ description: 'number of the version' }),
  root: Type.String({ description: 'absolute folder of slipway.yaml' }),
  python: Type.Optional(Type.String({ description: 'absolute path of the interpreter; needed by checks on evaluation data' })),
  env: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'environment of the requester' })),
  champion_alias: Type.Optional(Type.String({ description: 'instead of what slipway.yaml says' })),
  trust: Type.Optional(Type.Array(Type.String(), { description: 'digests of pickles that somebody has agreed to load' })),
});
export type GateRequest = Static<typeof GateRequest>;

/** `GET /slipway/v1/gates?name=…&version=…`: newest first; `GET /slipway/v1/gates/:id`; `POST /slipway/v1/gates/:id/stop`. */
export const GateListRequest = Type.Object({ name: Type.Optional(Type.String()), version: Type.Optional(Type.String()), max_results: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'default 100' })) });
export type GateListRequest = Static<typeof GateListRequest>;

/** `POST /slipway/v1/gates/standing`: whether what the gate said of a version still holds today. */
export const GateStandingRequest = Type.Object({ name: Type.String(), version: Type.String(), root: Type.String({ description: 'absolute folder of slipway.yaml' }) });
export type GateStandingRequest = Static<typeof GateStandingRequest>;

export const GateStanding = Type.Object({
  verdict: Type.Union([GateVerdict, Type.Literal('no_gate')]),
  why: Type.String({ description: 'one or two sentences that name every number that failed, and what to do' }),
  report: Type.Union([GateReport, Type.Null()], { description: 'the newest of the version' }),
});
export type GateStanding = Static<typeof GateStanding>;

/**
 * `POST /slipway/v1/promotions`: points an alias at a version. Where slipway.yaml has a gate for the model, the newest report of the
 * version must have passed under the rules, on the data and against the champion of today; otherwise a written reason is needed, and is
 * recorded with the report. 403 PERMISSION_DENIED: the gate stands against it and there is no reason; the message names every number
 * that failed. 409 RESOURCE_CONFLICT: somebody else moved the alias meanwhile; the message says who, to what and when.
 */
export const PromotionRequest = Type.Object({
  name: Type.String(),
  version: Type.String(),
  alias: Type.String({ description: 'such as champion' }),
  root: Type.String({ description: 'absolute folder of slipway.yaml' }),
  reason: Type.Optional(Type.String({ description: 'why, above all why in spite of the gate' })),
  expected: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'version that the alias is thought to have now (null: none); another one means that somebody else was faster, and nothing is changed' })),
});
export type PromotionRequest = Static<typeof PromotionRequest>;

export const Promotion = Type.Object({
  name: Type.String(), version: Type.String(), alias: Type.String(),
  was: Type.Union([Type.String(), Type.Null()], { description: 'version that the alias had' }),
  gate: Type.Union([Type.Object({ verdict: GateVerdict, gate_id: Type.Union([Type.String(), Type.Null()]) }), Type.Null()], { description: 'what the gate had said, and in which report; null: slipway.yaml has no gate for the model' }),
});
export type Promotion = Static<typeof Promotion>;
