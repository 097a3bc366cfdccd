/** Following a job to its end: its log as it grows, over any number of engines. */
import path from 'node:path';
import { EngineClient } from '../connection/engineClient';
import { EngineUnreachable } from '../connection/engineError';
import { watchFolder } from '../connection/folderWatch';
import type { Job } from '../protocol/jobs';
import { engineFor, type CommonOptions } from './session';

/** A client that finds the next engine when one has gone: jobs outlive engines. */
export class LastingClient {
  #client: EngineClient | undefined;

  constructor(private readonly options: CommonOptions) {}

  /** Calls `work`, again with the next engine when the one before ended meanwhile. */
  async with<T>(work: (client: EngineClient) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      this.#client ??= new EngineClient(await engineFor(this.options));
      try {
        return await work(this.#client);
      } catch (error) {
        if (!(error instanceof EngineUnreachable) || tries >= 5) {
          throw error;
        }
        this.close();
      }
    }
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }
}

/**
 * Writes the job's log as it grows, until the job has ended.
 * @returns the job as it ended
 */
export async function followJob(lasting: LastingClient, job: Job, write: (text: string) => void): Promise<Job> {
  const changes = new Changes(path.dirname(job.log_file));
  try {
    for (let offset = 0; ;) {
      const seen = changes.count;
      const part = await lasting.with((client) => client.jobLog(job.job_id, offset));
      offset = part.offset;
      if (part.text !== '') {
        write(part.text);
      } else if (part.ended) {
        return await lasting.with((client) => client.job(job.job_id));
      } else {
        await changes.after(seen);
      }
    }
  } finally {
    changes.close();
  }
}

/** Changes in a job's folder, counted, so that none is missed between a look and a wait. */
class Changes {
  count = 0;
  #wake: (() => void) | undefined;
  readonly #end: () => void;

  constructor(folder: string) {
    this.#end = watchFolder(folder, () => {
      this.count += 1;
      this.#wake?.();
    });
  }

  async after(seen: number): Promise<void> {
    if (this.count === seen) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  close(): void {
    this.#end();
  }
}
