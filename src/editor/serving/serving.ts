/** Wires the room: the Deployments view, the deployment panel, and what deploys and ends. */
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import { Command, Scheme } from '../contributions';
import { registerCommand } from '../register';
import { chooseVersion } from '../registry/choice';
import type { ModelsTree } from '../registry/tree';
import type { State } from '../state';
import { trustedFirst } from '../trust';
import { chooseRun } from '../tracking/runChoice';
import type { ExperimentsTree } from '../tracking/tree';
import { deploy } from './deploying';
import { deployRun } from './deployRun';
import { chooseDeployment } from './deploymentChoice';
import { DeploymentPanels } from './deploymentPanel';
import { copyUrl, remove, showLog, start, stop } from './deploymentActs';
import type { DeploymentNode, ServingNode } from './nodes';
import { RuleChanges } from './ruleChanges';
import { ShownRequests } from './shownRequests';
import { DeploymentsTree } from './tree';

export function registerServing(extension: vscode.Uri, projects: Projects, { models, runs }: { readonly models: ModelsTree; readonly runs: ExperimentsTree }, state: State): vscode.Disposable {
  const panels = new DeploymentPanels(extension, projects);
  const changes = new RuleChanges(state, (project, name) => panels.show(project, name, false, 'arms'));
  const tree = new DeploymentsTree(projects, (nodes) => changes.look(nodes));
  const choose = async (clicked: ServingNode | undefined, title: string): Promise<DeploymentNode> => chooseDeployment(clicked, { title, projects: projects.all, of: async (project) => tree.of(project) });
  return vscode.Disposable.from(
    tree, panels, vscode.workspace.registerTextDocumentContentProvider(Scheme.request, ShownRequests.shared),
    registerCommand(Command.deployVersion, async (clicked) => deploy(await chooseVersion(models, projects, clicked, 'Deploy locally'))),
    registerCommand(Command.deployRun, async (clicked) => deployRun(models, await chooseRun(runs, clicked, 'Deploy the model of a run'))),
    registerCommand(Command.openDeployment, async (clicked) => {
      const { project, deployment } = await choose(clicked, 'Open deployment');
      panels.show(project, deployment.name, clicked !== undefined, clicked?.kind === 'arm' ? 'arms' : undefined);
    }),
    registerCommand(Command.copyDeploymentUrl, async (clicked) => copyUrl((await choose(clicked, 'Copy URL')).deployment)),
    registerCommand(Command.showDeploymentLog, async (clicked) => showLog((await choose(clicked, 'Show log')).deployment)),
    registerCommand(Command.stopDeployment, async (clicked) => stop(await choose(clicked, 'Stop deployment'))),
    registerCommand(Command.startDeployment, async (clicked) => { trustedFirst('serving'); await start(await choose(clicked, 'Start deployment')); }),
    registerCommand(Command.removeDeployment, async (clicked) => remove(await choose(clicked, 'Undeploy'))),
  );
}
