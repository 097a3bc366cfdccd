/** Tells of alerts, each once in a window: also of those that came at night, to whoever opens the window in the morning. */
import * as vscode from 'vscode';
import type { Alert } from '../../protocol/monitors';
import { countOf } from '../../wording/formatNumber';
import { Setting } from '../contributions';
import { inBackground } from '../problem';
import type { State } from '../state';
import { untoldAlerts } from './model';
import { changeEach, snoozeAlerts } from './monitorActs';
import type { Monitors } from './monitors';
import type { MonitorNode } from './nodes';

/** More at once are told in one message. */
const SEPARATELY = 3;

export class AlertMessages implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(private readonly monitors: Monitors, private readonly state: State, private readonly show: (node: MonitorNode) => void) {
    this.listener = monitors.onDidChange(() => this.look());
  }

  dispose(): void {
    this.listener.dispose();
  }

  /** Looks through what is known: what is told here is told no more, whatever becomes of the message. */
  private look(): void {
    const untold = untoldAlerts(this.monitors.openAlerts, (id) => this.state.toldAlert(id));
    if (untold.length === 0) {
      return;
    }
    inBackground(async () => this.state.setToldAlerts(untold.map(({ alert }) => [alert.alert_id, alert.told_at ?? 0])));
    if (!vscode.workspace.getConfiguration(Setting.section).get(Setting.notifyOfAlerts, true)) {
      return;
    }
    if (untold.length > SEPARATELY) {
      inBackground(async () => this.tellTogether(untold.map(({ node }) => node)));
    } else {
      untold.forEach(({ node, alert }) => inBackground(async () => this.tell(node, alert)));
    }
  }

  private async tell(node: MonitorNode, alert: Alert): Promise<void> {
    const chosen = await vscode.window.showWarningMessage(`${node.monitor.name}: ${alert.text}`, 'Show', 'Acknowledge', 'Snooze');
    await (chosen === 'Show' ? this.show(node) : chosen === 'Acknowledge' ? changeEach(node.project, [alert], { state: 'acknowledged' }) : chosen === 'Snooze' ? snoozeAlerts(node.project, [alert]) : undefined);
  }

  private async tellTogether(nodes: readonly MonitorNode[]): Promise<void> {
    const names = [...new Set(nodes.map(({ monitor }) => monitor.name))];
    const [first] = nodes;
    if (first !== undefined && await vscode.window.showWarningMessage(`${countOf(nodes.length, 'alert')} of ${names.join(', ')} came while nobody looked.`, 'Show') === 'Show') {
      this.show(first);
    }
  }
}
