/** Jobs on disk: a folder each, because runners outlive the engine and speak through files. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { Check } from 'typebox/schema';
import { readJsonFile, writeFileAtomic } from '../../connection/atomicFile';
import { isActive, JOB_ID, JobRecord } from './jobRecord';
import { JobFile, type StartOrder } from './runner/jobFiles';

const WORKERS_FILE = 'workers.json';
const Workers = Type.Object({ workers: Type.Integer({ minimum: 1, maximum: 64 }) });
const DEFAULT_WORKERS = 2;
/** Ended jobs beyond this many go with their folders, oldest first; log and patch stand with their runs. */
const KEPT = 500;

export class JobStore {
  readonly #folder: string;
  readonly #records = new Map<string, JobRecord>();

  /** Reads what is there; makes nothing. @param store absolute path of the .slipway folder */
  constructor(store: string) {
    this.#folder = path.join(store, 'jobs');
    const names = existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => JOB_ID.test(name)) : [];
    for (const name of names.toSorted()) {
      const content = readJsonFile(path.join(this.#folder, name, JobFile.job));
      if (Check(JobRecord, content) && content.job_id === name) {
        this.#records.set(name, content);
      }
    }
    this.#prune();
  }

  /** All jobs, oldest first. */
  all(): JobRecord[] {
    return [...this.#records.values()];
  }

  get(id: string): JobRecord | undefined {
    return this.#records.get(id);
  }

  /** Absolute path of the job's folder. */
  folder(id: string): string {
    return path.join(this.#folder, id);
  }

  file(id: string, name: string): string {
    return path.join(this.#folder, id, name);
  }

  /** Writes a new job and what is needed to start it: both are on disk when this returns, neither when it throws. */
  add(record: JobRecord, order: StartOrder): void {
    mkdirSync(this.folder(record.job_id), { recursive: true, mode: 0o700 });
    try {
      this.writeOrder(record.job_id, order);
      this.save(record);
    } catch (error) {
      rmSync(this.folder(record.job_id), { recursive: true, force: true });
      throw error;
    }
  }

  save(record: JobRecord): void {
    writeFileAtomic(this.file(record.job_id, JobFile.job), JSON.stringify(record, undefined, 2));
    this.#records.set(record.job_id, record);
  }

  /** Holds the record for as long as this engine lives, where the disk takes no more. */
  remember(record: JobRecord): void {
    this.#records.set(record.job_id, record);
  }

  writeOrder(id: string, order: StartOrder): void {
    writeFileAtomic(this.file(id, JobFile.start), JSON.stringify(order));
  }

  workers(): number {
    const content = readJsonFile(path.join(this.#folder, WORKERS_FILE));
    return Check(Workers, content) ? content.workers : DEFAULT_WORKERS;
  }

  setWorkers(workers: number): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileAtomic(path.join(this.#folder, WORKERS_FILE), JSON.stringify({ workers }));
  }

  #prune(): void {
    const ended = this.all().filter((record) => !isActive(record));
    for (const record of ended.slice(0, Math.max(0, ended.length - KEPT))) {
      rmSync(this.folder(record.job_id), { recursive: true, force: true });
      this.#records.delete(record.job_id);
    }
  }
}
