/**
 * Micro-batching that adds no wait: while the model runs, requests queue; when it is done, what queued goes into the next run together.
 * There is no timer. Rows are checked before they queue, so that bad ones fail alone. A large request goes in parts, each behind what has
 * come meanwhile: nobody waits for all of it.
 */
import { MOST_WAITING } from '../../../protocol/deploymentLimits';
import { MlflowError } from '../../mlflowErrors';
import { joinRows, sliceRows, type Rows } from './rows';
import type { ScoredModel } from './scoredModel';

/** Rows that may wait: about a second of work for a quick model. */
const MOST_WAITING_ROWS = 200_000;

interface Job {
  readonly rows: Rows;
  readonly key: string;
  /** settled by exactly one of these */
  readonly answered: (predictions: Rows) => void;
  readonly failed: (error: Error) => void;
}

export class Batching {
  #queue: Job[] = [];
  #waitingRows = 0;
  #running: Promise<void> | undefined;
  /** requests of which parts are still to come */
  #inPartsNow = 0;
  readonly #settling: (() => void)[] = [];

  /**
   * @param onRun told of every run: requests and rows in it
   * @param mostWaiting requests that may wait
   */
  constructor(private readonly model: ScoredModel, private readonly onRun: (requests: number, rows: number) => void, private readonly mostWaiting = MOST_WAITING) {}

  get waiting(): number {
    return this.#queue.length;
  }

  /**
   * @returns the predictions for these rows
   * @throws MlflowError 400 for rows that the model refuses, 503 when too many wait
   */
  async score(rows: Rows): Promise<Rows> {
    this.model.check(rows);
    // One request may be larger than all that may wait: it is let in when nothing else is there.
    if (this.#queue.length >= this.mostWaiting || (this.#waitingRows > 0 && this.#waitingRows + rows.rows > MOST_WAITING_ROWS)) {
      throw new MlflowError('TEMPORARILY_UNAVAILABLE', `The deployment has ${this.#queue.length} requests with ${this.#waitingRows} rows waiting, and takes no more at the moment. Try again in a second, or send fewer at a time.`);
    }
    this.#waitingRows += rows.rows;
    const { partRows } = this.model;
    return partRows === undefined || rows.rows <= this.model.mostRows ? this.#queued(rows) : this.#inParts(rows, partRows);
  }

  #queued(rows: Rows): Promise<Rows> {
    return new Promise<Rows>((answered, failed) => {
      this.#queue.push({ rows, key: this.model.runKey(rows), answered, failed });
      this.#running ??= this.#run();
    });
  }

  async #inParts(rows: Rows, partRows: number): Promise<Rows> {
    const parts: Rows[] = [];
    let from = 0;
    this.#inPartsNow += 1;
    try {
      while (from < rows.rows) {
        const to = Math.min(rows.rows, from + partRows);
        const part = this.#queued(sliceRows(rows, from, to));
        from = to;
        parts.push(await part);
      }
      return joinRows(parts);
    } finally {
      // Of a part that failed, the following ones will not come.
      this.#waitingRows -= rows.rows - from;
      this.#inPartsNow -= 1;
      this.#whenSettled();
    }
  }

  /** Waits until nothing runs or waits. */
  async settled(): Promise<void> {
    while (this.#running !== undefined || this.#inPartsNow > 0) {
      await new Promise<void>((resolve) => {
        this.#settling.push(resolve);
      });
    }
  }

  #whenSettled(): void {
    for (const resolve of this.#settling.splice(0)) {
      resolve();
    }
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // What has arrived on other connections is read before a run starts: one turn of the event loop, microseconds when there is nothing.
      await new Promise(setImmediate);
      await this.#runTogether(this.#next());
    }
    this.#running = undefined;
    this.#whenSettled();
  }

  /** Takes the first in the queue, and what may share its run. */
  #next(): Job[] {
    const [first] = this.#queue;
    if (first === undefined) {
      return [];
    }
    const taken: Job[] = [];
    const left: Job[] = [];
    let rows = 0;
    for (const job of this.#queue) {
      if (taken.length === 0 || (job.key === first.key && rows + job.rows.rows <= this.model.mostRows)) {
        taken.push(job);
        rows += job.rows.rows;
      } else {
        left.push(job);
      }
    }
    this.#queue = left;
    this.#waitingRows -= rows;
    return taken;
  }

  async #runTogether(jobs: readonly Job[]): Promise<void> {
    try {
      const predictions = await this.model.score(jobs.map(({ rows }) => rows));
      this.onRun(jobs.length, jobs.reduce((sum, { rows }) => sum + rows.rows, 0));
      jobs.forEach((job, at) => {
        const answer = predictions[at];
        if (answer === undefined) {
          job.failed(new Error('the model gave no answer for this request'));
        } else {
          job.answered(answer);
        }
      });
    } catch (error) {
      if (jobs.length > 1) {
        // One of them is to blame, and which one is only known when each runs alone.
        for (const job of jobs) {
          await this.#runTogether([job]);
        }
        return;
      }
      jobs[0]?.failed(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
