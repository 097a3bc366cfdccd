/** The status bar's item: there while something runs, gone when nothing does. */
import * as vscode from 'vscode';
import type { Projects } from './connection/projects';
import { Command } from './contributions';
import { statusOf } from './statusText';
import { RunningRuns } from './tracking/runningRuns';
import type { Jobs } from './training/jobs';

const LOW = 100;
/** A run falls silent without a notice. */
const MINUTE = 60_000;

/** Shows what runs; a click shows the jobs, or the view where there are none. */
export function registerStatusBar(projects: Projects, jobs: Jobs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('slipway.jobs', vscode.StatusBarAlignment.Left, LOW);
  item.name = 'Slipway jobs';
  const runs = new RunningRuns(projects);
  const draw = (): void => {
    const view = statusOf(runs.rows, jobs.active.map(({ job }) => job), Date.now());
    if (view === undefined) {
      item.hide();
      return;
    }
    item.text = view.text;
    item.tooltip = view.tooltip;
    item.accessibilityInformation = { label: view.spoken };
    item.command = jobs.active.length > 0 ? Command.showJobs : 'slipway.experiments.focus';
    item.show();
  };
  const clock = setInterval(draw, MINUTE);
  return vscode.Disposable.from(item, runs, runs.onDidChange(draw), jobs.onDidChange(draw), new vscode.Disposable(() => clearInterval(clock)));
}
