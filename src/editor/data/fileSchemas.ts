/** Which slipway.yaml a data file belongs to, and the schemas for it that stand there. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type { Project } from '../connection/project';
import { PROJECT_FILE } from '../language/language';
import { type NamedSchema, schemasOf } from '../../projectFile/dataSchemas';
import { problemText } from '../../projectFile/problem';
import { readProjectFile } from '../../projectFile/read';
import { Problem } from '../problem';

/** The nearest slipway.yaml upward from a data file, as far as the folder of its project; that folder's, which need not exist, where there is none. */
export function projectFileOf(project: Project, dataFile: string): string {
  const root = path.dirname(project.store);
  for (let at = path.dirname(dataFile); at.startsWith(root + path.sep); at = path.dirname(at)) {
    if (existsSync(path.join(at, PROJECT_FILE))) {
      return path.join(at, PROJECT_FILE);
    }
  }
  return path.join(root, PROJECT_FILE);
}

/** @throws Problem where slipway.yaml has a fault */
export async function schemasFor(projectFile: string, dataFile: string): Promise<NamedSchema[]> {
  const read = await readProjectFile(projectFile);
  if (read?.fault !== undefined) {
    throw new Problem(problemText(path.basename(projectFile), read.fault));
  }
  return schemasOf(projectFile, read?.file?.data).filter(({ file }) => file === dataFile);
}
