/** What a retraining has made, shown where each kind of thing is shown. */
import type { Retraining } from '../../protocol/retraining';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { executeCommand } from '../register';
import { readVersionNode } from '../registry/versionNode';
import { JobTerminal } from '../training/jobTerminal';
import type { Jobs } from '../training/jobs';

/** Other rooms, as far as they show something that is known by its id. */
export interface RetrainLeads {
  readonly jobs: Jobs;
  readonly openRun: (project: Project, runId: string) => Promise<void>;
  readonly openReport: (project: Project, name: string, version: string, gateId: string) => Promise<void>;
}

/** The job's log, followed while it grows. */
export async function showLog(project: Project, { policy, job_id: id }: Retraining, { jobs }: RetrainLeads): Promise<void> {
  const job = await (await project.connect()).job(there(id, `${policy} has not begun to train yet, so there is no log.`));
  // Of another window, or from the night before.
  jobs.add(project, job);
  JobTerminal.show(job, jobs, false);
}

export async function openRun(project: Project, { policy, run_id: id }: Retraining, leads: RetrainLeads): Promise<void> {
  await leads.openRun(project, there(id, `The training of ${policy} has made no run yet.`));
}

export async function openVersion(project: Project, { policy, model, version }: Retraining): Promise<void> {
  await executeCommand(Command.openVersion, await readVersionNode(project, model, there(version, `The training of ${policy} has made no version yet.`)));
}

export async function openReport(project: Project, { policy, model, version, gate_id: gate }: Retraining, leads: RetrainLeads): Promise<void> {
  await leads.openReport(project, model, there(version, `The training of ${policy} has made no version yet.`), there(gate, `No gate has judged ${model} yet.`));
}

export async function openDeployment(project: Project, { deployment: name }: Pick<Retraining, 'deployment'>): Promise<void> {
  await executeCommand(Command.openDeployment, { kind: 'deployment', project, deployment: await (await project.connect()).serving.deployment(name) });
}

/** @throws Problem, which is no fault: it is too early */
function there(id: string | null, otherwise: string): string {
  if (id === null) {
    throw new Problem(otherwise, [], 'info');
  }
  return id;
}
