/** What can be done with a monitor and its alerts from anywhere in the editor. */
import * as vscode from 'vscode';
import type { Alert, AlertChange } from '../../protocol/monitors';
import { chosen, FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import type { MonitorNode } from './nodes';

const HOUR = 3_600;
const SNOOZES = [
  { label: '1 hour', seconds: HOUR }, { label: '8 hours', seconds: 8 * HOUR }, { label: '1 day', seconds: 24 * HOUR }, { label: '1 week', seconds: 7 * 24 * HOUR },
] as const;

/** Says that somebody sees to its alerts. @throws Problem where none is open */
export async function acknowledge(node: MonitorNode): Promise<void> {
  await changeEach(node.project, standing(node, ({ state }) => state === 'open'), { state: 'acknowledged' });
}

/** Asks for how long. @throws Problem without an alert; CancellationError */
export async function snooze(node: MonitorNode): Promise<void> {
  await snoozeAlerts(node.project, standing(node));
}

/** Asks for how long nobody is told of these. @throws CancellationError */
export async function snoozeAlerts(project: Project, alerts: readonly Alert[]): Promise<void> {
  const { seconds } = await chosen(vscode.window.showQuickPick(SNOOZES, { title: 'Snooze', placeHolder: 'For how long is nobody told of it?' }));
  await changeEach(project, alerts, { state: 'snoozed', seconds });
}

/** Asks for the alert, where there are several, and for a note that is kept with it. @throws Problem without an alert; CancellationError */
export async function addNote(node: MonitorNode): Promise<void> {
  const alerts = standing(node);
  const [alert, other] = alerts;
  await noteTo(node.project, alert !== undefined && other === undefined ? alert
    : (await chosen(vscode.window.showQuickPick(alerts.map((one) => ({ label: one.text, description: one.state, one })), { title: 'Add note', placeHolder: 'To which alert?' }))).one);
}

/** @throws CancellationError */
export async function noteTo(project: Project, alert: Alert): Promise<void> {
  const note = await chosen(vscode.window.showInputBox({ ...FOLLOWS, title: 'Add note', prompt: alert.text, placeHolder: 'What is known about it', validateInput: (text) => (text.trim() === '' ? 'Write something.' : text.length > 2000 ? 'At most 2,000 characters.' : undefined) }));
  await changeEach(project, [alert], { note: note.trim() });
}

export async function changeEach(project: Project, alerts: readonly Alert[], change: AlertChange): Promise<void> {
  const { monitoring } = await project.connect();
  await Promise.all(alerts.map(({ alert_id: id }) => monitoring.changeAlert(id, change)));
}

export async function stopWatching({ project, monitor }: MonitorNode): Promise<void> {
  await (await project.connect()).monitoring.stop(monitor.name);
}

/** Asks first: what was found goes with it. */
export async function removeMonitor({ project, monitor: { name, deployment } }: MonitorNode): Promise<void> {
  const detail = `All that it found goes with it: its windows and its alerts. ${deployment} goes on answering, and its traffic stays. A monitor that stands in slipway.yaml can be started again. This can't be undone.`;
  if (await vscode.window.showWarningMessage(`Remove the monitor ${name}?`, { modal: true, detail }, 'Remove') === 'Remove') {
    await (await project.connect()).monitoring.remove(name);
  }
}

function standing({ monitor: { name, alerts } }: MonitorNode, which: (alert: Alert) => boolean = () => true): readonly Alert[] {
  const found = alerts.filter(which);
  if (found.length === 0) {
    throw new Problem(`${name} has no alert that somebody would have to see to.`, [], 'info');
  }
  return found;
}
