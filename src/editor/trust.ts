/** What runs code does so in trusted workspaces alone. */
import * as vscode from 'vscode';
import { Problem } from './problem';

const RUNS_CODE = { training: 'Training runs code', gates: 'Gates load models, which runs code', serving: 'Serving a model runs its code', monitoring: 'Watching a deployment can run Python', retraining: 'Retraining runs code' } as const;

/** @throws Problem in a workspace that is not trusted */
export function trustedFirst(room: keyof typeof RUNS_CODE): void {
  if (!vscode.workspace.isTrusted) {
    throw new Problem(`${RUNS_CODE[room]}, and this workspace is not trusted. Trust it first.`, [
      { title: 'Manage trust', run: () => vscode.commands.executeCommand('workbench.trust.manage') },
    ], 'warning');
  }
}
