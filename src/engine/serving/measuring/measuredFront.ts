/** One front under measurement: the process that a deployment has, handed its connections as a supervisor does. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { jsonObject } from '../../../wording/parsedJson';
import { forkFront } from '../supervisor/frontProcess';
import { type Askable, Refused } from './answerTimes';
import type { ServedMemory } from './measureProtocol';
import { memoryOf } from './processMemory';

const HOST = '127.0.0.1';
const STDERR = 2;
/** A model that answers no row in this time is not waited for any longer. */
const MOST_MS = 60_000;
/** A front that drains is given this long; then it is ended as it is. */
const DRAIN_MS = 5_000;
const END_MS = 1_000;

export class MeasuredFront implements Askable {
  readonly #front: ChildProcess;
  readonly #server: Server;
  /** one connection, kept open: a client that asks again and again */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #gone: Promise<void>;
  /** what the front said of its own end, or how it ended */
  #end: string | undefined;

  /** Starts its process. @param name for messages @param folder of the plan */
  constructor(private readonly name: string, folder: string) {
    // Its own output is no answer to the engine.
    this.#front = forkFront(folder, STDERR);
    this.#gone = new Promise((resolve) => {
      this.#front.once('exit', (code, signal) => {
        this.#end ??= `its process ended with ${signal ?? `exit code ${code}`}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`;
        resolve();
      });
      this.#front.once('error', (error) => {
        this.#end ??= `its process could not be started (${error.message})`;
        resolve();
      });
    });
    this.#front.on('message', (message) => {
      if (message !== null && typeof message === 'object' && 'failed' in message) {
        this.#end = String(message.failed);
      }
    });
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#hand(socket));
  }

  /** Resolves when it answers. @throws Error in a sentence when the model can't be loaded */
  async begin(): Promise<void> {
    await this.#ready();
    this.#server.listen(0, HOST);
    await once(this.#server, 'listening');
  }

  /** @param id of the request; a new one when left out */
  async ask(body: string, id?: string): Promise<number> {
    const started = performance.now();
    const { status, text } = await this.#post(body, id).catch((thrown: unknown) => this.#broken(thrown));
    const took = performance.now() - started;
    if (status !== 200) {
      throw new Refused(`${status}, ${messageIn(text)}`);
    }
    return took;
  }

  async memory(): Promise<ServedMemory> {
    const { own, others } = await memoryOf(this.#front.pid ?? 0);
    return { front: own, python: others };
  }

  /** Ends it with all that it started. */
  async end(): Promise<void> {
    this.#agent.destroy();
    this.#server.close();
    this.#front.kill('SIGTERM');
    await Promise.race([this.#gone, setTimeout(DRAIN_MS, undefined, { ref: false })]);
    this.kill();
    await this.#gone;
  }

  /** Ends it as it is; its Python ends with it. */
  kill(): void {
    this.#front.kill('SIGKILL');
  }

  #ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#front.on('message', (message) => {
        if (message === 'ready') {
          resolve();
        }
      });
      void this.#gone.then(() => reject(new Error(`${this.name} can't be served: ${this.#end}`)));
    });
  }

  #hand(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    // Of the two copies of a connection only the front's is used.
    const taken = (message: unknown): void => {
      if (message === 'taken') {
        this.#front.off('message', taken);
        socket.destroy();
      }
    };
    this.#front.on('message', taken);
    this.#front.send('connection', socket, { keepOpen: true }, () => undefined);
  }

  /** A connection that breaks is mostly the end of its process, which says more, and a little later. */
  async #broken(thrown: unknown): Promise<never> {
    await Promise.race([this.#gone, setTimeout(END_MS, undefined, { ref: false })]);
    throw new Error(`${this.name} did not answer while it was measured: ${this.#end ?? (thrown instanceof Error ? thrown.message : String(thrown))}. Deploy it to see what it does.`);
  }

  #post(body: string, id: string | undefined): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const { port } = this.#server.address() as AddressInfo;
      const sent = request({
        host: HOST, port, path: '/invocations', method: 'POST', agent: this.#agent, timeout: MOST_MS,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...(id === undefined ? {} : { 'x-request-id': id }) },
      }, (response: IncomingMessage) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
        response.once('error', reject);
      });
      sent.once('timeout', () => sent.destroy(new Error(`it gave no answer to one row in ${MOST_MS / 1000} s`)));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

/** What a refusal says, in MLflow's form, else as it is. */
function messageIn(text: string): string {
  const message = jsonObject(text)?.['message'];
  return typeof message === 'string' ? message : text;
}
