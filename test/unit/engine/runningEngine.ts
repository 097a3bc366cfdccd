/** A real engine on a loopback port with a store in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildEngine, type Engine, type EngineOptions, type EngineRoom } from '../../../src/engine/server';
import { keptLog } from './silentLog';

export const TOKENS = { client: 'the client token', root: 'the root token' };

export interface RunningEngine {
  readonly engine: Engine;
  readonly url: string;
  readonly folder: string;
  /** Sends JSON with the root token. @returns status and parsed answer */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

export async function runEngine(options: Partial<EngineOptions> = {}, rooms: readonly EngineRoom[] = []): Promise<RunningEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-engine-'));
  const engine = await buildEngine({ store: path.join(folder, '.slipway'), tokens: TOKENS, log: keptLog(), ...options }, rooms);
  const url = await engine.app.listen({ host: '127.0.0.1', port: 0 });
  return {
    engine, url, folder,
    ask: async (method, at, body, headers = {}) => {
      const answer = await fetch(url + at, {
        method, headers: { authorization: `Bearer ${TOKENS.root}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) as unknown : text };
    },
    stop: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
