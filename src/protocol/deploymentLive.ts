/**
 * Figures of a deployment, second by second: `GET /slipway/v1/deployments/:name/live?since=SECOND`, which asks the deployment itself
 * (`GET /slipway/v1/live/SECOND` on its own port). Counts and times only: nothing of what was sent or answered stands in them.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** So many seconds are remembered. */
export const LIVE_SECONDS = 300;

const Counts = Type.Array(Type.Integer());
const Latencies = Type.Array(Type.Union([Type.Number(), Type.Null()]), { description: 'ms; null: no request ended in this second' });

/** What one arm has answered. All arrays have a place per second, the first of them `from`. */
export const LiveArm = Type.Object({
  model: Type.String(),
  version: Type.String(),
  role: Type.String({ description: 'champion, challenger, shadow or previous' }),
  requests: Counts,
  failures: Type.Array(Type.Integer(), { description: 'requests that the deployment failed; those that it refused as faulty, or whose client hung up, are none' }),
  refusals: Type.Array(Type.Integer(), { description: 'requests that were refused as faulty' }),
  rows: Counts,
  p50: Latencies,
  p99: Latencies,
});
export type LiveArm = Static<typeof LiveArm>;

/** The last ten seconds of all arms that answer together: what stands large. */
export const LiveFigures = Type.Object({
  seconds: Type.Integer({ description: 'seconds that are counted: fewer after a start' }),
  requests: Type.Integer(),
  failures: Type.Integer(),
  refusals: Type.Integer(),
  p50: Type.Union([Type.Number(), Type.Null()], { description: 'ms' }),
  p99: Type.Union([Type.Number(), Type.Null()], { description: 'ms' }),
});
export type LiveFigures = Static<typeof LiveFigures>;

export const DeploymentLive = Type.Object({
  pid: Type.Integer(),
  started: Type.Integer({ description: 'Unix time of its start, s: another one is another process, which remembers nothing of the one before' }),
  from: Type.Integer({ description: 'Unix time of the first second in the arrays, s' }),
  until: Type.Integer({ description: 'the first second that is not in them, since it has not ended: `since` of the next ask' }),
  arms: Type.Array(LiveArm),
  recent: LiveFigures,
  rss: Type.Array(Type.Union([Type.Number(), Type.Null()]), { description: 'resident memory, bytes; null: nobody looked in this second' }),
  waiting: Type.Integer({ description: 'requests that wait for the model now' }),
});
export type DeploymentLive = Static<typeof DeploymentLive>;

export const LiveRequest = Type.Object({ since: Type.Optional(Type.Integer({ minimum: 0 })) });
