/** The runs that run now in all projects of this window, whether or not the Experiments view has read or unfolded them. */
import * as vscode from 'vscode';
import { EngineUnreachable } from '../../connection/engineError';
import type { RunRow } from '../../protocol/experiments';
import { eachProject } from '../connection/eachProject';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { inBackground } from '../problem';

/** Read at most so often while notices keep coming; nobody reads a status bar faster. */
const GATHER = 1000;
const MOST = 100;

export class RunningRuns implements vscode.Disposable {
  /** A project that has gone is in here no more. */
  private readonly known = new Map<Project, readonly RunRow[]>();
  private readonly timers = new Map<Project, NodeJS.Timeout>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(projects: Projects) {
    this.listeners = vscode.Disposable.from(
      eachProject(projects, (project) => this.watch(project)),
      projects.onDidChange((project) => { if (project?.state.kind === 'ready') { this.readSoon(project, 0); } }),
    );
  }

  /** Runs without a parent that say that they run: some of them may be lost or long silent. */
  get rows(): readonly RunRow[] { return [...this.known.values()].flat(); }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private watch(project: Project): vscode.Disposable {
    this.known.set(project, []);
    return vscode.Disposable.from(
      project.onNotice((notice) => { if (notice.type === 'run') { this.readSoon(project, GATHER); } }),
      project.onReset(() => this.readSoon(project, 0)),
      new vscode.Disposable(() => {
        clearTimeout(this.timers.get(project));
        this.timers.delete(project);
        this.known.delete(project);
        this.changed.fire();
      }),
    );
  }

  private readSoon(project: Project, delay: number): void {
    if (!this.timers.has(project)) {
      this.timers.set(project, setTimeout(() => {
        this.timers.delete(project);
        // An engine that went away is read again when the next one is there.
        inBackground(async () => this.read(project), (failure) => { if (!(failure instanceof EngineUnreachable)) { console.error('Slipway could not read what runs', failure); } });
      }, delay));
    }
  }

  private async read(project: Project): Promise<void> {
    const { client } = project;
    if (client === undefined) {
      return;
    }
    const experiments = (await client.experiments()).filter((experiment) => experiment.running_count > 0);
    const lists = await Promise.all(experiments.map(async ({ experiment_id }) => client.runRows({ experiment_id, filter: "attributes.status = 'RUNNING'", parent: 'roots', max_results: MOST })));
    if (this.known.has(project)) {
      this.known.set(project, lists.flatMap(({ rows }) => rows));
      this.changed.fire();
    }
  }
}
