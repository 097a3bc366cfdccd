/** The engine's end of a process that answers asks: started by the first ask, ended when nobody has asked for a while. */
import { type ChildProcess, fork } from 'node:child_process';
import type { AnswerMessage, AskMessage } from './ask';

const IDLE_MS = 30_000;
/** Of what the worker says on stderr, so much is told when it crashes. */
const MOST_SAID = 2_000;

/** What DuckDB, or the worker's end, has against an ask. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
}

interface Waiting<Answer> { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }

/** A process, and who waits for its answers. */
interface Running<Answer> { readonly child: ChildProcess; readonly waiting: Map<number, Waiting<Answer>> }

export interface WorkerOptions {
  /** its bundle in dist/, which calls `answerAsks` */
  readonly script: string;
  /** what people call it */
  readonly who: string;
  /** how long it stays when nobody asks, in ms. Default: half a minute */
  readonly idleMs?: number;
}

export class ForkedWorker<Ask, Answer> {
  #running: Running<Answer> | undefined;
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: WorkerOptions) {}

  /** Asks are answered one after the other. @throws AnalysisError */
  ask(ask: Ask): Promise<Answer> {
    if (this.#closed) {
      return Promise.reject(new AnalysisError('The engine is ending.'));
    }
    clearTimeout(this.#idle);
    // One that has crashed, or was let go, is told nothing more.
    const running = this.#running?.child.connected === true ? this.#running : this.#start();
    this.#running = running;
    this.#asked += 1;
    const message: AskMessage<Ask> = { id: this.#asked, ask };
    return new Promise((resolve, reject) => {
      running.waiting.set(message.id, { resolve, reject });
      // One that can't be told has ended: its end tells all who wait.
      running.child.send(message, () => undefined);
    });
  }

  /** Ends the worker; what is asked fails. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#running?.child.kill('SIGKILL');
  }

  #start(): Running<Answer> {
    const child = fork(this.options.script, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    const running: Running<Answer> = { child, waiting: new Map() };
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MOST_SAID);
    });
    child.on('message', (message) => this.#answered(running, message as AnswerMessage<Answer>));
    const ended = (how: string): void => {
      const waiting = [...running.waiting.values()];
      running.waiting.clear();
      waiting.forEach(({ reject }) => reject(new AnalysisError(`The ${this.options.who} ended ${how}.${said === '' ? '' : ` It said: ${said.trim()}`}`)));
    };
    child.once('error', (error) => ended(`before it began (${error.message})`));
    child.once('close', (code, signal) => ended(signal === null ? `with exit code ${code}` : `by ${signal}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`));
    return running;
  }

  #answered({ child, waiting }: Running<Answer>, message: AnswerMessage<Answer>): void {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) {
      asker?.reject(new AnalysisError(message.error));
    } else {
      asker?.resolve(message.answer);
    }
    if (waiting.size === 0 && !this.#closed) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        if (child.connected) {
          child.disconnect();
        }
      }, this.options.idleMs ?? IDLE_MS).unref();
    }
  }
}
