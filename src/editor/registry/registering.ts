/** Registers versions: from a run of the Experiments view, or from a file or folder. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EngineError, EngineUnreachable } from '../../connection/engineError';
import { registerFromFile, registerFromRun, registrableModels, type RegistrableModel } from '../../connection/registerModel';
import type { ModelVersion } from '../../protocol/registry';
import { countOf } from '../../wording/formatNumber';
import { formatAge } from '../../wording/formatTime';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { Problem, sentenceOf } from '../problem';
import { executeCommand, registerCommand } from '../register';
import { listArtifacts } from '../tracking/artifactList';
import type { RunNode } from '../tracking/nodes';
import { chooseRun } from '../tracking/runChoice';
import type { ExperimentsTree } from '../tracking/tree';
import { experimentOf } from '../tracking/nodes';
import { nameFromFile, nameProblem } from './names';
import type { VersionNode } from './nodes';
import type { ModelsTree } from './tree';

/** Artifacts that are looked through for saved models. */
const LOOKED_THROUGH = 2000;

export function registerRegistering(models: ModelsTree, runs: ExperimentsTree, projects: Projects): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.registerRun, async (clicked) => {
      const node = await chooseRun(runs, clicked, 'Register a model of a run');
      const version = await registerRun(models, node);
      await offer(models, node.project, version);
    }),
    registerCommand(Command.registerFile, async (resource) => {
      const file = resource?.fsPath ?? await chooseFile();
      const project = projects.ofFile(vscode.Uri.file(file)) ?? projects.active();
      await offer(models, project, await registerFile(models, project, file));
    }),
  );
}

/**
 * Registers what a run has logged, asking only what can't be known.
 * @param named whether the name of its experiment is good enough, so that nobody is asked
 * @throws CancellationError
 */
export async function registerRun(models: ModelsTree, node: RunNode, named = false): Promise<ModelVersion> {
  const client = await node.project.connect();
  const runId = node.row.run_id;
  const files = await listArtifacts(client, runId, LOOKED_THROUGH);
  const found = await registrableModels(client, runId, files.map((file) => file.path));
  if (found.length === 0) {
    throw new Problem(`${node.row.run_name} has logged no model. Log one with mlflow.sklearn.log_model(…) or mlflow.autolog(), or register a file.`, [{ title: 'Register file', run: () => executeCommand(Command.registerFile) }], 'info');
  }
  const model = await chooseLogged(node, found);
  const suggested = experimentOf(node).summary.name;
  const name = named ? proposalFor(suggested) : await askName(models, node.project, suggested, `Register ${node.row.run_name}`);
  return registerFromRun(client, name, model);
}

async function chooseLogged(node: RunNode, found: readonly RegistrableModel[]): Promise<RegistrableModel> {
  const [only] = found;
  const picked = found.length === 1 ? only : (await vscode.window.showQuickPick(
    found.map((model) => ({ model, label: model.name, description: `${model.modelId ?? 'artifact folder'} · ${formatAge(model.created, Date.now())}` })),
    { title: `Which model of ${node.row.run_name}?`, placeHolder: 'The newest comes first' },
  ))?.model;
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked;
}

async function registerFile(models: ModelsTree, project: Project, file: string): Promise<ModelVersion> {
  const name = await askName(models, project, nameFromFile(path.basename(file)), `Register ${path.basename(file)}`);
  const client = await project.connect();
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Registering ${path.basename(file)}`, cancellable: true }, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      return await registerFromFile(client, name, file, (message) => progress.report({ message }), abort.signal);
    } catch (error) {
      // A file that is no model is no fault of the engine, whose log would say nothing of it.
      throw abort.signal.aborted ? new vscode.CancellationError() : error instanceof EngineError || error instanceof EngineUnreachable ? error : new Problem(sentenceOf(error), [], 'warning');
    }
  });
}

/** A name like this that a model may have. */
function proposalFor(suggested: string): string {
  return nameProblem(suggested) === undefined ? suggested : suggested.replaceAll(/[/:]/g, '-');
}

/** The name of a model that is there, or a new one. @param suggested name for a new one */
async function askName(models: ModelsTree, project: Project, suggested: string, title: string): Promise<string> {
  const known = await models.modelsOf(project);
  const proposal = proposalFor(suggested);
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly name: string }>();
  pick.title = title;
  pick.placeholder = 'Choose a model, or type the name of a new one';
  const show = (): void => {
    const typed = pick.value.trim();
    const fresh = typed === '' ? (known.some(({ row }) => row.name === proposal) ? '' : proposal) : typed;
    const problem = fresh === '' ? undefined : nameProblem(fresh);
    const isNew = fresh !== '' && !known.some(({ row }) => row.name === fresh);
    pick.items = [
      ...known.map(({ row }) => ({ name: row.name, label: row.name, description: row.version_count === 0 ? 'no versions' : `${countOf(row.version_count, 'version')}, this becomes v${row.version_count + 1} or later` })),
      ...(isNew ? [{ name: problem === undefined ? fresh : '', label: `$(add) New model ${fresh}`, alwaysShow: true, ...(problem === undefined ? {} : { detail: problem }) }] : []),
    ];
  };
  show();
  const own = pick.items.find((item) => item.name === proposal);
  pick.activeItems = own === undefined ? [] : [own];
  return new Promise((resolve, reject) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const name = pick.activeItems[0]?.name ?? '';
      if (name !== '') {
        resolve(name);
        pick.dispose();
      }
    });
    pick.onDidHide(() => { reject(new vscode.CancellationError()); pick.dispose(); });
    pick.show();
  });
}

async function chooseFile(): Promise<string> {
  const [chosen] = await vscode.window.showOpenDialog({
    title: 'Register a model file', openLabel: 'Register', canSelectFolders: process.platform !== 'win32', filters: { 'Models': ['onnx', 'pkl', 'pickle', 'joblib'], 'All files': ['*'] },
  }) ?? [];
  if (chosen === undefined) {
    throw new vscode.CancellationError();
  }
  return chosen.fsPath;
}

/** Says what was registered, and shows it. */
async function offer(models: ModelsTree, project: Project, { name, version }: ModelVersion): Promise<void> {
  const node = await findVersion(models, project, name, version);
  if (node !== undefined && models.view.visible) {
    await models.view.reveal(node, { select: true, focus: false });
  }
  void vscode.window.showInformationMessage(`Registered ${name}/${version}.`, 'Open').then(async (chosen) => (chosen === 'Open' && node !== undefined ? executeCommand(Command.openVersion, node) : undefined));
}

/** A version as the tree knows it; read afresh where the notice of it has not come yet. */
export async function findVersion(models: ModelsTree, project: Project, name: string, version: string): Promise<VersionNode | undefined> {
  const look = async (): Promise<VersionNode | undefined> => {
    const model = (await models.modelsOf(project)).find(({ row }) => row.name === name);
    return model === undefined ? undefined : (await models.versionsOf(model)).find(({ row }) => row.version === version);
  };
  const known = await look();
  if (known !== undefined) {
    return known;
  }
  models.refresh();
  return look();
}
