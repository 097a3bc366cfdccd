/** Who may ask what, from the first request: token, Host, Origin. A web page in the user's browser must get nothing. */
import type { FastifyInstance } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MlflowError } from './mlflowErrors';

export interface Tokens {
  /** opens the MLflow routes only; stands in the tracking URI */
  readonly client: string;
  /** opens /slipway/v1 too, which can start processes */
  readonly root: string;
}

export interface AccessRules {
  /** undefined: no token is asked for (`--no-auth`) */
  readonly tokens?: Tokens;
  /** host names beside loopback that may stand in `Host`, without port */
  readonly allowedHosts?: readonly string[];
}

/** Names that lead to this machine only. */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);
/** Asked before there is a credential, and by load balancers under any name: they say nothing about the store. */
const OPEN = new Set(['/health', '/version']);

/** Checks every request before its body is read. */
export function guard(app: FastifyInstance, rules: AccessRules): void {
  const allowed = new Set([...LOOPBACK, ...(rules.allowedHosts ?? []).map((host) => host.toLowerCase())]);
  const clientDigest = rules.tokens === undefined ? undefined : digest(rules.tokens.client);
  const rootDigest = rules.tokens === undefined ? undefined : digest(rules.tokens.root);

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    const path = pathOf(request.url);
    if (OPEN.has(path)) {
      done();
      return;
    }
    const refusal = foreign(request.headers, allowed, ENGINE) ?? (clientDigest === undefined || rootDigest === undefined
      ? undefined
      : unauthorized(request.headers.authorization, path, clientDigest, rootDigest));
    if (refusal?.code === 'UNAUTHENTICATED') {
      reply.header('www-authenticate', 'Basic realm="slipway"');
    }
    done(refusal);
  });
}

/** The path of a request target as the router sees it: without query, repeated slashes joined. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return (end < 0 ? url : url.slice(0, end)).replace(/\/{2,}/g, '/');
}

/** @returns the host of a `Host` header in lower case without its port, brackets of an IPv6 address kept */
export function hostName(header: string): string {
  const lower = header.trim().toLowerCase();
  if (lower.startsWith('[')) {
    const close = lower.indexOf(']');
    return close < 0 ? lower : lower.slice(0, close + 1);
  }
  return lower.replace(/:\d*$/, '');
}

/** How what is asked calls itself, and what to do about a name that it does not know. */
export interface Asked { readonly what: string; readonly remedy: string }

const ENGINE: Asked = { what: 'engine', remedy: 'Start it with --allowed-hosts to allow another name.' };

/** @returns 403 for what a web page of somebody else may have sent: by DNS rebinding, or across sites */
export function foreign(headers: IncomingHttpHeaders, allowed: ReadonlySet<string>, { what, remedy }: Asked): MlflowError | undefined {
  const host = headers.host ?? '';
  if (!allowed.has(hostName(host))) {
    return new MlflowError('PERMISSION_DENIED', `Invalid Host header '${host.slice(0, 100)}': this ${what} answers on loopback names only, which keeps web pages from reaching it by DNS rebinding. ${remedy}`);
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return new MlflowError('PERMISSION_DENIED', `Cross-origin request blocked: pages of '${origin.slice(0, 100)}' may not read or write this ${what}.`);
  }
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    return new MlflowError('PERMISSION_DENIED', 'Cross-origin request blocked: a page of another site sent it.');
  }
  return undefined;
}

function unauthorized(header: string | undefined, path: string, client: Buffer, root: Buffer): MlflowError | undefined {
  const token = tokenOf(header);
  if (token === undefined) {
    return new MlflowError('UNAUTHENTICATED', 'This engine asks for a token and the request carried none. Use the tracking URI that "slipway uri" prints (it contains the token), or run in a terminal that Slipway has set up.');
  }
  const given = digest(token);
  // Both are compared always, so that time tells nothing.
  const isClient = timingSafeEqual(given, client);
  const isRoot = timingSafeEqual(given, root);
  if (isRoot) {
    return undefined;
  }
  if (!isClient) {
    return new MlflowError('UNAUTHENTICATED', 'The credential of this request is not this engine\'s token. An entry for this host in ~/.netrc overrides the one in the tracking URI; so does a tracking URI from before the engine took a new port. "slipway uri" prints the one that is right now.');
  }
  if (path === '/slipway' || path.startsWith('/slipway/')) {
    return new MlflowError('PERMISSION_DENIED', 'The token of the tracking URI opens the MLflow routes only; /slipway/v1 is for the editor and the slipway command.');
  }
  return undefined;
}

/** The token of `Bearer <token>` or of `Basic any-user:<token>`. */
function tokenOf(header: string | undefined): string | undefined {
  if (header === undefined) {
    return undefined;
  }
  const space = header.indexOf(' ');
  const scheme = header.slice(0, space).toLowerCase();
  const rest = header.slice(space + 1).trim();
  if (scheme === 'bearer') {
    return rest;
  }
  if (scheme === 'basic') {
    const pair = Buffer.from(rest, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    return colon < 0 ? undefined : pair.slice(colon + 1);
  }
  return undefined;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
