/** What services read of a slipway.yaml at the moment they need it: its sections, with sentences for what is not there. */
import path from 'node:path';
import { problemText } from '../projectFile/problem';
import { readProjectFile } from '../projectFile/read';
import { PROJECT_FILE, type ProjectFile } from '../protocol/projectFile';
import { invalid } from './mlflowErrors';

export interface ReadProject {
  /** absolute path */
  readonly file: string;
  /** empty where there is no file */
  readonly project: ProjectFile;
}

/** @param root of the project, absolute @throws INVALID_PARAMETER_VALUE in a sentence when the file has a fault */
export async function readProject(root: string): Promise<ReadProject> {
  const file = path.join(root, PROJECT_FILE);
  const read = await readProjectFile(file);
  if (read?.fault !== undefined) {
    throw invalid(problemText(file, read.fault));
  }
  return { file, project: read?.file ?? {} };
}

type Section<T> = Readonly<Record<string, T>> | undefined;

/** What a section says under a name; undefined where it does not. */
export function entryOf<T>(section: Section<T>, name: string): T | undefined {
  return section !== undefined && Object.hasOwn(section, name) ? section[name] : undefined;
}

/** `, only churn, fraud`, for a sentence that something is not there; empty where nothing is. */
export function onlyText(section: Section<unknown>): string {
  const names = Object.keys(section ?? {});
  return names.length === 0 ? '' : `, only ${names.join(', ')}`;
}
