// A real engine on a store, for any layer of tests: the same one that a window on that folder finds.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineClient } from '../../src/connection/engineClient';
import { ensureEngine } from '../../src/connection/ensureEngine';

/** The checkout that the tests run in. */
export const checkout = process.env.SLIPWAY_CHECKOUT ?? process.cwd();

/** Node 22 or newer: what `npm test` names, else the one of node_modules. */
export function testNode(): string {
  return process.env.SLIPWAY_NODE ?? path.join(checkout, 'node_modules', '.bin', 'node');
}

/** Finds or starts the engine of `<folder>/.slipway` from dist/. Whoever calls closes the client and ends the engine. */
export async function engineOf(folder: string): Promise<EngineClient> {
  const { version } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as { version: string };
  const address = await ensureEngine({ store: path.join(folder, '.slipway'), node: testNode(), entry: path.join(checkout, 'dist', 'engine.js'), version });
  return new EngineClient(address);
}
