/** The jobs that are queued or run now, in all projects of this window: those of other windows and of the command line too. */
import * as vscode from 'vscode';
import { EngineUnreachable } from '../../connection/engineError';
import type { Job } from '../../protocol/jobs';
import { eachProject } from '../connection/eachProject';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Setting } from '../contributions';
import { inBackground, reportProblem } from '../problem';

export interface KnownJob { readonly project: Project; readonly job: Job }

/** Whether a job has not come to an end yet. */
export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

export class Jobs implements vscode.Disposable {
  private readonly known = new Map<string, KnownJob>();
  private readonly changed = new vscode.EventEmitter<KnownJob>();
  private readonly listeners: vscode.Disposable;
  /** A job's state, or the runs that belong to it, changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly projects: Projects) {
    this.listeners = vscode.Disposable.from(
      eachProject(projects, (project) => this.watch(project)),
      projects.onDidChange((project) => { if (project?.state.kind === 'ready') { this.readFirst(project); } }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${Setting.section}.${Setting.jobWorkers}`)) {
          this.projects.all.forEach((project) => this.run(async () => this.setWorkers(project)));
        }
      }),
    );
  }

  get active(): readonly KnownJob[] { return [...this.known.values()].filter(({ job }) => isActive(job)); }

  /** Takes in a job that was just submitted, before the engine's first notice of it. */
  add(project: Project, job: Job): void {
    this.known.set(job.job_id, { project, job });
    this.changed.fire({ project, job });
  }

  /** Resolves with the job when it has ended, however often engines come and go meanwhile. */
  async ended(jobId: string): Promise<Job> {
    return new Promise((resolve) => {
      const settle = (job: Job | undefined): boolean => {
        if (job !== undefined && !isActive(job)) {
          resolve(job);
          return true;
        }
        return false;
      };
      if (!settle(this.known.get(jobId)?.job)) {
        const listener = this.onDidChange(({ job }) => { if (job.job_id === jobId && settle(job)) { listener.dispose(); } });
      }
    });
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private watch(project: Project): vscode.Disposable {
    return vscode.Disposable.from(
      project.onNotice((notice) => { if (notice.type === 'job') { this.run(async () => this.read(project, notice.job_id)); } }),
      project.onReset(() => this.run(async () => this.readAll(project))),
      new vscode.Disposable(() => this.known.forEach(({ project: own }, id) => { if (own === project) { this.known.delete(id); } })),
    );
  }

  private readFirst(project: Project): void {
    this.run(async () => this.setWorkers(project));
    this.run(async () => this.readAll(project));
  }

  private async setWorkers(project: Project): Promise<void> {
    const workers = vscode.workspace.getConfiguration(Setting.section).inspect<number>(Setting.jobWorkers);
    const chosen = workers?.workspaceValue ?? workers?.globalValue;
    if (chosen !== undefined) {
      await project.client?.setWorkers(chosen);
    }
  }

  private async readAll(project: Project): Promise<void> {
    for (const job of await project.client?.jobs() ?? []) {
      if (isActive(job) || this.known.has(job.job_id)) {
        this.add(project, job);
      }
    }
  }

  private async read(project: Project, jobId: string): Promise<void> {
    const job = await project.client?.job(jobId);
    if (job !== undefined) {
      this.add(project, job);
    }
  }

  /** Reads that fail because the engine went away are made again when the next one is there. */
  private run(read: () => Promise<void>): void {
    inBackground(read, (failure) => {
      if (!(failure instanceof EngineUnreachable)) {
        reportProblem(failure);
      }
    });
  }
}
