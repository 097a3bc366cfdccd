/** A job's log as a terminal: the file that its runner writes, followed while it grows. Closing the terminal stops nothing. */
import { watch, type FSWatcher } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../protocol/jobs';
import { inBackground, reportProblem } from '../problem';
import type { Jobs } from './jobs';
import { endedSentence } from './words';

const CHUNK = 64 * 1024;
/** Of a log that has grown large before it is opened, so much of the end is shown, in bytes. */
const TAIL = 4 * 1024 * 1024;

export class JobTerminal implements vscode.Pseudoterminal {
  private static readonly opened = new Map<string, vscode.Terminal>();
  private readonly written = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.written.event;
  private readonly decoder = new TextDecoder();
  private offset = 0;
  private reading: Promise<void> = Promise.resolve();
  private watcher: FSWatcher | undefined;

  private constructor(private readonly job: Job, private readonly jobs: Jobs) {}

  /** Opens the terminal of a job, or brings the one that is open to the front. */
  static show(job: Job, jobs: Jobs, preserveFocus = true): vscode.Terminal {
    const terminal = JobTerminal.opened.get(job.job_id) ?? vscode.window.createTerminal({
      name: job.name, pty: new JobTerminal(job, jobs), iconPath: new vscode.ThemeIcon('pulse'), isTransient: true,
    });
    JobTerminal.opened.set(job.job_id, terminal);
    terminal.show(preserveFocus);
    return terminal;
  }

  open(): void {
    this.written.fire(`\u001B[2m${this.job.command.join(' ')}\u001B[0m\r\n`);
    inBackground(async () => this.follow());
  }

  close(): void {
    this.watcher?.close();
    JobTerminal.opened.delete(this.job.job_id);
    this.written.dispose();
  }

  private async follow(): Promise<void> {
    const folder = path.dirname(this.job.log_file);
    const size = await this.size();
    this.offset = Math.max(0, size - TAIL);
    if (this.offset > 0) {
      this.written.fire(`\u001B[2m… the first ${this.offset} bytes are in ${this.job.log_file}\u001B[0m\r\n`);
    }
    this.watcher = watch(folder, () => this.read());
    this.read();
    const ended = await this.jobs.ended(this.job.job_id);
    this.read();
    await this.reading;
    this.watcher.close();
    this.written.fire(`\r\n\u001B[2m${endedSentence(ended)}\u001B[0m\r\n`);
  }

  private read(): void {
    this.reading = this.reading.then(async () => this.readOn()).catch((error: unknown) => reportProblem(error));
  }

  private async readOn(): Promise<void> {
    if (await this.size() <= this.offset) {
      return;
    }
    const file = await open(this.job.log_file, 'r');
    try {
      const buffer = Buffer.alloc(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, this.offset);
        if (bytesRead === 0) {
          return;
        }
        this.offset += bytesRead;
        this.written.fire(this.decoder.decode(buffer.subarray(0, bytesRead), { stream: true }).replaceAll(/\r?\n/g, '\r\n'));
      }
    } finally {
      await file.close();
    }
  }

  /** A queued job has no log yet. */
  private async size(): Promise<number> {
    return stat(this.job.log_file).then((found) => found.size, (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return 0;
      }
      throw error;
    });
  }
}
