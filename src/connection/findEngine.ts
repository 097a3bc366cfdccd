/** Looking for the engine of a store. Looking starts nothing and creates nothing. */
import type { EngineInfo, RuntimeFile } from '../protocol/engine';
import { addressOf, type EngineAddress } from './engineAddress';
import { EngineClient } from './engineClient';
import { EngineError, EngineUnreachable } from './engineError';
import { isRunning } from './processIdentity';
import { readRuntimeFile } from './runtimeFile';

const ANSWER_MS = 5_000;

/**
 * @param store absolute path of a .slipway folder
 * @returns the engine that runs for it and answers; undefined when there is none
 */
export async function findEngine(store: string): Promise<EngineAddress | undefined> {
  const runtime = readRuntimeFile(store);
  // The token goes to no port whose owner is not the very process that wrote the file: another user may listen there by now.
  if (runtime === undefined || !isRunning(runtime.pid, runtime.process_start)) {
    return undefined;
  }
  const address = addressOf(runtime);
  const info = await ask(address);
  return info !== undefined && isSame(info, runtime) ? address : undefined;
}

async function ask(address: EngineAddress): Promise<EngineInfo | undefined> {
  const client = new EngineClient(address);
  try {
    return await client.engine(AbortSignal.timeout(ANSWER_MS));
  } catch (error) {
    if (error instanceof EngineError || error instanceof EngineUnreachable || (error instanceof Error && error.name === 'TimeoutError')) {
      return undefined;
    }
    throw error;
  } finally {
    client.close();
  }
}

function isSame(info: EngineInfo, runtime: RuntimeFile): boolean {
  return info.store_id === runtime.store_id && info.pid === runtime.pid;
}
