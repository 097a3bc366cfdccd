/** What slipway.yaml asks of a version, as it stands in the file now. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseProjectFile } from '../../projectFile/parse';
import { problemText } from '../../projectFile/problem';
import { type Gate, PROJECT_FILE } from '../../protocol/projectFile';
import { GateProblem } from './gateProblem';

export interface GateRules {
  readonly gate: Gate;
  /** absolute path of the file */
  readonly file: string;
  /** sha256 of the gate in canonical JSON: the same lines in another order, or with other comments, are the same rules */
  readonly digest: string;
}

/**
 * The gate of a registered model.
 * @param root absolute folder of slipway.yaml
 * @returns undefined when there is no file, or no gate for the model in it
 * @throws GateProblem with the place of what is wrong with the file
 */
export async function readRules(root: string, name: string): Promise<GateRules | undefined> {
  const file = path.join(root, PROJECT_FILE);
  const text = await textOf(file);
  if (text === undefined) {
    return undefined;
  }
  const parsed = parseProjectFile(text);
  const fault = parsed.problems.find(({ severity }) => severity === 'error');
  if (parsed.file === undefined || fault !== undefined) {
    throw new GateProblem(fault === undefined ? `${file} can't be read.` : problemText(file, fault));
  }
  const gates = parsed.file.gates ?? {};
  const gate = Object.hasOwn(gates, name) ? gates[name] : undefined;
  return gate === undefined ? undefined : { gate, file, digest: createHash('sha256').update(canonicalJson(gate)).digest('hex') };
}

/** Whether what comes out depends on which version is champion. */
export function needsChampion({ champion, signature, serving }: Gate): boolean {
  return champion !== undefined || signature === 'compatible' || signature === 'same' || serving?.latency?.times_champion !== undefined;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw new GateProblem(`${file} can't be read (${error instanceof Error ? error.message : String(error)}). Check its permissions.`);
  }
}

/** JSON with the names of every object in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part
  ));
}
