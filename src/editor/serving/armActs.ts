/** What a person does to the arms of a deployment: shares, a version more or less, promotion, the way back. */
import * as vscode from 'vscode';
import type { ArmRole, Deployment } from '../../protocol/deployments';
import type { Project } from '../connection/project';
import { Problem } from '../problem';

interface Arm { readonly model: string; readonly version: string }

const versionOf = ({ model, version }: Arm): string => `${model} v${version}`;

/** Shares of the requests, percent by `MODEL/VERSION`. */
export async function setWeights(project: Project, name: string, weights: Readonly<Record<string, number>>): Promise<void> {
  await post(project, name, 'traffic', { weights });
}

/** Asks first what changes for clients. */
export async function promoteArm(project: Project, deployment: Deployment): Promise<void> {
  const challenger = deployment.arms.find(({ role }) => role === 'challenger');
  const champion = deployment.arms.find(({ role }) => role === 'champion');
  if (challenger === undefined) {
    throw new Problem(`${deployment.name} has no challenger to promote. Add one first.`, [], 'info');
  }
  const detail = `${versionOf(challenger)} then answers every request${champion === undefined ? '' : ` in place of ${versionOf(champion)}, which stays warm: Roll back brings it back at once`}.`;
  if (await vscode.window.showWarningMessage(`Promote ${versionOf(challenger)} in ${deployment.name}?`, { modal: true, detail }, 'Promote') === 'Promote') {
    await post(project, deployment.name, 'promote', {});
  }
}

/** At once: that is what it is for. */
export async function rollBack(project: Project, { name }: Deployment): Promise<void> {
  await post(project, name, 'rollback', {});
}

/** Another version beside the champion, chosen from the same model. */
export async function addArm(project: Project, deployment: Deployment, role: Exclude<ArmRole, 'champion'>): Promise<void> {
  const client = await project.connect();
  const [champion] = deployment.arms;
  if (champion === undefined) {
    throw new Problem(`${deployment.name} has no champion yet. Wait until it answers.`, [], 'info');
  }
  const taken = new Set(deployment.arms.map(({ version }) => version));
  const { versions } = await client.registry.versionRows({ name: champion.model, max_results: 200 });
  const free = versions.filter(({ version }) => !taken.has(version));
  if (free.length === 0) {
    throw new Problem(`${champion.model} has no other version. Register one first.`, [], 'info');
  }
  const title = role === 'shadow' ? 'Add a shadow: it gets copies, and its answers are compared, never returned' : 'Add a challenger';
  const picked = await vscode.window.showQuickPick(free.map((row) => ({ row, label: `v${row.version}`, description: row.aliases.map((alias) => `@${alias}`).join('  '), detail: row.run?.run_name })), { title, placeHolder: `Choose a version of ${champion.model}` });
  const weight = picked === undefined ? undefined : await askShare(role);
  if (picked === undefined || weight === undefined) {
    throw new vscode.CancellationError();
  }
  await post(project, deployment.name, 'arms', { model: champion.model, version: picked.row.version, role, weight });
}

async function post(project: Project, name: string, act: string, body: unknown): Promise<void> {
  await (await project.connect()).request('POST', `/slipway/v1/deployments/${encodeURIComponent(name)}/${act}`, body);
}

/** @returns percent */
async function askShare(role: 'challenger' | 'shadow' | 'previous'): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: role === 'shadow' ? 'Copies for the shadow' : 'Requests for the challenger', prompt: 'Percent of the requests, 0 to 100', value: role === 'shadow' ? '100' : '10',
    validateInput: (value) => (/^\d{1,3}(\.\d+)?$/.test(value.trim()) && Number(value) <= 100 ? undefined : 'This is a number from 0 to 100.'),
  });
  return text === undefined ? undefined : Number(text);
}
