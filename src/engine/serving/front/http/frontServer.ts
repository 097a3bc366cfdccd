/** The HTTP server of a deployment: finds the route, reads the body, answers, and tells of every answer once. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { MlflowError } from '../../../mlflowErrors';
import { pathOf } from '../../../security';
import { refuseForeign } from './access';
import { HungUp, readBody } from './body';
import { json, type Call, type Protocol, type Reply } from './exchange';
import { finderOf, type FoundRoute } from './routing';
import type { RequestIds } from './requestIds';

/** How a request that asked the model ended. */
export interface Answered {
  readonly call: Call;
  readonly protocol: string;
  readonly status: number;
  readonly outcome: 'answered' | 'refused' | 'failed' | 'hung_up';
  readonly error?: string;
  /** milliseconds from its header to its answer */
  readonly latency: number;
}

export interface FrontServerOptions {
  readonly protocols: readonly Protocol[];
  readonly ids: RequestIds;
  readonly answered: (answered: Answered) => void;
  /** what nobody expected, for the log */
  readonly unexpected: (error: unknown) => void;
}

export class FrontServer {
  readonly http: Server;
  readonly #find: (method: string, path: string) => FoundRoute | 'method' | undefined;
  /** requests that have come and are not answered */
  #open = 0;
  #draining = false;
  readonly #idle: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(private readonly options: FrontServerOptions) {
    this.#find = finderOf(options.protocols);
    this.http = createServer({ keepAliveTimeout: 75_000, requestTimeout: 60_000, headersTimeout: 20_000 }, (request, response) => {
      void this.#serve(request, response);
    });
    this.http.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Answers what has come; what comes from now on is told to go elsewhere. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
    // Large answers may still be on their way to slow readers.
    await Promise.all([...this.#sockets].map(flushed));
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      this.http.closeIdleConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    if (this.#draining) {
      send(response, { ...json({ error_code: 'TEMPORARILY_UNAVAILABLE', message: 'This deployment is shutting down. Try again: what takes its place answers.' }, 503), headers: { connection: 'close' } }, undefined);
      return;
    }
    this.#open += 1;
    try {
      await this.#answer(request, response, started);
    } catch (error) {
      this.options.unexpected(error);
      response.destroy();
    } finally {
      this.#open -= 1;
      if (this.#open === 0) {
        this.#idle.splice(0).forEach((resolve) => resolve());
      }
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, started: number): Promise<void> {
    const path = pathOf(request.url ?? '/');
    const found = this.#find(request.method ?? 'GET', path);
    if (found === undefined || found === 'method') {
      request.resume();
      send(response, json({ detail: found === undefined ? 'Not Found' : 'Method Not Allowed' }, found === undefined ? 404 : 405), undefined);
      return;
    }
    const call: Call = { id: this.options.ids.idOf(request.headers['x-request-id']), path, headers: request.headers, body: EMPTY, parts: found.parts };
    const { reply, error } = await this.#reply(found, call, request);
    const gone = reply === undefined || response.destroyed;
    if (!gone) {
      send(response, reply, call.id, call.arm?.key);
    }
    if (found.route.scores === true) {
      const status = gone ? 499 : reply.status;
      this.options.answered({
        call, protocol: found.protocol.name, status, outcome: gone ? 'hung_up' : status < 400 ? 'answered' : status < 500 ? 'refused' : 'failed', error, latency: performance.now() - started,
      });
    }
  }

  async #reply(found: FoundRoute, call: Call, request: IncomingMessage): Promise<{ reply?: Reply; error?: string }> {
    try {
      if (found.route.open !== true) {
        refuseForeign(request.headers);
      }
      if (request.method === 'POST') {
        call.body = await readBody(request);
      }
      return { reply: await found.route.answer(call) };
    } catch (error) {
      if (error instanceof HungUp) {
        return { error: error.message };
      }
      const told = this.#told(error);
      const fault = found.protocol.fault(told);
      // What was not read of a refused request would be taken for the next one.
      return { reply: request.complete ? fault : { ...fault, headers: { ...fault.headers, connection: 'close' } }, error: told.message };
    }
  }

  #told(error: unknown): MlflowError {
    if (error instanceof MlflowError) {
      return error;
    }
    this.options.unexpected(error);
    return new MlflowError('INTERNAL_ERROR', `The model failed on this request: ${error instanceof Error ? error.message : String(error)}. The log of the deployment says more.`);
  }
}

const EMPTY = Buffer.alloc(0);
/** Other letters can't stand in a header. */
const HEADER_SAFE = /^[\x20-\x7e]*$/;
const NONE: Readonly<Record<string, string>> = {};

async function flushed(socket: Socket): Promise<void> {
  if (socket.writableLength > 0 && !socket.destroyed) {
    await new Promise<void>((resolve) => {
      socket.once('drain', resolve);
      socket.once('close', resolve);
    });
  }
}

/** @param version "MODEL/VERSION" that has answered */
function send(response: ServerResponse, reply: Reply, id: string | undefined, version?: string): void {
  // A flat list is what the server writes from: an object would be turned into one for every answer.
  const length = typeof reply.body === 'string' ? Buffer.byteLength(reply.body) : reply.body.length;
  const headers = ['content-type', reply.type, 'content-length', String(length), 'x-content-type-options', 'nosniff'];
  if (id !== undefined) {
    headers.push('x-request-id', id);
  }
  if (version !== undefined) {
    headers.push('x-slipway-version', HEADER_SAFE.test(version) ? version : encodeURI(version));
  }
  for (const [name, value] of Object.entries(reply.headers ?? NONE)) {
    headers.push(name, value);
  }
  response.writeHead(reply.status, headers);
  // Text without anything beyond ASCII, which most answers are, is the same bytes in Latin-1, and those cost no counting.
  response.end(reply.body, length === reply.body.length ? 'latin1' : 'utf8');
}
