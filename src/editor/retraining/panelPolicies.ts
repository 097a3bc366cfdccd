/** What the drift panel's host answers about policies, and what its buttons do with them. */
import type { RetrainAct, ShownPolicy } from '../../protocol/panels/driftPanel';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import { Problem, inBackground } from '../problem';
import { executeCommand } from '../register';
import { type Policies, readPolicies } from './policies';
import { begin } from './retrainActs';

/** Those of a monitor, with what came of each. */
export async function shownPolicies(project: Project, monitor: string, signal?: AbortSignal): Promise<ShownPolicy[]> {
  const { retraining } = await project.connect();
  const nodes = (await readPolicies(project)).filter((node) => node.monitor === monitor);
  return Promise.all(nodes.map(async ({ name, standing, policy, canary }) => ({ name, standing, policy, canary, retrainings: standing === null ? [] : await retraining.list(name, signal) })));
}

export interface PolicyAsk { readonly policy: string; readonly act: RetrainAct; readonly retraining_id?: string; readonly why?: string }

const COMMANDS = {
  approve: Command.approveRetraining, veto: Command.vetoRetraining, pause: Command.pauseRetraining, resume: Command.resumeRetraining, hold: Command.holdPolicy, release: Command.releasePolicy,
  openFile: Command.openPolicy, showLog: Command.showRetrainLog, openRun: Command.openRetrainRun, openVersion: Command.openRetrainVersion, openReport: Command.openRetrainReport, openDeployment: Command.openRetrainDeployment,
} as const;

/** What the Monitors view would do with the policy, or with the retraining that is named. @throws Problem where it is gone */
export async function actOnPolicy(project: Project, policies: Policies, { policy, act, retraining_id: id, why }: PolicyAsk): Promise<void> {
  const node = (await readPolicies(project)).find(({ name }) => name === policy);
  if (node === undefined) {
    throw new Problem(`The policy ${policy} is there no more.`, [], 'info');
  }
  if (act === 'now') {
    // Its progress stands in a message; the page need not wait for it.
    inBackground(async () => { await begin(node, why); policies.refresh(); });
    return;
  }
  const { standing } = node;
  const named = id === undefined || standing === null ? standing : { ...standing, last: await (await project.connect()).retraining.retraining(id) };
  await executeCommand(COMMANDS[act], { ...node, standing: named });
}
