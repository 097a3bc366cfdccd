// Deployments as the engine describes them, for what only shows them.
import type { Deployment, DeploymentArm } from '../../src/protocol/deployments';

/** An arm that answers, and has not been asked yet. */
export function armOf(arm: Pick<DeploymentArm, 'model' | 'version' | 'role' | 'weight'> & Partial<DeploymentArm>): DeploymentArm {
  return { pid: null, state: 'ready', problem: null, requests: 0, failures: 0, quality: null, compared: null, agreement: null, ...arm };
}

/** A deployment that answers, with one champion. */
export function deploymentOf(deployment: Pick<Deployment, 'name'> & Partial<Deployment>): Deployment {
  return {
    state: 'healthy', url: 'http://127.0.0.1:5050', arms: [armOf({ model: 'churn', version: '7', role: 'champion', weight: 100, pid: 41 })], rollout: null, history: [],
    stage: null, problem: null, how: null, created_at: 0, log_file: '/p/log.txt', ...deployment,
  };
}
