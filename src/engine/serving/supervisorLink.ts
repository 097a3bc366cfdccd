/** The engine's side of a supervisor: starting one, and watching one that may have been started by an engine before. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from '../../connection/processIdentity';
import { DeploymentFile, FrontRecord, readDeploymentFile, SupervisorRecord } from './deploymentFiles';

/** What a look at a deployment's folder finds. */
export interface Finding {
  /** undefined: none runs */
  readonly supervisor: SupervisorRecord | undefined;
  readonly front: FrontRecord | undefined;
}

export function lookAt(folder: string): Finding {
  const supervisor = readDeploymentFile(SupervisorRecord, path.join(folder, DeploymentFile.supervisor));
  return supervisor !== undefined && isRunning(supervisor.pid, supervisor.start)
    ? { supervisor, front: readDeploymentFile(FrontRecord, path.join(folder, DeploymentFile.front)) }
    : { supervisor: undefined, front: undefined };
}

/**
 * Starts a detached supervisor for the deployment in `folder`.
 * @param ended called when it ends while this engine lives
 */
export function startSupervisor(script: string, folder: string, ended: (code: number | null) => void): void {
  rmSync(path.join(folder, DeploymentFile.front), { force: true });
  const log = openSync(path.join(folder, DeploymentFile.log), 'a', 0o600);
  try {
    const supervisor = spawn(process.execPath, [script, folder], { detached: true, windowsHide: true, cwd: folder, stdio: ['ignore', log, log] });
    supervisor.once('error', () => ended(null));
    supervisor.once('exit', ended);
    supervisor.unref();
  } finally {
    closeSync(log);
  }
}

/** Asks the supervisor to end: its front answers what it has, and takes no more. */
export function orderStop({ supervisor }: Finding): void {
  if (supervisor !== undefined) {
    process.kill(supervisor.pid, 'SIGTERM');
  }
}
