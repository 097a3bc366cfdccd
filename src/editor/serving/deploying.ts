/** Deploys a version on this machine, with progress, until it answers. */
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import { Command } from '../contributions';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import type { Deployment } from '../../protocol/deployments';
import type { Project } from '../connection/project';
import { untilEnded } from '../connection/untilEnded';
import { Problem, inBackground } from '../problem';
import { executeCommand } from '../register';
import { versionName, type VersionNode } from '../registry/nodes';
import { askTrust } from '../registry/trustQuestion';
import { projectPython } from '../training/projectPython';
import { trustedFirst } from '../trust';
import { serveBeside } from './besideChampion';
import { copyUrl, showLog } from './deploymentActs';

/**
 * Begins, follows, and says what came of it; cancelled, it is taken away again. Asks before files from elsewhere are loaded.
 * @param name default: made from the name of the model
 * @param trust digests of files that somebody has agreed to load
 */
export async function deploy(node: VersionNode, name?: string, trust?: readonly string[]): Promise<void> {
  trustedFirst('serving');
  const { project } = node;
  const client = await project.connect();
  const found = await projectPython(project, PROJECT_FILE_NAME);
  const begun = await beginUnlessServed(node, async () => client.serving.deploy({ model: node.model.row.name, version: node.row.version, root: project.root, ...(name === undefined ? {} : { name }), ...(trust === undefined ? {} : { trust: [...trust] }), ...found, env: found?.env ?? {} }));
  if (typeof begun === 'string' || begun === undefined) {
    return begun === undefined ? undefined : deploy(node, begun, trust);
  }
  const deployment = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Deploying ${versionName(node)}`, cancellable: true }, async (progress, token) => {
    const follow = followed(project, begun, (stage) => progress.report({ message: stage }));
    token.onCancellationRequested(() => inBackground(async () => (await project.connect()).serving.remove(begun.name)));
    return follow;
  });
  if (deployment === undefined) {
    throw new vscode.CancellationError();
  }
  if (deployment.needs_trust !== undefined && trust === undefined) {
    return deploy(node, deployment.name, await askTrust(`${node.model.row.name}/${node.row.version}`, deployment.needs_trust));
  }
  if (deployment.state !== 'healthy') {
    throw new Problem(`${versionName(node)} could not be deployed. ${deployment.problem ?? 'Somebody has stopped it.'}`, [{ title: 'Show log', run: () => showLog(deployment) }]);
  }
  const chosen = await vscode.window.showInformationMessage(`${deployment.name} answers at ${deployment.url ?? ''}.`, 'Open', 'Copy URL', 'Show log');
  const opened = (): Promise<unknown> => executeCommand(Command.openDeployment, { kind: 'deployment', project, deployment });
  await (chosen === 'Open' ? opened() : chosen === 'Copy URL' ? copyUrl(deployment) : chosen === 'Show log' ? showLog(deployment) : undefined);
}

/** @returns the deployment; the name of another one to make, or undefined, when one of that name is there and a person has said what to do */
async function beginUnlessServed(node: VersionNode, begin: () => Promise<Deployment>): Promise<Deployment | string | undefined> {
  try {
    return await begin();
  } catch (error) {
    const taken = error instanceof EngineError && error.code === 'RESOURCE_ALREADY_EXISTS' ? (await (await node.project.connect()).serving.list()).find(({ name }) => error.message.startsWith(`"${name}" `)) : undefined;
    if (taken === undefined) {
      throw error;
    }
    return serveBeside(node, taken);
  }
}

/** @returns how it ended to be prepared; undefined when it was taken away meanwhile */
function followed(project: Project, begun: Deployment, tell: (stage: string) => void): Promise<Deployment | undefined> {
  return untilEnded(project, {
    read: async ({ serving }) => (await serving.list()).find(({ name }) => name === begun.name),
    concerns: (notice) => notice.type === 'deployment' && notice.name === begun.name,
    goesOn: (deployment) => deployment?.state === 'preparing' || (deployment?.state === 'starting' && deployment.problem === null),
    tell: (deployment) => tell(deployment?.stage ?? deployment?.state ?? ''),
  });
}
