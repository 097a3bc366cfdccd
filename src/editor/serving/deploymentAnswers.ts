/** What the deployment panel's host answers about its deployment, and what its buttons do. */
import * as vscode from 'vscode';
import type { Deployment } from '../../protocol/deployments';
import type { DeploymentAction, DeploymentMethods } from '../../protocol/panels/deploymentPanel';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import type { Answers } from '../panels/panel';
import { Problem, telling } from '../problem';
import { executeCommand } from '../register';
import { readExample } from '../registry/inputExample';
import { readVersionNode } from '../registry/versionNode';
import { addArm, promoteArm, rollBack } from './armActs';
import { Batch } from './batch';
import { readDeploymentLog } from './deploymentLog';
import { deploy } from './deploying';
import { sendTruth } from './groundTruth';
import { invoke } from './invoking';
import type { DeploymentNode } from './nodes';
import { chooseImage, saveRequest } from './requestFiles';
import { ShownRequests } from './shownRequests';

/** Requests of one page. */
const REQUESTS = 500;

/** What answering needs. */
export interface DeploymentPanelContext {
  readonly project: Project;
  readonly name: string;
  readonly panel: vscode.WebviewPanel;
  /** the panel is used: it is no preview any more */
  readonly settle: () => void;
}

export function deploymentAnswers(context: DeploymentPanelContext): Answers<DeploymentMethods> {
  const { project, name, panel } = context;
  const batch = new Batch();
  const read = async (signal?: AbortSignal): Promise<Deployment> => (await project.connect()).serving.deployment(name, signal);
  return {
    deployment: async (_, signal) => {
      const deployment = await read(signal);
      panel.title = deployment.name;
      return { deployment, trusted: vscode.workspace.isTrusted };
    },
    live: async ({ since }, signal) => (await project.connect()).serving.live(name, since, signal),
    served: async (_, signal) => (await project.connect()).serving.servedInterface(name, signal),
    example: async (_, signal) => {
      const client = await project.connect();
      const { model, version } = await client.serving.servedInterface(name, signal);
      return readExample(client, model, version, signal);
    },
    invoke: async (invocation, signal) => invoke(await read(signal), invocation, signal),
    chooseImage: async () => chooseImage(`Send an image to ${name}`),
    saveRequest: async ({ body }) => saveRequest(body),
    chooseBatch: async () => batch.choose(`Score a file with ${name}`),
    scoreBatch: async ({ from }, signal) => batch.score(await read(signal), from, signal),
    saveBatch: async () => batch.save(),
    requests: async ({ before }, signal) => (await project.connect()).serving.requests(name, { limit: REQUESTS, ...(before === undefined ? {} : { before }) }, signal),
    quality: async (_, signal) => (await project.connect()).serving.quality(name, {}, signal),
    openRequest: async ({ id, text }) => telling(async () => ShownRequests.shared.show(id, text)),
    log: async ({ offset }, signal) => readDeploymentLog((await read(signal)).log_file, offset, signal),
    act: async ({ action }) => telling(async () => act(project, await read(), action)),
    // Told beside the slider, not in a message.
    setWeights: async (request) => { await (await project.connect()).serving.traffic(name, request); },
    promote: async (arm) => telling(async () => promoteArm(project, await read(), arm)),
    removeArm: async (arm) => telling(async () => (await project.connect()).serving.removeArm(name, arm)),
    openVersion: async ({ model, version }) => telling(async () => executeCommand(Command.openVersion, await readVersionNode(project, model, version))),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    settle: () => context.settle(),
  };
}

async function act(project: Project, deployment: Deployment, action: DeploymentAction): Promise<void> {
  const node: DeploymentNode = { kind: 'deployment', project, deployment };
  switch (action) {
    case 'copyUrl': await executeCommand(Command.copyDeploymentUrl, node); break;
    case 'openUrl': await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(deployment.url ?? '', true))); break;
    case 'start': await executeCommand(Command.startDeployment, node); break;
    case 'stop': await executeCommand(Command.stopDeployment, node); break;
    case 'remove': await executeCommand(Command.removeDeployment, node); break;
    case 'showLog': await executeCommand(Command.showDeploymentLog, node); break;
    case 'deployAgain': await deployAgain(project, deployment); break;
    case 'promote': await promoteArm(project, deployment); break;
    case 'rollback': await rollBack(project, deployment); break;
    case 'addChallenger': await addArm(project, deployment, 'challenger'); break;
    case 'sendTruth': await sendTruth(project, deployment.name); break;
    case 'addShadow': await addArm(project, deployment, 'shadow'); break;
  }
}

/** The same version under the same name; on the port that it had, where that is known. */
async function deployAgain(project: Project, { name, arms: [champion] }: Deployment): Promise<void> {
  if (champion === undefined) {
    throw new Problem(`It is not known which version ${name} served. Deploy one from the Models view.`, [], 'info');
  }
  await deploy(await readVersionNode(project, champion.model, champion.version), name);
}
