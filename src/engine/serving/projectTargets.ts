/** The deployments that slipway.yaml describes, by name. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseProjectFile } from '../../projectFile/parse';
import { problemText } from '../../projectFile/problem';
import { type DeploymentTarget, PROJECT_FILE } from '../../protocol/projectFile';
import { invalid } from '../mlflowErrors';

/**
 * @param root absolute folder of the project
 * @returns none where there is no file
 * @throws INVALID_PARAMETER_VALUE for a file with a fault: what may be logged is not guessed
 */
export function projectTargets(root: string): ReadonlyMap<string, DeploymentTarget> {
  const file = path.join(root, PROJECT_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return new Map();
    }
    throw invalid(`${file} can't be read (${error instanceof Error ? error.message : String(error)}). It may say what is logged of a deployment: check its permissions.`);
  }
  const parsed = parseProjectFile(text);
  const fault = parsed.problems.find(({ severity }) => severity === 'error');
  if (parsed.file === undefined || fault !== undefined) {
    throw invalid(`${fault === undefined ? `${file} can't be read.` : problemText(file, fault)} It may say what is logged of a deployment: mend it, then deploy.`);
  }
  return new Map(Object.entries(parsed.file.deployments ?? {}));
}

/**
 * @param aliases of the version
 * @returns the name under which slipway.yaml wants this version to be served; undefined where that is none, or not one alone
 */
export function targetNameOf(targets: ReadonlyMap<string, DeploymentTarget>, model: string, version: string, aliases: readonly string[]): string | undefined {
  const meant = new Set([`${model}/${version}`, ...aliases.map((alias) => `${model}@${alias}`)]);
  const names = [...targets].filter(([, target]) => meant.has(target.model)).map(([name]) => name);
  return names.length === 1 ? names[0] : undefined;
}
