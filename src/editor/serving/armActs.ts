/** What a person does to the arms of a deployment: shares, a version more or less, promotion, the way back. */
import * as vscode from 'vscode';
import type { AddArmRequest, ArmName, Deployment, RolloutPlan } from '../../protocol/deployments';
import { EngineError } from '../../connection/engineError';
import { FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import { askTrust } from '../registry/trustQuestion';
import { projectPython } from '../training/projectPython';
import { trustedFirst } from '../trust';

/** How a challenger comes to its share. */
type Beginning = Pick<AddArmRequest, 'weight' | 'rollout'>;

const versionOf = ({ model, version }: ArmName): string => `${model} v${version}`;

/** Asks first what changes for clients. @param arm default: the only challenger */
export async function promoteArm(project: Project, deployment: Deployment, arm?: ArmName): Promise<void> {
  const challenger = arm ?? deployment.arms.find(({ role }) => role === 'challenger');
  const champion = deployment.arms.find(({ role }) => role === 'champion');
  if (challenger === undefined) {
    throw new Problem(`${deployment.name} has no challenger to promote. Add one first.`, [], 'info');
  }
  const detail = `${versionOf(challenger)} then answers every request${champion === undefined ? '' : ` in place of ${versionOf(champion)}, which stays warm: Roll back brings it back at once`}.`;
  if (await vscode.window.showWarningMessage(`Promote ${versionOf(challenger)} in ${deployment.name}?`, { modal: true, detail }, 'Promote') === 'Promote') {
    await (await project.connect()).serving.promote(deployment.name, { model: challenger.model, version: challenger.version });
  }
}

/** At once: that is what it is for. */
export async function rollBack(project: Project, { name }: Deployment): Promise<void> {
  await (await project.connect()).serving.rollBack(name);
}

/** Another version beside the champion, chosen from the same model; its model is prepared first, which is shown and can be cancelled. */
export async function addArm(project: Project, deployment: Deployment, role: AddArmRequest['role']): Promise<void> {
  trustedFirst('serving');
  const champion = deployment.arms.find((arm) => arm.role === 'champion');
  if (champion === undefined) {
    throw new Problem(`${deployment.name} has no champion yet. Wait until it answers.`, [], 'info');
  }
  const version = await chooseVersion(project, deployment, champion.model, role);
  await addVersion(project, deployment, { model: champion.model, version }, role);
}

/** A version that was chosen already. @param given how it comes to its share; default: a person is asked, of a challenger */
export async function addVersion(project: Project, deployment: Deployment, arm: ArmName, role: AddArmRequest['role'], given?: Beginning): Promise<void> {
  trustedFirst('serving');
  const client = await project.connect();
  const beginning = given ?? (role === 'shadow' ? {} : await chooseBeginning(arm.version));
  const found = await projectPython(project, PROJECT_FILE_NAME);
  const add = (trust?: readonly string[]): Thenable<unknown> => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Adding ${versionOf(arm)} to ${deployment.name}`, cancellable: true }, (_, token) => {
    const end = new AbortController();
    token.onCancellationRequested(() => end.abort(new vscode.CancellationError()));
    return client.serving.addArm(deployment.name, { ...arm, role, ...beginning, root: project.root, ...found, env: found?.env ?? {}, ...(trust === undefined ? {} : { trust: [...trust] }) }, end.signal);
  });
  try {
    await add();
  } catch (error) {
    if (!(error instanceof EngineError) || error.needsTrust.length === 0) {
      throw error;
    }
    await add(await askTrust(`${arm.model}/${arm.version}`, error.needsTrust));
  }
}

async function chooseVersion(project: Project, { arms, name }: Deployment, model: string, role: AddArmRequest['role']): Promise<string> {
  const { versions } = await (await project.connect()).registry.versionRows({ name: model, max_results: 200 });
  const free = versions.filter(({ version }) => !arms.some((arm) => arm.model === model && arm.version === version && arm.role !== 'previous'));
  if (free.length === 0) {
    throw new Problem(`${model} has no other version. Register one first.`, [], 'info');
  }
  const title = role === 'shadow' ? `Shadow for ${name}: it gets copies, and its answers are compared, never returned` : `Challenger for ${name}`;
  const items = free.map((row) => ({ version: row.version, label: `v${row.version}`, description: row.aliases.map((alias) => `@${alias}`).join('  '), detail: row.run?.run_name }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: `Choose a version of ${model}` });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.version;
}

async function chooseBeginning(version: string): Promise<Beginning> {
  const ask: Partial<RolloutPlan> = { finish: 'ask' };
  const items: readonly (vscode.QuickPickItem & { readonly beginning: Beginning | 'share' })[] = [
    { label: 'Canary', description: '5 %, 25 %, 50 %, then all', detail: 'Each step lasts 5 minutes and 100 requests at least; taken back by itself when it fails more often or answers slower', beginning: { rollout: {} } },
    { label: 'Canary, you decide at the end', description: '5 %, 25 %, 50 %', detail: 'The same steps and rules; Promote is yours', beginning: { rollout: ask } },
    { label: 'A share', description: 'a fixed percent of the requests', detail: 'As for an A/B test: clients that send x-slipway-key stay with one version', beginning: 'share' },
    { label: 'No requests yet', description: '0 %', detail: 'Loaded and warm; give it a share later', beginning: { weight: 0 } },
  ];
  const picked = await vscode.window.showQuickPick(items, { ...FOLLOWS, title: `How does v${version} come to its share?` });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.beginning === 'share' ? { weight: await askShare(version) } : picked.beginning;
}

/** @returns percent */
async function askShare(version: string): Promise<number> {
  const text = await vscode.window.showInputBox({
    ...FOLLOWS, title: `Share of v${version}`, prompt: 'Percent of the requests, 0 to 100', value: '10',
    validateInput: (value) => (/^\d{1,3}(\.\d+)?$/.test(value.trim()) && Number(value) <= 100 ? undefined : 'This is a number from 0 to 100.'),
  });
  if (text === undefined) {
    throw new vscode.CancellationError();
  }
  return Number(text);
}
