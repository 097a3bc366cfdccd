/** The engine's end of the analysis worker: started by the first ask, ended when nobody has asked for a while. */
import { type ChildProcess, fork } from 'node:child_process';
import type { AnalysisAsk, AnswerMessage, Query, Table } from './ask';

const IDLE_MS = 30_000;
/** Of what the worker says on stderr, so much is told when it crashes. */
const MOST_SAID = 2_000;

/** What DuckDB, or the worker's end, has against an ask. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
}

interface Waiting { readonly resolve: (table: Table) => void; readonly reject: (error: Error) => void }

/** A process, and who waits for its answers. */
interface Running { readonly child: ChildProcess; readonly waiting: Map<number, Waiting> }

export class AnalysisWorker {
  #running: Running | undefined;
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param script dist/analysis.js */
  constructor(private readonly script: string) {}

  /** @throws AnalysisError */
  rows(query: Query): Promise<Table> {
    return this.#ask({ ...query, do: 'rows' });
  }

  /**
   * Writes the rows of a query to a Parquet file (zstd), which is on the disk when this resolves, and there whole or not at all.
   * @param expect rows that must come, or nothing is written
   * @throws AnalysisError
   */
  async parquet(query: Query, to: string, expect: number, about: Readonly<Record<string, string>>): Promise<void> {
    await this.#ask({ ...query, do: 'parquet', to, expect, about });
  }

  /** Ends the worker; what is asked fails. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#running?.child.kill('SIGKILL');
  }

  #ask(ask: AnalysisAsk): Promise<Table> {
    if (this.#closed) {
      return Promise.reject(new AnalysisError('The engine is ending.'));
    }
    clearTimeout(this.#idle);
    // One that has crashed, or was let go, is told nothing more.
    const running = this.#running?.child.connected === true ? this.#running : this.#start();
    this.#running = running;
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      running.waiting.set(id, { resolve, reject });
      // One that can't be told has ended: its end tells all who wait.
      running.child.send({ id, ask }, () => undefined);
    });
  }

  #start(): Running {
    const child = fork(this.script, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    const running: Running = { child, waiting: new Map() };
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MOST_SAID);
    });
    child.on('message', (message) => this.#answered(running, message as AnswerMessage));
    const ended = (how: string): void => {
      const waiting = [...running.waiting.values()];
      running.waiting.clear();
      waiting.forEach(({ reject }) => reject(new AnalysisError(`The analysis worker ended ${how}.${said === '' ? '' : ` It said: ${said.trim()}`}`)));
    };
    child.once('error', (error) => ended(`before it began (${error.message})`));
    child.once('close', (code, signal) => ended(signal === null ? `with exit code ${code}` : `by ${signal}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`));
    return running;
  }

  #answered({ child, waiting }: Running, message: AnswerMessage): void {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) {
      asker?.reject(new AnalysisError(message.error));
    } else {
      asker?.resolve(message.table);
    }
    if (waiting.size === 0 && !this.#closed) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        if (child.connected) {
          child.disconnect();
        }
      }, IDLE_MS).unref();
    }
  }
}
