/** The jobs that this window started, followed to their end: over a reload too, and told once when they ended meanwhile. */
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { inBackground } from '../problem';
import type { FollowedJob, State } from '../state';
import { showProgress, tellEnd, type OpenRunById, type StartedJob } from './jobProgress';
import { isActive, type Jobs } from './jobs';

export class FollowedJobs implements vscode.Disposable {
  private readonly listener: vscode.Disposable;
  /** Ids of those that this window follows since it was opened. */
  private readonly followed = new Set<string>();

  constructor(projects: Projects, private readonly jobs: Jobs, private readonly state: State, private readonly openRun: OpenRunById) {
    this.listener = projects.onDidChange((project) => { if (project?.state.kind === 'ready') { this.takeUp(project); } });
  }

  /** Shows the job's progress, and when it has ended a message. */
  follow(started: StartedJob): void {
    const { project, job, interpreter, cwd } = started;
    if (this.followed.has(job.job_id)) {
      return;
    }
    this.followed.add(job.job_id);
    inBackground(async () => {
      await this.state.addFollowedJob({ id: job.job_id, store: project.store, cwd, ...interpreter });
      const ended = isActive(job) ? await showProgress(started, this.jobs) : job;
      await this.state.dropFollowedJob(job.job_id);
      await tellEnd(started, ended, this.jobs, this.openRun);
    });
  }

  dispose(): void {
    this.listener.dispose();
  }

  /** What an earlier life of this window followed: goes on where it runs, is told where it has ended. */
  private takeUp(project: Project): void {
    for (const known of this.state.followedJobs) {
      if (known.store === project.store && !this.followed.has(known.id)) {
        inBackground(async () => this.resume(project, known));
      }
    }
  }

  private async resume(project: Project, { id, cwd, python, environment }: FollowedJob): Promise<void> {
    try {
      const job = await (await project.connect()).job(id);
      this.jobs.add(project, job);
      this.follow({ project, job, cwd, interpreter: { python, ...(environment === undefined ? {} : { environment }) } });
    } catch (error) {
      // Of a store that was emptied or replaced since.
      if (!(error instanceof EngineError) || error.status !== 404) {
        throw error;
      }
      await this.state.dropFollowedJob(id);
    }
  }
}
