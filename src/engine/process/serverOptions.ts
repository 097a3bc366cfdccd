/** The command line of an engine process: the same flags detached and in the foreground. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isIP } from 'node:net';

export interface ServerOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  readonly host: string;
  /** undefined: the port of last time, else any */
  readonly port?: number;
  readonly defaultArtifactRoot?: string;
  readonly artifactsDestination?: string;
  readonly allowedHosts: readonly string[];
  readonly auth: boolean;
  /** prints its address and stays until it is told to stop; detached, it ends by itself when nobody needs it */
  readonly foreground: boolean;
  /** milliseconds without anyone that needs it after which a detached engine ends */
  readonly idleMs: number;
  /** from SLIPWAY_CLIENT_TOKEN and SLIPWAY_ROOT_TOKEN: never flags, which every user of the machine can read */
  readonly tokens?: { readonly client: string; readonly root: string };
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

const IDLE_SECONDS = 15 * 60;
const SHORTEST_TOKEN = 16;

/**
 * @param args without node and script
 * @throws UsageError that says what is wrong
 */
export function parseServerOptions(args: readonly string[], env: NodeJS.ProcessEnv): ServerOptions {
  const { values } = parse(args);
  if (values.store === undefined || values.store === '') {
    throw new UsageError('--store DIR is missing: it names the .slipway folder to serve.');
  }
  const host = values.host ?? '127.0.0.1';
  const auth = values['no-auth'] !== true;
  if (!auth && !isLoopback(host)) {
    throw new UsageError(`--no-auth on ${host} would let everyone in the network read and change your runs. Leave out --no-auth, or listen on 127.0.0.1.`);
  }
  const tokens = auth ? tokensOf(env) : undefined;
  return {
    store: path.resolve(values.store), host, auth, foreground: values.foreground === true,
    ...(values.port === undefined ? {} : { port: wholeNumber('--port', values.port, 65_535) }),
    ...(values['default-artifact-root'] === undefined ? {} : { defaultArtifactRoot: values['default-artifact-root'] }),
    ...(values['artifacts-destination'] === undefined ? {} : { artifactsDestination: values['artifacts-destination'] }),
    ...(tokens === undefined ? {} : { tokens }),
    allowedHosts: (values['allowed-hosts'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''),
    idleMs: seconds('SLIPWAY_IDLE_SECONDS', env['SLIPWAY_IDLE_SECONDS'], IDLE_SECONDS) * 1000,
  };
}

function parse(args: readonly string[]): { values: Partial<Record<'store' | 'host' | 'port' | 'default-artifact-root' | 'artifacts-destination' | 'allowed-hosts', string>> & { 'no-auth'?: boolean; foreground?: boolean } } {
  try {
    return parseArgs({
      args: [...args], strict: true, allowPositionals: false,
      options: {
        store: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' },
        'default-artifact-root': { type: 'string' }, 'artifacts-destination': { type: 'string' }, 'allowed-hosts': { type: 'string' },
        'no-auth': { type: 'boolean' }, foreground: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Whether only this machine can reach a listener on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function tokensOf(env: NodeJS.ProcessEnv): ServerOptions['tokens'] {
  const client = env['SLIPWAY_CLIENT_TOKEN'];
  const root = env['SLIPWAY_ROOT_TOKEN'];
  if (!client && !root) {
    return undefined;
  }
  if (!client || !root || client === root || Math.min(client.length, root.length) < SHORTEST_TOKEN) {
    throw new UsageError(`SLIPWAY_CLIENT_TOKEN and SLIPWAY_ROOT_TOKEN belong together: set both, to two different values of at least ${SHORTEST_TOKEN} characters, or neither.`);
  }
  return { client, root };
}

function wholeNumber(what: string, text: string, max: number): number {
  if (!/^\d+$/.test(text) || Number(text) > max) {
    throw new UsageError(`${what} must be a whole number from 0 to ${max}, not "${text}".`);
  }
  return Number(text);
}

function seconds(what: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') {
    return otherwise;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new UsageError(`${what} must be a number of seconds above 0, not "${text}".`);
  }
  return value;
}
