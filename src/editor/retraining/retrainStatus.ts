/** The status bar's item for retraining: there while one goes on, gone when none does. */
import * as vscode from 'vscode';
import { goingOnText, retrainingSummary } from '../../wording/retrainText';
import { Command } from '../contributions';
import type { Policies } from './policies';

/** Right of the alerts. */
const PLACE = 98;

export function registerRetrainStatus(policies: Policies): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('slipway.retraining', vscode.StatusBarAlignment.Left, PLACE);
  item.name = 'Slipway retraining';
  const draw = (): void => {
    const all = policies.goingOn.flatMap((node) => (node.standing?.last == null ? [] : [{ node, last: node.standing.last }]));
    const text = goingOnText(all.map(({ last }) => last));
    const first = all.find(({ last }) => last.state === 'waiting') ?? all[0];
    if (text === undefined || first === undefined) {
      item.hide();
      return;
    }
    const { last } = first;
    item.text = `$(${last.paused ? 'debug-pause' : last.state === 'waiting' ? 'bell-dot' : last.state === 'collecting' && last.labelled_rows !== null ? 'clock' : 'sync~spin'}) ${text}`;
    item.tooltip = all.map(({ node, last: one }) => `${node.name}: ${retrainingSummary(one, node.policy, node.canary)}`).join('\n');
    item.accessibilityInformation = { label: `Slipway retraining, ${text}` };
    item.command = { command: Command.openMonitor, title: 'Open monitor', arguments: [first.node] };
    item.show();
  };
  return vscode.Disposable.from(item, policies.onDidChange(draw));
}
