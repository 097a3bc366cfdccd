/** Taking the port of last time, so that clients of an engine that died go on with the next one. */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import type { RuntimeFile } from '../../protocol/engine';
import type { ServerOptions } from './serverOptions';

export interface Doors {
  readonly port: number;
  /** undefined: --no-auth */
  readonly tokens?: { readonly client: string; readonly root: string };
}

/** The kernel frees a dead engine's port and its lock on the store in no fixed order: the port gets this long to follow. */
const FREE_TRIES = 10;
const FREE_WAIT_MS = 100;

/** Port and tokens to try first: those of last time, where nothing else was asked for. */
export function rememberedDoors(options: ServerOptions, last: RuntimeFile | undefined): Doors {
  const port = options.port ?? last?.port ?? 0;
  if (!options.auth) {
    return { port };
  }
  // Tokens stay with their port: on another one nobody knows them, and whoever listens on the old one may be told them.
  const kept = last !== undefined && last.port === port && port !== 0 && last.client_token !== '' && last.root_token !== ''
    ? { client: last.client_token, root: last.root_token }
    : newTokens();
  return { port, tokens: options.tokens ?? kept };
}

/** A free port and new tokens. */
export function freshDoors(options: ServerOptions): Doors {
  return options.auth ? { port: 0, tokens: options.tokens ?? newTokens() } : { port: 0 };
}

/** 256 bits each, safe in a URL without encoding. */
function newTokens(): { client: string; root: string } {
  return { client: randomBytes(32).toString('base64url'), root: randomBytes(32).toString('base64url') };
}

/** Waits a moment for a port that is still held by a process that is ending. @returns whether it is free now */
export async function becomesFree(host: string, port: number): Promise<boolean> {
  for (let i = 0; i < FREE_TRIES; i += 1) {
    if (await isFree(host, port)) {
      return true;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, FREE_WAIT_MS);
    });
  }
  return false;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}
