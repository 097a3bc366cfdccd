/** What a deployment may take. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** Where nothing else is said. */
export const MOST_WAITING = 10_000;

export const DeploymentLimits = Type.Object({
  memory_mb: Type.Optional(Type.Number({ minimum: 64, description: 'Megabytes of memory that a process of it may take. One that takes more answers what it has, ends, and another takes its place; the log says so. Models that Python scores are not limited.' })),
  waiting_requests: Type.Optional(Type.Integer({ minimum: 1, description: `Requests that may wait for a model; the next ones are answered with 503. Default: ${MOST_WAITING}.` })),
}, { additionalProperties: false, minProperties: 1, description: 'What the deployment may take.' });
export type DeploymentLimits = Static<typeof DeploymentLimits>;
