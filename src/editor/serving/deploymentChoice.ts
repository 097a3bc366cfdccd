/** The deployment that a command is about. */
import * as vscode from 'vscode';
import { chosen } from '../chosen';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import type { DeploymentNode, ServingNode } from './nodes';

export interface DeploymentQuestion {
  readonly title: string;
  readonly projects: readonly Project[];
  /** those of a project */
  readonly of: (project: Project) => Promise<readonly DeploymentNode[]>;
}

/** The one that was clicked, else one that a person chooses. @throws Problem where nothing is deployed; CancellationError */
export async function chooseDeployment(clicked: ServingNode | undefined, { title, projects, of }: DeploymentQuestion): Promise<DeploymentNode> {
  if (clicked?.kind === 'deployment') {
    return clicked;
  }
  if (clicked?.kind === 'arm') {
    return clicked.parent;
  }
  const all = (await Promise.all(projects.map(async (project) => of(project)))).flat();
  if (all.length === 0) {
    throw new Problem('Nothing is deployed yet. Deploy a version from the Models view: its context menu has Deploy Locally.', [], 'info');
  }
  const items = all.map((node) => ({ node, label: node.deployment.name, description: node.deployment.url ?? node.deployment.state }));
  return (await chosen(vscode.window.showQuickPick(items, { title, placeHolder: 'Choose a deployment' }))).node;
}
