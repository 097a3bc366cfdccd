/**
 * The files through which engine, supervisor and front speak, all in `.slipway/deployments/<name>/`. They outlive all three.
 *   deployment.json   engine: what was asked for, and how far it has come
 *   plan.json         engine: what is served (servedModel.ts)
 *   supervisor.json   supervisor: who it is, and where it listens
 *   front.json        supervisor: the process that answers, and how often one has ended
 *   arms.json         front: who answers which share of the requests, how its rollout goes, and what it has decided itself
 *   log.txt           what the supervisor and the fronts say
 *   traffic/          the front: requests and predictions as JSON lines; the engine: what has been sealed of them (traffic/trafficFiles.ts)
 *   feedback/         the front, or the engine while none runs: what came true
 *   salt              the front: what hashed columns are hashed with
 */
import { Type, type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import { readJsonFile } from '../../connection/atomicFile';
import { ArmChange, DeploymentArm, Rollout } from '../../protocol/deployments';

export const DeploymentFile = { record: 'deployment.json', plan: 'plan.json', supervisor: 'supervisor.json', front: 'front.json', arms: 'arms.json', log: 'log.txt' } as const;

export const SupervisorRecord = Type.Object({
  pid: Type.Integer(),
  start: Type.Optional(Type.String({ description: 'see processStart' })),
  started_at: Type.Integer({ description: 'Unix time, ms' }),
  host: Type.String(),
  port: Type.Integer(),
});
export type SupervisorRecord = Static<typeof SupervisorRecord>;

export const FrontRecord = Type.Object({
  pid: Type.Union([Type.Integer(), Type.Null()], { description: 'null: none runs now, one will be started' }),
  ready: Type.Boolean(),
  /** fronts that ended without being asked to, since the supervisor started */
  failures: Type.Integer(),
  last_end: Type.Union([Type.String(), Type.Null()], { description: 'how the last of them ended, or why none could be started, for a person' }),
});
export type FrontRecord = Static<typeof FrontRecord>;

/** Holds for the plan of this revision; of another one it is out of date. */
export const ArmsRecord = Type.Object({
  revision: Type.Integer(),
  arms: Type.Array(DeploymentArm),
  rollout: Type.Union([Rollout, Type.Null()]),
  compared_since: Type.Integer({ description: 'when an arm or a rollout began last, Unix time, ms: verdicts count rows that were answered since' }),
  decisions: Type.Array(ArmChange, { description: 'made by rules, newest first' }),
});
export type ArmsRecord = Static<typeof ArmsRecord>;

/** Reads and checks one of the files. @returns undefined when it is not there or not what it should be */
export function readDeploymentFile<S extends TSchema>(schema: S, file: string): Static<S> | undefined {
  const content = readJsonFile(file);
  return Check(schema, content) ? content : undefined;
}
