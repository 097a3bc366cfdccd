/** What a job's end means for its runs: their end, their provenance, and a run made from the job where the script made none. */
import os from 'node:os';
import { RunTag } from '../../protocol/runTags';
import type { KeyValue } from '../../protocol/mlflow';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { MlflowError } from '../mlflowErrors';
import type { TrackingService } from '../tracking/service';
import type { JobRecord } from './jobRecord';
import { keepProvenance, keepWrittenFiles, readGitState } from './keptArtifacts';
import type { GitState, Outcome } from './runner/jobFiles';

export class RunRecorder {
  constructor(private readonly tracking: TrackingService, private readonly events: EventBus, private readonly log: EngineLog) {}

  /** Ids of the job's runs, oldest first. */
  runsOf(jobId: string): string[] {
    return this.tracking.runsWithTag(RunTag.job, jobId);
  }

  /**
   * Records the end with every run of the job. May be done again after a crash in the middle: the result is the same.
   * @param secrets texts that must not stand in a kept log
   */
  async record(job: JobRecord, outcome: Outcome, jobFolder: string, secrets: readonly string[]): Promise<void> {
    const git = readGitState(jobFolder);
    const own = this.runsOf(job.job_id);
    // One that was stopped before it began is no run; one whose program is gone has failed, and is seen where runs are looked for.
    const made = own.length === 0 && job.own_tracking === null && (outcome.started_at !== null || !outcome.stopped) ? [await this.#makeRun(job, outcome)] : [];
    const runs = [...own, ...made];
    const fresh = made.length > 0 || (own.length === 1 && this.#isMade(own[0] ?? ''));
    const folders = runs.map((id) => this.tracking.artifactFolder(id)).filter((folder) => folder !== undefined);
    for (const runId of runs) {
      await this.#tag(runId, job, outcome, git);
    }
    await this.#keep(job, async () => {
      const [first] = folders;
      if (fresh && first !== undefined) {
        await keepWrittenFiles(job, outcome, first);
      }
      await keepProvenance(job, outcome, jobFolder, folders, secrets);
    });
    for (const runId of runs) {
      await this.#end(runId, outcome);
    }
  }

  /** The runner vanished without a word, so nobody will end these runs. */
  async markLost(jobId: string): Promise<void> {
    for (const runId of this.runsOf(jobId)) {
      if (this.tracking.run(runId).info.status === 'RUNNING') {
        await this.tracking.markLost(runId, true);
      }
    }
  }

  async #makeRun(job: JobRecord, outcome: Outcome): Promise<string> {
    const tags: KeyValue[] = [
      { key: RunTag.job, value: job.job_id }, { key: RunTag.origin, value: 'job' }, { key: MADE, value: 'true' },
      { key: RunTag.sourceType, value: 'LOCAL' }, { key: RunTag.user, value: os.userInfo().username },
    ];
    const run = await this.tracking.createRun({
      experimentId: await this.#experiment(job.experiment), ...(job.run_name === null ? {} : { name: job.run_name }),
      startTime: outcome.started_at ?? outcome.ended_at, tags, userId: os.userInfo().username,
    });
    return run.info.run_id;
  }

  #isMade(runId: string): boolean {
    return this.tracking.run(runId).data.tags?.some(({ key }) => key === MADE) === true;
  }

  async #experiment(name: string | null): Promise<string> {
    const present = this.tracking.experimentByName(name ?? 'Default');
    if (present?.lifecycle_stage === 'active') {
      return present.experiment_id;
    }
    if (present === undefined && name !== null) {
      return this.tracking.createExperiment(name);
    }
    // The one that was asked for has been deleted meanwhile.
    return '0';
  }

  async #tag(runId: string, job: JobRecord, outcome: Outcome, git: GitState | undefined): Promise<void> {
    const present = new Set((this.tracking.run(runId).data.tags ?? []).map(({ key }) => key));
    const tags: Record<string, string | null> = {
      [RunTag.exitCode]: outcome.exit_code === null ? outcome.signal : String(outcome.exit_code),
      [RunTag.failure]: outcome.failure,
      ...(present.has(RunTag.sourceName) ? {} : { [RunTag.sourceName]: job.source ?? job.command.join(' ') }),
      ...(git === undefined || present.has(RunTag.commit) ? {} : { [RunTag.commit]: git.commit }),
      ...(git === undefined || present.has(RunTag.dirty) ? {} : { [RunTag.dirty]: String(git.dirty) }),
      ...(git === undefined || present.has(RunTag.branch) ? {} : { [RunTag.branch]: git.branch }),
      ...(git === undefined || present.has(REPOSITORY) ? {} : { [REPOSITORY]: git.remote }),
    };
    for (const [key, value] of Object.entries(tags)) {
      if (value !== null) {
        await this.#onActive(() => this.tracking.setTag(runId, key, value));
      }
    }
  }

  /** Only a run that is still RUNNING is ended: what the script itself said stands. */
  async #end(runId: string, outcome: Outcome): Promise<void> {
    const { info } = this.tracking.run(runId);
    if (info.status === 'RUNNING' || info.status === 'SCHEDULED') {
      const status = outcome.stopped ? 'KILLED' : outcome.exit_code === 0 ? 'FINISHED' : 'FAILED';
      await this.#onActive(() => this.tracking.updateRun({ runId, status, endTime: outcome.ended_at }));
    }
    this.events.publish({ type: 'run', run_id: runId, experiment_id: info.experiment_id, changes: ['artifacts'] });
  }

  /** A run that the user has deleted meanwhile stays as it is. */
  async #onActive(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof MlflowError)) {
        throw error;
      }
      this.log.warn(`job's end: ${error.message}`);
    }
  }

  /** Artifacts that can't be kept (a full disk) must not keep the run from ending. */
  async #keep(job: JobRecord, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error(`job ${job.job_id}: its log and files could not be kept with its runs: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Run tag: this run was made from a job whose script made none. */
const MADE = 'slipway.made_from_job';
const REPOSITORY = 'mlflow.source.git.repoURL';
