/** Who answers in a deployment now: what people planned, with what its front has decided and counted since. */
import path from 'node:path';
import type { ArmChange, DeploymentArm, DeployRequest, Rollout } from '../../protocol/deployments';
import { ArmsRecord, DeploymentFile, readDeploymentFile } from './deploymentFiles';
import { keyOf } from './rollout/shares';
import { DeploymentPlan, type PlannedArm, type ServedModel } from './servedModel';

const MOST_CHANGES = 50;
const HOST = '127.0.0.1';

export interface Standing {
  readonly plan: DeploymentPlan;
  /** the plan's arms with the roles and weights that are in effect */
  readonly planned: readonly PlannedArm[];
  readonly arms: DeploymentArm[];
  readonly rollout: Rollout | null;
  /** newest first */
  readonly history: ArmChange[];
  /** whether the front has taken up the latest plan */
  readonly followed: boolean;
}

/** @returns undefined when nothing has been prepared */
export function standingOf(folder: string): Standing | undefined {
  const plan = readDeploymentFile(DeploymentPlan, path.join(folder, DeploymentFile.plan));
  if (plan === undefined) {
    return undefined;
  }
  const record = readDeploymentFile(ArmsRecord, path.join(folder, DeploymentFile.arms));
  const followed = record?.revision === (plan.revision ?? 0);
  const counted = new Map(record?.arms.map((arm) => [keyOf(arm), arm]));
  const planned = !followed ? plan.arms : record.arms.flatMap(({ role, weight, ...arm }) => plan.arms.filter((one) => keyOf(one) === keyOf(arm)).map((one) => ({ ...one, role, weight })));
  return {
    plan, planned, followed,
    arms: planned.map(({ model, version, role, weight }): DeploymentArm => ({ ...NEW, ...counted.get(keyOf({ model, version })), model, version, role, weight })),
    rollout: followed ? record.rollout : null,
    history: [...plan.changes ?? [], ...record?.decisions ?? []].toSorted((a, b) => b.at - a.at).slice(0, MOST_CHANGES),
  };
}

/** @param folder absolute path of the deployment's folder @returns undefined where no version answers */
export function championOf(folder: string): PlannedArm | undefined {
  return standingOf(folder)?.planned.find(({ role }) => role === 'champion');
}

const NEW = { pid: null, state: 'starting', problem: null, requests: 0, failures: 0, quality: null, compared: null, agreement: null } as const;

/** An arm that nothing is known of yet. */
export function newArm(model: string, version: string): DeploymentArm {
  return { ...NEW, model, version, role: 'champion', weight: 100 };
}

/** @returns the plan of a version that is deployed anew: it answers everything */
export function firstPlan(name: string, { model, version, port = 0, traffic, limits }: Pick<DeployRequest, 'model' | 'version' | 'port' | 'traffic' | 'limits'>, served: ServedModel): DeploymentPlan {
  return {
    name, host: HOST, port, traffic, limits, arms: [{ model, version, role: 'champion', weight: 100, served }],
    changes: [{ at: Date.now(), what: 'deployed', text: `${model}/${version} was deployed.`, by: 'person' }],
  };
}

/** @returns the plan after a change that a person made */
export function changed({ plan, planned }: Standing, arms: readonly PlannedArm[], change: Omit<ArmChange, 'at' | 'by'>, rollout: DeploymentPlan['rollout'] = null): DeploymentPlan {
  const made: ArmChange = { at: Date.now(), by: 'person', ...change };
  const known = new Map([...planned, ...arms].map((arm) => [keyOf(arm), arm]));
  return { ...plan, revision: (plan.revision ?? 0) + 1, arms: arms.map((arm) => ({ ...arm, served: known.get(keyOf(arm))?.served ?? arm.served })), rollout, changes: [made, ...plan.changes ?? []].slice(0, MOST_CHANGES) };
}
