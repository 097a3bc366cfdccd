/** A child process that answers one JSON object per line with one, in order. Its stderr goes to a log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { signalGroup } from '../training/runner/stopGroup';

export interface LineChildOptions {
  /** absolute path of a program, and its arguments */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** file that its stderr is added to */
  readonly log: string;
  /** ends it */
  readonly signal?: AbortSignal;
  /** what people call it. Default: the file name of the program */
  readonly who?: string;
  /** what is to be done when it can't be started, as a sentence */
  readonly remedy?: string;
}

/** A script of src/python, as rooms ask for it that have it answer in the user's Python. */
export interface PythonScript {
  /** absolute path of the interpreter */
  readonly python: string;
  /** absolute path of the script */
  readonly script: string;
  /** folder of the project: models' code finds its modules there */
  readonly root: string;
  /** of the requester */
  readonly env: Readonly<Record<string, string>>;
  /** file that its stderr is added to */
  readonly log: string;
  /** ends it */
  readonly signal: AbortSignal;
}

/** What the child said went wrong. */
export class AnsweredError extends Error {
  /** @param reason whether the text is a clause for people, rather than an exception */
  constructor(message: string, readonly reason: boolean) {
    super(message);
    this.name = 'AnsweredError';
  }
}

/** The child has ended, or never began; one or two sentences for people. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
}

interface Waiting { readonly resolve: (answer: string) => void; readonly reject: (error: Error) => void }

export class LineChild {
  readonly #child: ChildProcess;
  readonly #waiting: Waiting[] = [];
  readonly #abort = (): void => this.#kill();
  #ended: Error | undefined;
  #startProblem: Error | undefined;
  /** resolves when it has ended, whatever ended it */
  readonly ended: Promise<void>;

  constructor(private readonly options: LineChildOptions) {
    mkdirSync(path.dirname(options.log), { recursive: true });
    const log = openSync(options.log, 'a', 0o600);
    const [program, ...args] = options.command;
    try {
      this.#child = spawn(program, args, { cwd: options.cwd, env: { ...options.env }, stdio: ['pipe', 'pipe', log], detached: process.platform !== 'win32', windowsHide: true });
    } finally {
      closeSync(log);
    }
    this.#child.stdin?.on('error', (error) => { this.#startProblem ??= error; }); // it has ended: its exit tells
    this.#child.once('error', (error) => { this.#startProblem = error; });
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        options.signal?.removeEventListener('abort', this.#abort);
        this.#ended = this.#endOf(code, signal);
        this.#waiting.splice(0).forEach(({ reject }) => reject(this.#ended ?? new ChildEnded('It has ended.')));
        resolve();
      });
    });
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream, crlfDelay: Infinity }).on('line', (line) => {
      // What runs before a script (sitecustomize, .pth files) may print too.
      if (line.startsWith('{')) {
        this.#waiting.shift()?.resolve(line);
      }
    });
    options.signal?.addEventListener('abort', this.#abort, { once: true });
    if (options.signal?.aborted === true) {
      this.#kill();
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws AnsweredError with what the child says, ChildEnded when it ends first, the signal's reason when that ended it */
  ask<T>(request: object): Promise<T> {
    const answer = this.next<T>();
    if (this.#ended === undefined) {
      this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    }
    return answer;
  }

  /** The next line, of a child that speaks first. Throws as `ask` does. */
  async next<T>(): Promise<T> {
    const line = await new Promise<string>((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#waiting.push({ resolve, reject });
    });
    const answer = JSON.parse(line) as T & { readonly error?: string; readonly reason?: boolean };
    if (typeof answer.error === 'string') {
      throw new AnsweredError(answer.error, answer.reason === true);
    }
    return answer;
  }

  /** Ends the process and all that it started. */
  async close(): Promise<void> {
    this.#kill();
    await this.ended;
  }

  #endOf(code: number | null, signal: NodeJS.Signals | null): Error {
    const aborted: unknown = this.options.signal?.aborted === true ? this.options.signal.reason : undefined;
    if (aborted instanceof Error) {
      return aborted;
    }
    const { command: [program], who = path.basename(program), remedy = 'Name a program that runs.', log } = this.options;
    if (this.#child.pid === undefined) {
      return new ChildEnded(`${program} could not be started (${this.#startProblem?.message ?? 'no reason is known'}). ${remedy}`);
    }
    const how = signal === null ? `with exit code ${code}` : `by ${signal}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`;
    return new ChildEnded(`${who} ended ${how} before it had answered. Its log says more: ${log}`);
  }

  #kill(): void {
    if (this.#child.pid !== undefined && this.#ended === undefined) {
      signalGroup(this.#child.pid, 'SIGKILL');
    }
  }
}
