/** A deployment as people see it: what was asked for, and what the files in its folder tell of its processes. */
import path from 'node:path';
import type { Deployment, DeploymentState } from '../../protocol/deployments';
import { DeploymentFile } from './deploymentFiles';
import { newArm, standingOf } from './standing';
import type { DeploymentRecord } from './store';
import { MOST_FIRST_TRIES } from './supervisor/restartDelay';
import { type Finding, lookAt } from './supervisorLink';

/**
 * @param folder absolute path of the deployment's folder
 * @param stage what is done now, while its model is prepared
 */
export function describeDeployment(record: DeploymentRecord, folder: string, stage: string | null): Deployment {
  const finding = lookAt(folder);
  const { supervisor, front } = finding;
  const standing = record.prepared ? standingOf(folder) : undefined;
  const arms = standing?.arms ?? [newArm(record.request.model, record.request.version)];
  return {
    name: record.name,
    state: stateOf(record, finding),
    url: supervisor === undefined ? null : `http://${supervisor.host}:${supervisor.port}`,
    arms: front?.ready === true ? arms : arms.map((arm) => ({ ...arm, pid: arm.role === 'champion' ? front?.pid ?? null : null })),
    rollout: standing?.rollout ?? null,
    history: standing?.history ?? [],
    stage,
    problem: record.problem ?? troubleOf(finding),
    needs_trust: record.needs_trust,
    how: record.how,
    created_at: record.created_at,
    log_file: path.join(folder, DeploymentFile.log),
  };
}

function stateOf(record: DeploymentRecord, { front }: Finding): DeploymentState {
  if (record.wanted === 'stopped') {
    return record.problem === null ? 'stopped' : 'failed';
  }
  return !record.prepared ? 'preparing' : front?.ready === true ? 'healthy' : 'starting';
}

/** What a person should know of one that does not come up. One that comes up again at once is no trouble. */
function troubleOf({ front }: Finding): string | null {
  if (front === undefined || front.ready || front.failures < MOST_FIRST_TRIES) {
    return null;
  }
  const why = front.last_end ?? 'no word';
  return why.endsWith('.') ? why : `Its process has ended with ${why} ${front.failures} times. The log says more.`;
}
