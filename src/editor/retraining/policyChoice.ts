/** The policy that a command is about. */
import * as vscode from 'vscode';
import type { Retraining } from '../../protocol/retraining';
import { policySummary } from '../../wording/retrainText';
import { chosen } from '../chosen';
import type { MonitoringNode } from '../monitoring/nodes';
import { Problem } from '../problem';
import type { PolicyNode } from './nodes';
import type { Policies } from './policies';

export interface PolicyQuestion {
  readonly title: string;
  /** those that the command can do something with */
  readonly which: (node: PolicyNode) => boolean;
  /** why there is none; for a person */
  readonly none: string;
}

/** The one that was clicked, the only one of the monitor that was clicked, else one that a person chooses. @throws Problem where there is none; CancellationError */
export async function choosePolicy(policies: Policies, clicked: MonitoringNode | undefined, { title, which, none }: PolicyQuestion): Promise<PolicyNode> {
  if (clicked?.kind === 'policy') {
    return clicked;
  }
  if (clicked?.kind === 'step') {
    return clicked.parent;
  }
  const monitor = clicked?.kind === 'monitor' ? clicked : clicked?.kind === 'finding' ? clicked.parent : undefined;
  const all = (await Promise.all(policies.projects.all.map(async (project) => policies.of(project)))).flat()
    .filter((node) => which(node) && (monitor === undefined || (node.project === monitor.project && node.monitor === monitor.monitor.name)));
  const [first, other] = all;
  if (first === undefined) {
    throw new Problem(none, [], 'info');
  }
  if (monitor !== undefined && other === undefined) {
    return first;
  }
  const items = all.map((node) => ({ node, label: node.name, description: policySummary(node.standing, node.policy, node.canary) }));
  return (await chosen(vscode.window.showQuickPick(items, { title, placeHolder: 'Choose a policy' }))).node;
}

/** Its last retraining. @throws Problem where there was none */
export function lastOf({ name, standing }: PolicyNode): Retraining {
  const last = standing?.last ?? null;
  if (last === null) {
    throw new Problem(`${name} has not trained anything yet.`, [], 'info');
  }
  return last;
}
