/** Who asks for a change of the registry, and why: what the log keeps of a request. */
import type { FastifyRequest } from 'fastify';
import { userInfo } from 'node:os';
import { RegistryHeader } from '../../protocol/registryReason';

export interface Actor {
  readonly who: string;
  /** the User-Agent */
  readonly client: string;
  /** empty: none was given */
  readonly reason: string;
}

const LONGEST_NAME = 200;
/** characters; what is longer is cut */
export const LONGEST_REASON = 5_000;
/** The user of the tracking URI that Slipway hands out: it names nobody. */
const NOBODY = 'slipway';

/** Tokens belong to the account that runs the engine: who says nothing of himself is its owner. */
export function actorOf(request: FastifyRequest): Actor {
  return {
    who: (header(request, RegistryHeader.user) || basicUser(request.headers.authorization) || owner()).slice(0, LONGEST_NAME),
    client: (request.headers['user-agent'] ?? '').slice(0, LONGEST_NAME),
    reason: header(request, RegistryHeader.reason).slice(0, LONGEST_REASON),
  };
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  if (typeof value !== 'string') {
    return '';
  }
  try {
    return decodeURIComponent(value).trim();
  } catch (error) {
    if (error instanceof URIError) {
      return value.trim(); // a plain text with a percent sign in it
    }
    throw error;
  }
}

function basicUser(authorization: string | undefined): string {
  const match = /^basic\s+(.+)$/i.exec(authorization ?? '');
  const user = match === null ? '' : Buffer.from(match[1] ?? '', 'base64').toString('utf8').split(':', 1)[0] ?? '';
  return user === NOBODY ? '' : user;
}

let ownerName: string | undefined;

function owner(): string {
  if (ownerName === undefined) {
    try {
      ownerName = userInfo().username;
    } catch {
      ownerName = 'unknown'; // an account without an entry, as in some containers
    }
  }
  return ownerName;
}
