/** The items under a cell that made runs; `cellStatus.ts` says what they read. */
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/experiments';
import { Command } from '../contributions';
import { tagRecord } from '../../protocol/runTags';
import type { ExperimentNode, RunNode } from '../tracking/nodes';
import type { NotebookRuns } from './notebookRuns';
import type { CellRuns } from './cellRuns';
import { cellStatus } from './cellStatus';
import { cellTooltip } from './cellTooltip';

const FIRST = 100;

export class CellStatusItems implements vscode.NotebookCellStatusBarItemProvider {
  readonly onDidChangeCellStatusBarItems: vscode.Event<void>;

  constructor(private readonly notebooks: NotebookRuns) {
    this.onDidChangeCellStatusBarItems = notebooks.onDidChange;
  }

  async provideCellStatusBarItems(cell: vscode.NotebookCell, token: vscode.CancellationToken): Promise<vscode.NotebookCellStatusBarItem[]> {
    const { runs, rows } = await this.notebooks.of(cell);
    if (runs === undefined || rows.length === 0 || token.isCancellationRequested) {
      return [];
    }
    const now = Date.now();
    const tags = (row: RunRow): Record<string, string> => { const experiment = runs.experimentOf(row); return experiment === undefined ? {} : tagRecord(experiment.tags); };
    const status = cellStatus(rows, { now, tagsOf: tags, baselineOf: (row) => runs.baselineOf(row) });
    if (status === undefined) {
      return [];
    }
    const { run, compare, measuredAgainst } = status;
    const [node] = nodesOf(runs, [run.row]);
    return [
      itemOf(run.text, run.spoken, FIRST, { command: Command.openRun, title: 'Open run', arguments: [node] }, cellTooltip(run.row, measuredAgainst, now)),
      ...(compare === undefined ? [] : [comparison(compare.text, nodesOf(runs, compare.rows))]),
    ];
  }
}

function comparison(text: string, nodes: readonly RunNode[]): vscode.NotebookCellStatusBarItem {
  const names = nodes.map((node) => node.row.run_name);
  return itemOf(text, `${text}: ${names.join(', ')}`, FIRST - 1, { command: Command.compareRuns, title: 'Compare runs', arguments: [nodes[0], nodes] }, names.join(', '));
}

/** On the right: on the left the editor itself shows how the execution went. */
function itemOf(text: string, spoken: string, priority: number, command: vscode.Command, tooltip: string): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Right);
  item.command = command;
  item.priority = priority;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: spoken, role: 'button' };
  return item;
}

/** Runs as the commands of the Experiments view take them. */
function nodesOf(runs: CellRuns, rows: readonly RunRow[]): RunNode[] {
  return rows.flatMap((row) => {
    const summary = runs.experimentOf(row);
    const parent: ExperimentNode | undefined = summary === undefined ? undefined : { kind: 'experiment', project: runs.project, summary };
    return parent === undefined ? [] : [{ kind: 'run', project: runs.project, parent, row }];
  });
}
