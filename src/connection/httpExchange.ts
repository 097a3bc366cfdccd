/**
 * One HTTP request to an engine. `ClientRequest`, not `http.request` or fetch: those follow the proxies that the environment sets, and
 * the editor puts its own in the place of `http.request`, which asks for the proxy and opens a new connection for every request.
 */
import http from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { EngineUnreachable } from './engineError';
import type { EngineAddress } from './engineAddress';

/** Where an engine, or a deployment, listens, and what opens it. */
export type Listener = Pick<EngineAddress, 'url' | 'clientToken' | 'rootToken'>;

export interface Exchange {
  readonly method: string;
  /** path and query */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  /** milliseconds without a sign of life; 0: as long as it takes */
  readonly timeout?: number;
}

/** @returns `Authorization` for the strongest token of the address; nothing where none is asked for */
export function authorization(address: Listener): Record<string, string> {
  const token = address.rootToken ?? address.clientToken;
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/**
 * Sends the request and resolves with the answer's head; the body is still to be read.
 * @throws EngineUnreachable when nothing answers; the signal's reason when aborted
 */
export function exchange(address: Listener, agent: http.Agent, request: Exchange): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.signal?.throwIfAborted();
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
    const outgoing = new http.ClientRequest({
      ...urlToHttpOptions(new URL(request.path, address.url)), method: request.method, agent,
      headers: { ...authorization(address), ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }), ...request.headers },
    });
    const abort = (): void => {
      outgoing.destroy();
      reject(request.signal?.reason instanceof Error ? request.signal.reason : new Error('aborted'));
    };
    request.signal?.addEventListener('abort', abort, { once: true });
    outgoing.setTimeout(request.timeout ?? 60_000, () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('close', () => request.signal?.removeEventListener('abort', abort));
    outgoing.once('error', (error) => reject(new EngineUnreachable(address.url, error)));
    outgoing.once('response', resolve);
    outgoing.end(body);
  });
}

/** Reads a whole body. @throws EngineUnreachable when the engine ends in the middle of it */
export async function readBody(address: Listener, response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) {
      chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    }
  } catch (error) {
    throw new EngineUnreachable(address.url, error instanceof Error ? error : new Error(String(error)));
  }
  return Buffer.concat(chunks);
}
