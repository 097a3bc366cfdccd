/** Reads plan.json, and tells the engine where this process is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Value } from 'typebox/value';
import { writeFileAtomic } from '../../../connection/atomicFile';
import { processStart } from '../../../connection/processIdentity';
import { DeploymentPlan } from '../servedModel';

/** @throws Error in a sentence: no plan there, or not one that this version reads */
export function readPlan(folder: string): DeploymentPlan {
  const file = path.join(folder, 'plan.json');
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The plan of this deployment, ${file}, cannot be read (${error instanceof Error ? error.message : String(error)}). Deploy the version again.`, { cause: error });
  }
  if (!Value.Check(DeploymentPlan, plan)) {
    const [fault] = Value.Errors(DeploymentPlan, plan);
    throw new Error(`The plan of this deployment, ${file}, is not one that this version of Slipway reads: ${fault === undefined ? 'unknown fault' : `${fault.instancePath === '' ? 'it' : fault.instancePath} ${fault.message}`}. Deploy the version again.`);
  }
  return plan;
}

/** Says that the deployment answers: process.json is there whole or not at all. */
export function writeProcessFile(folder: string, host: string, port: number): string {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  writeFileAtomic(path.join(folder, 'process.json'), `${JSON.stringify({ pid: process.pid, start: processStart(process.pid) ?? null, port, url, started_at: Date.now() })}\n`);
  return url;
}
