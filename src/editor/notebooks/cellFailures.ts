/**
 * A run that failed in a notebook gets the line of the error that ended its cell, as a job's run gets the last line of its script. The
 * kernel's error stands in the cell's output, which is written after the run has ended.
 */
import * as vscode from 'vscode';
import { RunTag } from '../../protocol/runTags';
import { inBackground } from '../problem';
import type { NotebookRuns } from './notebookRuns';
import { NOTEBOOK } from './notebookCells';

const ERROR = 'application/vnd.code.notebook.error';
const LONGEST = 500;

/** Follows cells that end with an error for as long as it is not disposed. */
export function recordFailures(notebooks: NotebookRuns): vscode.Disposable {
  /** Error line of each cell whose latest execution has failed; an execution that starts forgets it. */
  const failed = new Map<vscode.NotebookCell, string>();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeNotebookDocument((event) => {
      for (const { cell, executionSummary } of event.notebook.notebookType === NOTEBOOK ? event.cellChanges : []) {
        if (executionSummary?.success === false) {
          failed.set(cell, errorLine(cell) ?? '');
          record(notebooks, cell, failed);
        } else if (executionSummary !== undefined) {
          failed.delete(cell);
        }
      }
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => { [...failed.keys()].filter((cell) => cell.notebook === notebook).forEach((cell) => failed.delete(cell)); }),
    notebooks.onDidChangeRows(({ rows }) => {
      if (rows.some((row) => row.status === 'FAILED')) {
        failed.forEach((_, cell) => record(notebooks, cell, failed));
      }
    }),
  );
}

function record(notebooks: NotebookRuns, cell: vscode.NotebookCell, failed: ReadonlyMap<vscode.NotebookCell, string>): void {
  inBackground(async () => {
    const { runs, rows: [newest] } = await notebooks.of(cell);
    const line = failed.get(cell);
    // The error ended the run that was made last; one that failed before it was caught by the user's code.
    if (runs !== undefined && newest?.status === 'FAILED' && newest.tags[RunTag.failure] === undefined && line !== undefined && line !== '') {
      await (await runs.project.connect()).setTag(newest.run_id, RunTag.failure, line);
    }
  }, (error) => console.error('Slipway could not record why a run failed', error));
}

/** `KeyError: 'tenure'`. */
function errorLine(cell: vscode.NotebookCell): string | undefined {
  const item = cell.outputs.flatMap((output) => output.items).find(({ mime }) => mime === ERROR);
  if (item === undefined) {
    return undefined;
  }
  const { name = '', message = '' } = JSON.parse(new TextDecoder().decode(item.data)) as { name?: string; message?: string };
  return [name, message.split('\n')[0] ?? ''].filter((part) => part !== '').join(': ').slice(0, LONGEST);
}
