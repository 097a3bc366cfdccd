/** The status bar's item for alerts: there while somebody has to see to one, gone when nobody has. */
import * as vscode from 'vscode';
import { openAlertsText, worstFirst } from '../../wording/monitorText';
import { Command } from '../contributions';
import type { Monitors } from './monitors';

/** Right of what trains. */
const PLACE = 99;
const LISTED = 10;

export function registerAlertStatus(monitors: Monitors): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('slipway.alerts', vscode.StatusBarAlignment.Left, PLACE);
  item.name = 'Slipway alerts';
  const draw = (): void => {
    // What is named is what opens, and what the tooltip begins with.
    const open = worstFirst(monitors.openAlerts.map(({ alert, node }) => ({ ...alert, node })));
    const text = openAlertsText(open);
    if (text === undefined) {
      item.hide();
      return;
    }
    const [first] = open;
    const lines = open.map((alert) => `${alert.monitor}: ${alert.text}`);
    item.text = `$(warning) ${text}`;
    item.tooltip = [...lines.slice(0, LISTED), ...(lines.length > LISTED ? [`and ${lines.length - LISTED} more`] : [])].join('\n');
    item.backgroundColor = first?.level !== 'critical' ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    item.accessibilityInformation = { label: `Slipway alert, ${text}` };
    item.command = first === undefined ? 'slipway.monitors.focus' : { command: Command.openMonitor, title: 'Open monitor', arguments: [first.node] };
    item.show();
  };
  return vscode.Disposable.from(item, monitors.onDidChange(draw));
}
