/** What can be done with a deployment from anywhere in the editor. */
import * as vscode from 'vscode';
import type { Deployment } from '../../protocol/deployments';
import { Problem } from '../problem';
import type { DeploymentNode } from './nodes';

/** @throws Problem while it does not answer */
export async function copyUrl({ name, url, state }: Deployment): Promise<void> {
  if (url === null) {
    throw new Problem(`${name} has no URL now: it is ${state}. Start it first.`, [], 'info');
  }
  await vscode.env.clipboard.writeText(url);
}

export async function showLog({ log_file: file }: Deployment): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}

export async function stop({ project, deployment }: DeploymentNode): Promise<void> {
  await (await project.connect()).serving.stop(deployment.name);
}

export async function start({ project, deployment }: DeploymentNode): Promise<void> {
  await (await project.connect()).serving.start(deployment.name);
}

/** Asks first: its traffic goes with it. */
export async function remove({ project, deployment }: DeploymentNode): Promise<void> {
  const { name, url } = deployment;
  const answers = url === null ? '' : ` Whoever calls ${url} is refused from then on.`;
  if (await vscode.window.showWarningMessage(`Take away the deployment ${name}?`, { modal: true, detail: `Its log and its recorded traffic go with it; the version stays.${answers} This can't be undone.` }, 'Undeploy') === 'Undeploy') {
    await (await project.connect()).serving.remove(name);
  }
}
