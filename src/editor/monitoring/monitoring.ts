/** Wires the room: the Monitors view, what tells of alerts, and what begins and ends watching. */
import * as vscode from 'vscode';
import type { DriftOpening } from '../../protocol/panels/driftPanel';
import { chosen } from '../chosen';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { registerCommand } from '../register';
import { chooseDeployment } from '../serving/deploymentChoice';
import type { DeploymentNode } from '../serving/nodes';
import type { RetrainLeads } from '../retraining/made';
import type { PolicyNode } from '../retraining/nodes';
import { Policies } from '../retraining/policies';
import { registerRetraining } from '../retraining/retraining';
import type { State } from '../state';
import { trustedFirst } from '../trust';
import { DriftPanels } from './driftPanel';
import { acknowledge, addNote, removeMonitor, snooze, stopWatching } from './monitorActs';
import { Monitors } from './monitors';
import type { MonitoringNode, MonitorNode } from './nodes';
import { AlertMessages } from './alertMessages';
import { registerAlertStatus } from './alertStatus';
import { MonitorsTree } from './tree';
import { beginWatching, watchDeployment } from './watching';

export function registerMonitoring(extension: vscode.Uri, projects: Projects, state: State, leads: RetrainLeads): vscode.Disposable {
  const monitors = new Monitors(projects);
  const policies = new Policies(projects);
  const panels = new DriftPanels(extension, projects, policies);
  const show = ({ project, monitor }: MonitorNode): void => panels.show(project, monitor.name, false);
  const choose = async (clicked: MonitoringNode | undefined, title: string): Promise<MonitorNode> => chooseMonitor(monitors, clicked, title);
  return vscode.Disposable.from(
    monitors, policies, panels, new MonitorsTree(monitors, policies), new AlertMessages(monitors, state, show), registerAlertStatus(monitors),
    registerRetraining({ policies, state, leads, chooseMonitor: choose, show: (project, monitor) => panels.show(project, monitor, false, { part: 'retraining' }) }),
    registerCommand(Command.openMonitor, async (clicked) => {
      const node = await choose(clicked, 'Open monitor');
      panels.show(node.project, node.monitor.name, clicked !== undefined, partOf(clicked));
    }),
    registerCommand(Command.watchDeployment, async (clicked) => {
      trustedFirst('monitoring');
      const { project, deployment } = await chooseDeployment(clicked, { title: 'Watch a deployment', projects: projects.all, of: deploymentsOf });
      const watching = await watchDeployment(project, deployment.name, monitors.known);
      panels.show(project, watching, false);
    }),
    registerCommand(Command.acknowledgeAlerts, async (clicked) => acknowledge(await choose(clicked, 'Acknowledge alerts'))),
    registerCommand(Command.snoozeAlerts, async (clicked) => snooze(await choose(clicked, 'Snooze alerts'))),
    registerCommand(Command.noteAlert, async (clicked) => addNote(await choose(clicked, 'Add note'))),
    registerCommand(Command.stopMonitor, async (clicked) => stopWatching(await choose(clicked, 'Stop watching'))),
    registerCommand(Command.startMonitor, async (clicked) => {
      const { project, monitor } = await choose(clicked, 'Watch again');
      await beginWatching(project, monitor.name);
    }),
    registerCommand(Command.removeMonitor, async (clicked) => removeMonitor(await choose(clicked, 'Remove monitor'))),
  );
}

/** What is shown first of the panel that a line of the view opens. */
function partOf(clicked: MonitoringNode | undefined): DriftOpening {
  switch (clicked?.kind) {
    case 'finding': return clicked.opens ?? {};
    case 'policy':
    case 'step': return { part: 'retraining' };
    default: return {};
  }
}

async function chooseMonitor(monitors: Monitors, clicked: MonitoringNode | undefined, title: string): Promise<MonitorNode> {
  if (clicked?.kind === 'monitor') {
    return clicked;
  }
  if (clicked?.kind === 'finding') {
    return clicked.parent;
  }
  if (clicked?.kind === 'policy' || clicked?.kind === 'step') {
    return monitorOf(monitors, clicked.kind === 'policy' ? clicked : clicked.parent);
  }
  const all = (await Promise.all(monitors.projects.all.map(async (project) => monitors.of(project)))).flat();
  if (all.length === 0) {
    throw new Problem('Nothing is watched yet. Choose Watch This Deployment in the Deployments view.', [], 'info');
  }
  return (await chosen(vscode.window.showQuickPick(all.map((node) => ({ node, label: node.monitor.name, description: node.monitor.state })), { title, placeHolder: 'Choose a monitor' }))).node;
}

async function monitorOf(monitors: Monitors, { project, name, monitor }: PolicyNode): Promise<MonitorNode> {
  const found = (await monitors.of(project)).find((node) => node.monitor.name === monitor);
  if (found === undefined) {
    throw new Problem(`${monitor === null ? 'The monitor' : `The monitor ${monitor}`} of the policy ${name} is not there. Watch its deployment again, or correct the policy in slipway.yaml.`, [], 'info');
  }
  return found;
}

async function deploymentsOf(project: Project): Promise<DeploymentNode[]> {
  return (await project.client?.serving.list() ?? []).map((deployment) => ({ kind: 'deployment', project, deployment }));
}
