/** Tells that a candidate waits for somebody, and what became of it: each once in a window, also of what came at night. */
import * as vscode from 'vscode';
import type { Retraining } from '../../protocol/retraining';
import { whyOf } from '../../wording/retrainText';
import { Setting } from '../contributions';
import { inBackground } from '../problem';
import type { State } from '../state';
import { openReport, type RetrainLeads, showLog } from './made';
import { untoldRetrainings } from './model';
import type { PolicyNode } from './nodes';
import type { Policies } from './policies';
import { approve, veto } from './retrainActs';

export class RetrainMessages implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(private readonly policies: Policies, private readonly state: State, private readonly leads: RetrainLeads, private readonly show: (node: PolicyNode) => void) {
    this.listener = policies.onDidChange(() => this.look());
  }

  dispose(): void {
    this.listener.dispose();
  }

  /** Looks through what is known: what is told here is told no more, whatever becomes of the message. */
  private look(): void {
    const untold = untoldRetrainings(this.policies.known, (id) => this.state.toldRetraining(id), Date.now());
    if (untold.length === 0) {
      return;
    }
    inBackground(async () => this.state.setToldRetrainings(untold.map(({ last }) => [last.retraining_id, last.state])));
    if (vscode.workspace.getConfiguration(Setting.section).get(Setting.notifyOfAlerts, true)) {
      untold.forEach((node) => inBackground(async () => (node.last.state === 'waiting' ? this.ask(node, node.last) : this.tell(node, node.last))));
    }
  }

  private async ask({ project, name }: PolicyNode, last: Retraining): Promise<void> {
    const answer = await vscode.window.showInformationMessage(`${name}: ${sentence(last)}`, 'Approve', 'Veto…', 'Show evidence');
    await (answer === 'Approve' ? approve(project, last) : answer === 'Veto…' ? veto(project, last) : answer === 'Show evidence' ? openReport(project, last, this.leads) : undefined);
  }

  private async tell(node: PolicyNode, last: Retraining): Promise<void> {
    const message = `${node.name}: ${sentence(last)}`;
    const steps = ['Show', ...(last.state === 'failed' && last.job_id !== null ? ['Show log'] : [])];
    const answer = await (last.state === 'promoted' ? vscode.window.showInformationMessage(message, ...steps) : vscode.window.showWarningMessage(message, ...steps));
    if (answer === 'Show') {
      this.show(node);
    } else if (answer === 'Show log') {
      await showLog(node.project, last, this.leads);
    }
  }
}

function sentence(last: Retraining): string {
  return whyOf(last)[0] ?? last.why;
}
