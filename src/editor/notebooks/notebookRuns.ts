/** The runs of the notebooks in this window, whichever of its projects they belong to. */
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/experiments';
import type { Projects } from '../connection/projects';
import { CellRuns } from './cellRuns';
import { cellIdOf, nameOf } from './notebookCells';

export class NotebookRuns implements vscode.Disposable {
  private runs: readonly CellRuns[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly rowsChanged = new vscode.EventEmitter<{ runs: CellRuns; rows: readonly RunRow[] }>();
  private readonly listener: vscode.Disposable;
  /** Some cell may read differently. */
  readonly onDidChange = this.changed.event;
  /** These rows are new or read differently. */
  readonly onDidChangeRows = this.rowsChanged.event;

  constructor(private readonly projects: Projects) {
    this.listener = projects.onDidChange((project) => { if (project === undefined) { this.follow(); } });
    this.follow();
  }

  /** The runs of a cell, newest first; `runs` is undefined for a notebook outside of every project. */
  async of(cell: vscode.NotebookCell): Promise<{ runs: CellRuns | undefined; rows: readonly RunRow[] }> {
    const project = this.projects.ofFile(cell.notebook.uri);
    const runs = this.runs.find((candidate) => candidate.project === project);
    const id = cellIdOf(cell);
    return { runs, rows: runs === undefined || id === undefined ? [] : await runs.ofCell(id, nameOf(cell.notebook, runs.project)) };
  }

  dispose(): void {
    vscode.Disposable.from(this.listener, ...this.runs).dispose();
    this.changed.dispose();
    this.rowsChanged.dispose();
  }

  private follow(): void {
    const before = this.runs;
    this.runs = this.projects.all.map((project) => before.find((runs) => runs.project === project) ?? this.watch(new CellRuns(project)));
    before.filter((runs) => !this.runs.includes(runs)).forEach((runs) => runs.dispose());
    this.changed.fire();
  }

  private watch(runs: CellRuns): CellRuns {
    runs.onDidChange((rows) => {
      this.rowsChanged.fire({ runs, rows });
      this.changed.fire();
    });
    return runs;
  }
}
