/** Listens for a deployment, hands every connection to its front, and brings up another front when one ends. */
import type { ChildProcess } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { writeFileAtomic } from '../../../connection/atomicFile';
import { processStart } from '../../../connection/processIdentity';
import { DeploymentFile, readDeploymentFile, type FrontRecord, type SupervisorRecord } from '../deploymentFiles';
import { DeploymentPlan } from '../servedModel';
import { forkFront } from './frontProcess';
import { MOST_FIRST_TRIES, restartDelay, STEADY_MS } from './restartDelay';

/** A front that drains is given this long; then it is ended as it is. */
const DRAIN_MS = 30_000;
/** Connections that may wait for a front; the next ones are closed. */
const MOST_WAITING = 4096;
const BACKLOG = 1024;

/** Runs until SIGTERM. Never rejects: what goes wrong is written to the log, and ends the process. */
export async function supervise(folder: string): Promise<void> {
  const plan = readDeploymentFile(DeploymentPlan, path.join(folder, DeploymentFile.plan));
  if (plan === undefined) {
    say(`${DeploymentFile.plan} is missing or can't be read: deploy the version again.`);
    process.exitCode = 1;
    return;
  }
  try {
    await new Supervisor(folder, plan).start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(why);
    const record: FrontRecord = { pid: null, ready: false, failures: 0, last_end: why };
    writeFileAtomic(path.join(folder, DeploymentFile.front), JSON.stringify(record));
    process.exitCode = 1;
  }
}

class Supervisor {
  readonly #server: Server;
  #front: ChildProcess | undefined;
  #ready = false;
  #waiting: Socket[] = [];
  /** on its way to the front */
  #handed: Socket | undefined;
  #record: FrontRecord = { pid: null, ready: false, failures: 0, last_end: null };
  /** fronts in a row that have not answered for long */
  #unsteady = 0;
  /** whether any front has answered since this supervisor began */
  #everReady = false;
  /** what the front said of its own end */
  #why: string | undefined;
  #stopping = false;

  constructor(private readonly folder: string, private readonly plan: DeploymentPlan) {
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#take(socket));
  }

  async start(): Promise<void> {
    const { host } = this.plan;
    const port = await this.#listen();
    const start = processStart(process.pid);
    const record: SupervisorRecord = { pid: process.pid, ...(start === undefined ? {} : { start }), started_at: Date.now(), host, port };
    writeFileAtomic(path.join(this.folder, DeploymentFile.supervisor), JSON.stringify(record));
    say(`${this.plan.name} listens on ${host}:${port}`);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => this.#stop());
    }
    this.#begin();
  }

  #listen(): Promise<number> {
    const { host, port } = this.plan;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
        ? new Error(`Port ${port} is taken by another program. Deploy again with another one, or without one for any that is free.`) : error));
      this.#server.listen({ host, port, backlog: BACKLOG }, () => {
        const address = this.#server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : port);
      });
    });
  }

  #take(socket: Socket): void {
    // A client that breaks off while it waits is nobody's fault, and no reason to end.
    socket.on('error', () => socket.destroy());
    if (this.#waiting.length < MOST_WAITING && !this.#stopping) {
      this.#waiting.push(socket);
      this.#handNext();
    } else {
      socket.destroy();
    }
  }

  /** One after the other: of a connection that a front has not said to have taken when it ends, nothing is lost, and the next one gets it. */
  #handNext(): void {
    if (!this.#ready || this.#handed !== undefined || this.#front?.connected !== true) {
      return;
    }
    const socket = this.#waiting.find(({ destroyed }) => !destroyed);
    this.#waiting = socket === undefined ? [] : this.#waiting.slice(this.#waiting.indexOf(socket) + 1);
    if (socket !== undefined) {
      this.#handed = socket;
      // Whether it arrives is told by the front, or by its end.
      this.#front.send('connection', socket, { keepOpen: true }, () => undefined);
    }
  }

  #begin(): void {
    const since = Date.now();
    const front = forkFront(this.folder, 'inherit');
    this.#front = front;
    this.#write({ pid: front.pid ?? null, ready: false });
    front.on('message', (message) => {
      if (message === 'ready') {
        this.#ready = true;
        this.#write({ ready: true });
        this.#everReady = true;
      } else if (message === 'leaving') {
        this.#ready = false;
        this.#write({ ready: false });
      } else if (message !== null && typeof message === 'object' && 'failed' in message) {
        this.#why = String(message.failed);
      } else if (message === 'taken') {
        this.#handed?.destroy();
        this.#handed = undefined;
      }
      this.#handNext();
    });
    front.once('error', (error) => say(`the front could not be started: ${error.message}`));
    front.once('exit', (code, signal) => {
      this.#ready = false;
      this.#front = undefined;
      if (this.#handed !== undefined) {
        this.#waiting.unshift(this.#handed);
        this.#handed = undefined;
      }
      if (this.#stopping) {
        this.#end(code ?? 1);
        return;
      }
      this.#unsteady = Date.now() - since < STEADY_MS ? this.#unsteady + 1 : 1;
      const how = this.#why ?? (signal === null ? `exit code ${code}` : `${signal}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`);
      this.#why = undefined;
      if (!this.#everReady && this.#unsteady >= MOST_FIRST_TRIES) {
        say(`the front has ended ${this.#unsteady} times before it answered once: ${how}`);
        this.#write({ pid: null, failures: this.#record.failures + 1, last_end: how });
        process.exit(1);
      }
      const delay = restartDelay(this.#unsteady);
      say(`the front ended with ${how}; another one comes ${delay === 0 ? 'at once' : `in ${delay} ms`}`);
      this.#write({ pid: null, ready: false, failures: this.#record.failures + 1, last_end: how });
      setTimeout(() => { if (!this.#stopping) { this.#begin(); } }, delay);
    });
  }

  #stop(): void {
    if (this.#stopping) {
      return;
    }
    this.#stopping = true;
    say('stopping');
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) {
      socket.destroy();
    }
    if (this.#front === undefined) {
      this.#end(0);
      return;
    }
    const front = this.#front;
    front.kill('SIGTERM');
    setTimeout(() => front.kill('SIGKILL'), DRAIN_MS).unref();
  }

  #end(code: number): void {
    this.#write({ pid: null, ready: false });
    say('stopped');
    process.exit(code);
  }

  #write(change: Partial<FrontRecord>): void {
    this.#record = { ...this.#record, ...change };
    writeFileAtomic(path.join(this.folder, DeploymentFile.front), JSON.stringify(this.#record));
  }
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
