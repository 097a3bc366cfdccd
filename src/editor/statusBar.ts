/** The status bar's item: there while something trains, gone when nothing does. */
import * as vscode from 'vscode';
import { Command } from './contributions';
import { formatNumber, toNumber } from '../wording/formatNumber';
import { conditionOf, headlineOf } from './tracking/model';
import type { ExperimentsTree } from './tracking/tree';
import type { Jobs } from './training/jobs';
import { RunTag } from '../protocol/runTags';

const LOW = 100;

/** `$(pulse) Slipway: training 2 · auc 0.861`; a click shows the jobs. */
export function registerStatusBar(tree: ExperimentsTree, jobs: Jobs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('slipway.jobs', vscode.StatusBarAlignment.Left, LOW);
  item.name = 'Slipway jobs';
  const draw = (): void => {
    const running = tree.shownRuns.filter((node) => node.row.lifecycle_stage === 'active' && conditionOf(node.row, Date.now()) === 'running');
    const shown = new Set(running.map((node) => node.row.tags[RunTag.job]));
    const others = jobs.active.filter(({ job }) => !shown.has(job.job_id));
    const count = running.length + others.length;
    if (count === 0) {
      item.hide();
      return;
    }
    const newest = running.toSorted((a, b) => b.row.last_activity - a.row.last_activity)[0];
    const metric = newest === undefined ? undefined : headlineOf(newest.row);
    const value = metric === undefined ? '' : ` · ${metric.key} ${formatNumber(toNumber(metric.value))}`;
    item.text = `$(pulse) Slipway: training ${count}${value}`;
    item.tooltip = [...running.map((node) => node.row.run_name), ...others.map(({ job }) => `${job.name} (${job.state})`)].join('\n');
    item.accessibilityInformation = { label: `Slipway, training ${count}${value.replace(' · ', ', ')}` };
    item.command = jobs.active.length > 0 ? Command.showJobs : 'slipway.experiments.focus';
    item.show();
  };
  return vscode.Disposable.from(item, tree.onDidChangeTreeData(draw), jobs.onDidChange(draw));
}
