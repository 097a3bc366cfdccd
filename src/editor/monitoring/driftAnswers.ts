/** What the drift panel's host answers about its monitor, and what its buttons do. */
import * as vscode from 'vscode';
import type { Alert, Monitor } from '../../protocol/monitors';
import type { AlertAct, DriftAction, DriftMethods } from '../../protocol/panels/driftPanel';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import type { Answers } from '../panels/panel';
import { Problem, telling } from '../problem';
import { executeCommand } from '../register';
import { saveFile } from '../tracking/compareFiles';
import { chooseDataFile } from './dataFiles';
import { changeEach, noteTo, snoozeAlerts } from './monitorActs';
import { openProjectFile } from './monitorFile';
import { actOnPolicy, shownPolicies } from '../retraining/panelPolicies';
import type { Policies } from '../retraining/policies';
import type { MonitorNode } from './nodes';

/** As many as the engine looks at. */
const WINDOWS = 200;

/** What answering needs. */
export interface DriftPanelContext {
  readonly project: Project;
  readonly name: string;
  readonly panel: vscode.WebviewPanel;
  readonly policies: Policies;
  /** the panel is used: it is no preview any more */
  readonly settle: () => void;
}

export function driftAnswers({ project, name, panel, settle, policies }: DriftPanelContext): Answers<DriftMethods> {
  const read = async (signal?: AbortSignal): Promise<Monitor> => (await project.connect()).monitoring.monitor(name, signal);
  return {
    monitor: async (_, signal) => {
      const monitor = await read(signal);
      panel.title = monitor.name;
      return { monitor, trusted: vscode.workspace.isTrusted };
    },
    windows: async (_, signal) => (await project.connect()).monitoring.windowsJson(name, WINDOWS, signal),
    alerts: async (_, signal) => (await project.connect()).monitoring.alerts(name, signal),
    compare: async (asked, signal) => (await project.connect()).monitoring.compare(name, asked, signal),
    chooseReference: async () => chooseDataFile(project, 'Compare the traffic with'),
    act: async ({ action }) => telling(async () => act({ kind: 'monitor', project, monitor: await read() }, action)),
    actOnAlert: async ({ alert_id: id, act: what }) => telling(async () => {
      const alert = (await (await project.connect()).monitoring.alerts(name)).find(({ alert_id: known }) => known === id);
      if (alert === undefined) {
        throw new Problem('This alert is there no more.', [], 'info');
      }
      await actOn(project, alert, what);
    }),
    policies: async (_, signal) => shownPolicies(project, name, signal),
    actOnPolicy: async (asked) => telling(async () => actOnPolicy(project, policies, asked)),
    save: async ({ kind, text }) => telling(async () => saveFile(project, `${name}-drift.${kind}`, kind, text)),
    openLink: async ({ url }) => { await vscode.env.openExternal(vscode.Uri.parse(url, true)); },
    settle,
  };
}

async function act(node: MonitorNode, action: DriftAction): Promise<void> {
  switch (action) {
    case 'start': await executeCommand(Command.startMonitor, node); break;
    case 'stop': await executeCommand(Command.stopMonitor, node); break;
    case 'remove': await executeCommand(Command.removeMonitor, node); break;
    case 'addPolicy': await executeCommand(Command.addPolicy, node); break;
    case 'openFile': await openProjectFile(node.project, node.monitor.name, 'monitors'); break;
    case 'openDeployment': {
      const deployment = await (await node.project.connect()).serving.deployment(node.monitor.deployment);
      await executeCommand(Command.openDeployment, { kind: 'deployment', project: node.project, deployment });
      break;
    }
  }
}

async function actOn(project: Project, alert: Alert, what: AlertAct): Promise<void> {
  switch (what) {
    case 'acknowledge': await changeEach(project, [alert], { state: 'acknowledged' }); break;
    case 'reopen': await changeEach(project, [alert], { state: 'open' }); break;
    case 'snooze': await snoozeAlerts(project, [alert]); break;
    case 'note': await noteTo(project, alert); break;
  }
}
