/** The runs that run now in all projects of this window, whether or not the Experiments view has read or unfolded them. */
import * as vscode from 'vscode';
import { EngineUnreachable } from '../../connection/engineError';
import type { RunRow } from '../../protocol/experiments';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { inBackground } from '../problem';

/** Read at most so often while notices keep coming; nobody reads a status bar faster. */
const GATHER = 1000;
const MOST = 100;

export class RunningRuns implements vscode.Disposable {
  private readonly known = new Map<Project, readonly RunRow[]>();
  private readonly watched = new Map<Project, vscode.Disposable>();
  private readonly timers = new Map<Project, NodeJS.Timeout>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly projects: Projects) {
    this.listener = projects.onDidChange((project) => this.onProjects(project));
    this.onProjects(undefined);
  }

  /** Runs without a parent that say that they run: some of them may be lost or long silent. */
  get rows(): readonly RunRow[] { return [...this.known.values()].flat(); }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(this.listener, ...this.watched.values()).dispose();
    this.changed.dispose();
  }

  private onProjects(changed: Project | undefined): void {
    for (const [project, listener] of this.watched) {
      if (!this.projects.all.includes(project)) {
        listener.dispose();
        clearTimeout(this.timers.get(project));
        this.watched.delete(project);
        this.known.delete(project);
        this.changed.fire();
      }
    }
    for (const project of this.projects.all.filter((candidate) => !this.watched.has(candidate))) {
      this.watched.set(project, vscode.Disposable.from(
        project.onNotice((notice) => { if (notice.type === 'run') { this.readSoon(project, GATHER); } }),
        project.onReset(() => this.readSoon(project, 0)),
      ));
    }
    if (changed?.state.kind === 'ready') {
      this.readSoon(changed, 0);
    }
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
    if (this.watched.has(project)) {
      this.known.set(project, lists.flatMap(({ rows }) => rows));
      this.changed.fire();
    }
  }
}
