/** A slipway.yaml on disk. Loads the schema only when there is one to read. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ProjectFile } from '../protocol/projectFile';
import type { FileProblem } from './problem';

export interface ReadProjectFile {
  /** undefined: so broken that nothing can be said of it */
  readonly file: ProjectFile | undefined;
  /** the first fault of it: then nothing in it holds */
  readonly fault?: FileProblem;
}

/**
 * @param file absolute path of a slipway.yaml
 * @returns undefined when there is none
 */
export async function readProjectFile(file: string): Promise<ReadProjectFile | undefined> {
  if (!existsSync(file)) {
    return undefined;
  }
  const { parseProjectFile } = await import('./parse');
  const { file: parsed, problems } = parseProjectFile(await readFile(file, 'utf8'));
  const fault = problems.find(({ severity }) => severity === 'error');
  return { file: parsed, ...(fault === undefined ? {} : { fault }) };
}
