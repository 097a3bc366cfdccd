/** Wires the room: the Monitors view, what tells of alerts, and what begins and ends watching. */
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { registerCommand } from '../register';
import type { ServingNode } from '../serving/nodes';
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

export function registerMonitoring(extension: vscode.Uri, projects: Projects, state: State): vscode.Disposable {
  const monitors = new Monitors(projects);
  const panels = new DriftPanels(extension, projects);
  const show = ({ project, monitor }: MonitorNode): void => panels.show(project, monitor.name, false);
  const choose = async (clicked: MonitoringNode | undefined, title: string): Promise<MonitorNode> => chooseMonitor(monitors, clicked, title);
  return vscode.Disposable.from(
    monitors, panels, new MonitorsTree(monitors), new AlertMessages(monitors, state, show), registerAlertStatus(monitors),
    registerCommand(Command.openMonitor, async (clicked) => {
      const { project, monitor } = await choose(clicked, 'Open monitor');
      panels.show(project, monitor.name, clicked !== undefined, clicked?.kind === 'finding' ? clicked.column : undefined);
    }),
    registerCommand(Command.watchDeployment, async (clicked) => {
      trustedFirst('monitoring');
      const { project, name } = await chooseDeployment(projects, clicked);
      const watching = await watchDeployment(project, name, monitors.known);
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

async function chooseMonitor(monitors: Monitors, clicked: MonitoringNode | undefined, title: string): Promise<MonitorNode> {
  if (clicked?.kind === 'monitor') {
    return clicked;
  }
  if (clicked?.kind === 'finding') {
    return clicked.parent;
  }
  const all = (await Promise.all(monitors.projects.all.map(async (project) => monitors.of(project)))).flat();
  if (all.length === 0) {
    throw new Problem('Nothing is watched yet. Choose Watch This Deployment in the Deployments view.', [], 'info');
  }
  return picked(all.map((node) => ({ node, label: node.monitor.name, description: node.monitor.state })), title, 'Choose a monitor').then(({ node }) => node);
}

async function chooseDeployment(projects: Projects, clicked: ServingNode | undefined): Promise<{ readonly project: Project; readonly name: string }> {
  const node = clicked?.kind === 'arm' ? clicked.parent : clicked;
  if (node?.kind === 'deployment') {
    return { project: node.project, name: node.deployment.name };
  }
  const all = (await Promise.all(projects.all.map(async (project) => (await project.client?.serving.list() ?? []).map((deployment) => ({ project, deployment }))))).flat();
  if (all.length === 0) {
    throw new Problem('Nothing is deployed yet, so there is no traffic to watch. Deploy a version from the Models view: its context menu has Deploy Locally.', [], 'info');
  }
  const { project, label } = await picked(all.map((one) => ({ project: one.project, label: one.deployment.name, description: one.deployment.url ?? one.deployment.state })), 'Watch a deployment', 'Choose a deployment');
  return { project, name: label };
}

async function picked<T extends vscode.QuickPickItem>(items: readonly T[], title: string, placeHolder: string): Promise<T> {
  const item = await vscode.window.showQuickPick(items, { title, placeHolder });
  if (item === undefined) {
    throw new vscode.CancellationError();
  }
  return item;
}
