/** Rules of jobs: the queue, their start under runners, their end, and adopting those of an engine that is gone. */
import { createReadStream, existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { EngineAddress } from '../../connection/engineAddress';
import { ownTracking } from '../../connection/trackingEnvironment';
import type { Job, JobRequest } from '../../protocol/jobs';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import type { TrackingService } from '../tracking/service';
import { cleaned, jobEnvironment } from './jobEnvironment';
import { isActive, newJobId, newRecord, toJob, type JobRecord } from './jobRecord';
import { pythonPrefix } from './python';
import { JobFile, readJobFile, StartOrder, type Outcome } from './runner/jobFiles';
import { signalGroup } from './runner/stopGroup';
import { hasRunner, isTaken, orderStop, startRunner, watchRunner, type Finding } from './runnerLink';
import { RunRecorder } from './runRecorder';
import { JobStore } from './store';
import { completeText } from './textPart';

export interface TrainingOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** dist/runner.js */
  readonly runner: string;
  /** src/python/packages.py */
  readonly packages: string;
  readonly log: EngineLog;
}

export interface LogPart { readonly bytes: Buffer; readonly offset: number; readonly ended: boolean }

const GRACE_MS = 10_000;
const LOG_PART_BYTES = 1024 * 1024;

export class TrainingService {
  readonly #jobs: JobStore;
  readonly #runs: RunRecorder;
  readonly #watches = new Map<string, () => void>();
  /** jobs whose end is being recorded */
  readonly #ending = new Set<string>();
  #address: EngineAddress | undefined;
  #ended = false;

  constructor(readonly options: TrainingOptions, readonly tracking: TrackingService, readonly events: EventBus) {
    this.#jobs = new JobStore(options.store);
    this.#runs = new RunRecorder(tracking, events, options.log);
    tracking.runs.nameRunsOfJobs((id) => this.#jobs.get(id)?.run_name ?? undefined);
  }

  /** Adopts the jobs that run and starts those that wait. @param address where their scripts find this engine */
  begin(address: EngineAddress): Promise<void> {
    this.#address = address;
    for (const record of this.#jobs.all().filter(({ state }) => state === 'running')) {
      if (isTaken(this.#jobs.folder(record.job_id))) {
        this.options.log.info(`job ${record.job_id}: adopted`);
        this.#watch(record);
      } else {
        // The engine before this one ended between its decision and the runner's first word. Only one runner can take the job.
        this.#launch(record);
      }
    }
    this.#next();
    return Promise.resolve();
  }

  /** Stops watching; the runners go on. */
  end(): void {
    this.#ended = true;
    for (const unwatch of this.#watches.values()) {
      unwatch();
    }
    this.#watches.clear();
  }

  /** Jobs that run or wait. */
  activeCount(): number {
    return this.#jobs.all().filter((record) => isActive(record)).length;
  }

  /** All jobs, newest first. */
  jobs(): Job[] {
    return this.#jobs.all().toReversed().map((record) => this.#tell(record));
  }

  has(id: string): boolean {
    return this.#jobs.get(id) !== undefined;
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  job(id: string): Job {
    return this.#tell(this.#record(id));
  }

  /**
   * Puts a job into the queue; it is on disk when this returns.
   * @param id of `newJobId`, of one who keeps it before the job is there: asked again after a crash, the job that is there is given
   * @throws INVALID_PARAMETER_VALUE
   */
  submit(request: JobRequest, id?: string): Job {
    if (id !== undefined && this.#jobs.get(id) !== undefined) {
      return this.job(id);
    }
    if (!path.isAbsolute(request.cwd)) {
      throw invalid(`The working folder "${request.cwd}" must be an absolute path.`);
    }
    if (statSync(request.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw invalid(`The working folder ${request.cwd} does not exist. Start the job from a folder that does.`);
    }
    const env = cleaned(request.env);
    const now = Date.now();
    const record = newRecord({ ...request, env }, ownTracking(env), now, id ?? newJobId(now));
    const python = pythonPrefix(request.command, request.interpreter ?? null);
    this.#jobs.add(record, {
      command: request.command, cwd: request.cwd, env, source: record.source, packages_script: this.options.packages, ...(python === undefined ? {} : { python }),
    });
    this.#publish(record);
    this.#next();
    return this.job(record.job_id);
  }

  /** Ends a job: one that waits at once, one that runs by SIGTERM to its group and SIGKILL after the grace. Nothing for one that has ended. */
  async stop(id: string, graceMs = GRACE_MS): Promise<Job> {
    const record = this.#record(id);
    const folder = this.#jobs.folder(id);
    if (record.state === 'queued') {
      rmSync(this.#jobs.file(id, JobFile.start), { force: true });
      this.#save({ ...record, state: 'stopped', ended_at: Date.now() });
    } else if (record.state === 'running') {
      orderStop(folder, graceMs);
      if (isTaken(folder) && !hasRunner(folder) && record.pid !== null) {
        signalGroup(record.pid, 'SIGTERM');
        setTimeout(() => record.pid !== null && this.#record(id).state === 'running' && signalGroup(record.pid, 'SIGKILL'), graceMs).unref();
      }
    }
    return Promise.resolve(this.job(id));
  }

  /** A part of the log from a byte offset on, cut between characters. */
  async logPart(id: string, offset: number): Promise<LogPart> {
    const { state } = this.#record(id);
    const over = state !== 'queued' && state !== 'running';
    const file = this.#jobs.file(id, JobFile.log);
    const size = existsSync(file) ? statSync(file).size : 0;
    if (offset >= size) {
      return { bytes: Buffer.alloc(0), offset, ended: over };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(file, { start: offset, end: Math.min(size, offset + LOG_PART_BYTES) - 1 })) {
      chunks.push(chunk as Buffer);
    }
    const read = Buffer.concat(chunks);
    const bytes = over && offset + read.length >= size ? read : completeText(read);
    return { bytes, offset: offset + bytes.length, ended: over && offset + bytes.length >= size };
  }

  workers(): number {
    return this.#jobs.workers();
  }

  /** How many jobs run at once from now on. Those that run go on. */
  setWorkers(workers: number): void {
    this.#jobs.setWorkers(workers);
    this.#next();
  }

  #record(id: string): JobRecord {
    const record = this.#jobs.get(id);
    if (record === undefined) {
      throw missing(`No job with id "${id.slice(0, 60)}". "GET /slipway/v1/jobs" lists those that are there.`);
    }
    return record;
  }

  #tell(record: JobRecord): Job {
    const runIds = this.#runs.runsOf(record.job_id);
    const [first] = runIds;
    const experiment = first !== undefined ? this.tracking.run(first).info.experiment_id
      : record.experiment === null ? null : this.tracking.experimentByName(record.experiment)?.experiment_id ?? null;
    return toJob(record, this.#jobs.file(record.job_id, JobFile.log), runIds, experiment);
  }

  /** Starts jobs from the queue, oldest first, as long as there are free workers. */
  #next(): void {
    if (this.#address === undefined || this.#ended) {
      return;
    }
    const all = this.#jobs.all();
    const free = this.#jobs.workers() - all.filter(({ state }) => state === 'running').length;
    for (const record of all.filter(({ state }) => state === 'queued').slice(0, Math.max(0, free))) {
      const started: JobRecord = { ...record, state: 'running', started_at: Date.now() };
      this.#save(started);
      this.#launch(started);
    }
  }

  #launch(record: JobRecord): void {
    const id = record.job_id;
    const order = readJobFile(StartOrder, this.#jobs.file(id, JobFile.start));
    if (order === undefined || this.#address === undefined) {
      this.#save({ ...record, state: 'failed', ended_at: Date.now(), failure: 'The job could not start: its start order is gone. Start it again.' });
      return;
    }
    const env = jobEnvironment(order.env, this.#address, { id, experiment: record.experiment });
    this.#jobs.writeOrder(id, { ...order, env });
    startRunner(this.options.runner, this.#jobs.folder(id), (why) => this.#notStarted(id, why));
    this.#watch(record);
  }

  #notStarted(id: string, why: string): void {
    const record = this.#jobs.get(id);
    if (!this.#ended && record?.state === 'running') {
      this.#unwatch(id);
      rmSync(this.#jobs.file(id, JobFile.start), { force: true });
      this.#save({ ...record, state: 'failed', ended_at: Date.now(), failure: `The job could not start: ${why}.` });
      this.#next();
    }
  }

  #watch(record: JobRecord): void {
    this.#unwatch(record.job_id);
    this.#watches.set(record.job_id, watchRunner(this.#jobs.folder(record.job_id), Date.now(), (finding) => this.#found(record.job_id, finding)));
  }

  #unwatch(id: string): void {
    this.#watches.get(id)?.();
    this.#watches.delete(id);
  }

  #found(id: string, finding: Finding): void {
    const record = this.#jobs.get(id);
    if (this.#ended || record?.state !== 'running' || this.#ending.has(id)) {
      return;
    }
    if (finding.kind === 'running' && finding.child !== undefined && record.pid !== finding.child.pid) {
      this.#save({ ...record, pid: finding.child.pid, started_at: finding.child.started_at });
    } else if (finding.kind === 'ended' || finding.kind === 'vanished') {
      this.#ending.add(id);
      this.#unwatch(id);
      void this.#finish(record, finding.kind === 'ended' ? finding.outcome : undefined);
    }
  }

  /** Records the end. Whatever fails here, the job itself ends: the next engine does not have to try for ever. */
  async #finish(record: JobRecord, outcome: Outcome | undefined): Promise<void> {
    const id = record.job_id;
    try {
      if (outcome === undefined) {
        await this.#runs.markLost(id);
      } else {
        await this.#runs.record(record, outcome, this.#jobs.folder(id), [this.#address?.clientToken, this.#address?.rootToken].filter((token) => token !== undefined));
      }
    } catch (error) {
      if (this.#ended) {
        // The store was closed meanwhile: the next engine finds the outcome and does it again.
        return;
      }
      this.options.log.error(`job ${id}: its end could not be recorded with its runs: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    } finally {
      this.#ending.delete(id);
    }
    if (!this.#ended) {
      this.#save(outcome === undefined ? lostRecord(record) : endedRecord(record, outcome));
      this.#next();
    }
  }

  /** A full disk must not end the engine: the record is then held in memory, and the runner's files tell the next engine the rest. */
  #save(record: JobRecord): void {
    try {
      this.#jobs.save(record);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) {
        throw error;
      }
      this.#jobs.remember(record);
      this.options.log.error(`job ${record.job_id}: its state could not be written: ${error.message}`);
    }
    this.#publish(record);
    this.options.log.info(`job ${record.job_id}: ${record.state}${record.failure === null ? '' : `, ${record.failure}`}`);
  }

  #publish(record: JobRecord): void {
    this.events.publish({ type: 'job', job_id: record.job_id, state: record.state });
  }
}

function endedRecord(record: JobRecord, outcome: Outcome): JobRecord {
  const state = outcome.stopped ? 'stopped' : outcome.exit_code === 0 ? 'finished' : 'failed';
  return {
    ...record, state, exit_code: outcome.exit_code, signal: outcome.signal, failure: outcome.failure,
    started_at: outcome.started_at ?? record.started_at, ended_at: outcome.ended_at,
  };
}

function lostRecord(record: JobRecord): JobRecord {
  return { ...record, state: 'lost', ended_at: Date.now(), failure: 'The process that watched over this job was ended from outside, so how the job ended is not known. Its log is kept.' };
}
