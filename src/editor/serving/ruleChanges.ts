/** Tells once what rules have done to a deployment: also what they did at night, to whoever opens the window in the morning. */
import * as vscode from 'vscode';
import type { ArmChange } from '../../protocol/deployments';
import type { Project } from '../connection/project';
import { inBackground } from '../problem';
import type { State } from '../state';
import { decisionsAfter } from './model';
import type { DeploymentNode } from './nodes';

export class RuleChanges {
  constructor(private readonly state: State, private readonly open: (project: Project, name: string) => void) {}

  /** Looks through what is known of these deployments. */
  look(nodes: readonly DeploymentNode[]): void {
    for (const { project, deployment } of nodes) {
      const { name, created_at: created, history } = deployment;
      const seen = this.state.seenDecision(project.store, name) ?? created;
      const [newest] = decisionsAfter(history, seen);
      if (newest !== undefined) {
        inBackground(async () => {
          await this.state.setSeenDecision(project.store, name, newest.at);
          if (!await isToldAsRetraining(project, name, newest.at)) {
            await this.tell(project, name, newest);
          }
        });
      }
    }
  }

  private async tell(project: Project, name: string, { what, text }: ArmChange): Promise<void> {
    const message = `${name}: ${text}`;
    const chosen = await (what === 'rolled_back' ? vscode.window.showWarningMessage(message, 'Open') : vscode.window.showInformationMessage(message, 'Open'));
    if (chosen === 'Open') {
      this.open(project, name);
    }
  }
}

/** Of a candidate that a policy has trained, the end is told with what was retrained, and why. @param at Unix ms */
async function isToldAsRetraining(project: Project, deployment: string, at: number): Promise<boolean> {
  const retrainings = await (await project.connect()).retraining.list();
  return retrainings.some((one) => one.deployment === deployment && one.rollout_at !== null && one.rollout_at <= at && at <= (one.ended_at ?? at));
}
