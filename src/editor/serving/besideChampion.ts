/** A version whose deployment is there already with another one: it can be served beside that, in its place, or apart. */
import * as vscode from 'vscode';
import type { Deployment } from '../../protocol/deployments';
import { FOLLOWS } from '../chosen';
import { Problem } from '../problem';
import { versionName, type VersionNode } from '../registry/nodes';
import { addVersion, promoteArm } from './armActs';

type Way = 'challenger' | 'shadow' | 'champion' | 'apart';

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Asks how, and does it, unless it is to be a deployment of its own.
 * @returns the name of that; undefined when nothing is left to do
 * @throws CancellationError
 */
export async function serveBeside(node: VersionNode, deployment: Deployment): Promise<string | undefined> {
  const { project, row } = node;
  const arm = { model: node.model.row.name, version: row.version };
  const served = deployment.arms.find(({ model, version, role }) => model === arm.model && version === arm.version && role !== 'previous');
  if (served !== undefined) {
    throw new Problem(`${versionName(node)} is ${served.role} in ${deployment.name} already.`, [], 'info');
  }
  switch (await chooseWay(node, deployment)) {
    case 'challenger': await addVersion(project, deployment, arm, 'challenger'); return undefined;
    case 'shadow': await addVersion(project, deployment, arm, 'shadow'); return undefined;
    case 'champion':
      await addVersion(project, deployment, arm, 'challenger', { weight: 0 });
      await promoteArm(project, deployment, arm);
      return undefined;
    case 'apart': return askName(deployment);
  }
}

async function chooseWay(node: VersionNode, { name, arms }: Deployment): Promise<Way> {
  const champion = arms.find(({ role }) => role === 'champion');
  const items: readonly (vscode.QuickPickItem & { readonly way: Way })[] = [
    { label: '$(git-compare) Beside it, for a share of the requests', detail: 'A canary in steps that rules watch, or a share that stays', way: 'challenger' },
    { label: '$(eye) As its shadow', detail: 'It gets copies of the requests; its answers are compared and never returned', way: 'shadow' },
    { label: `$(arrow-swap) In place of ${champion === undefined ? 'the champion' : `v${champion.version}`}`, detail: 'The version before stays warm: Roll back brings it back at once', way: 'champion' },
    { label: '$(add) As a deployment of its own…', detail: 'On a port of its own', way: 'apart' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: `${name} serves ${champion === undefined ? 'another version' : `${champion.model} v${champion.version}`} already`, placeHolder: `How is ${versionName(node)} to be served?` });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.way;
}

async function askName({ name }: Deployment): Promise<string> {
  const typed = await vscode.window.showInputBox({
    ...FOLLOWS, title: 'Name of the deployment', value: `${name}-2`.slice(-63), prompt: 'It stands in its address for monitoring and in its folder',
    validateInput: (value) => (NAME.test(value) ? undefined : 'Up to 63 lower-case letters, digits and hyphens, with no hyphen first or last.'),
  });
  if (typed === undefined) {
    throw new vscode.CancellationError();
  }
  return typed;
}
