// A project in which real Python runs, tracked by the project's engine as the unmodified mlflow client does it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineClient } from '../../src/connection/engineClient';
import { trackingUri } from '../../src/connection/trackingEnvironment';
import { environmentValue } from './environmentValue';

/** @param words what stands behind `python` @returns what it prints */
export function runPython(engine: EngineClient, folder: string, words: readonly string[]): string {
  const env = { ...process.env, MLFLOW_TRACKING_URI: trackingUri(engine.address), NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
  return execFileSync(environmentValue('SLIPWAY_TEST_PYTHON'), words, { cwd: folder, env, stdio: 'pipe', encoding: 'utf8' });
}

/** Runs a script that stands in the project as `train.py` then. */
export function train(engine: EngineClient, folder: string, script: string): void {
  writeFileSync(path.join(folder, 'train.py'), script);
  runPython(engine, folder, ['train.py']);
}
