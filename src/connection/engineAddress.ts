/** Where an engine is and what opens it. */
import type { RuntimeFile } from '../protocol/engine';

export interface EngineAddress {
  /** http://127.0.0.1:PORT, no credential, no slash at the end */
  readonly url: string;
  /** opens the MLflow routes; undefined: the engine asks for none (--no-auth) */
  readonly clientToken?: string;
  /** opens /slipway/v1 too */
  readonly rootToken?: string;
  readonly version: string;
  readonly pid: number;
  /** absolute path of the .slipway folder */
  readonly store: string;
}

/** The address that a runtime file tells. An engine that listens on all interfaces is spoken to through the loopback. */
export function addressOf(runtime: RuntimeFile): EngineAddress {
  return {
    url: engineUrl(runtime.host, runtime.port),
    ...(runtime.client_token === '' ? {} : { clientToken: runtime.client_token }),
    ...(runtime.root_token === '' ? {} : { rootToken: runtime.root_token }),
    version: runtime.version,
    pid: runtime.pid,
    store: runtime.store,
  };
}

/** @param host as it was listened on: 0.0.0.0 and :: stand for every interface, `localhost` may mean two */
export function engineUrl(host: string, port: number): string {
  const loopback = host === '0.0.0.0' || host === '::' || host === 'localhost' || host === '';
  const name = loopback ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
