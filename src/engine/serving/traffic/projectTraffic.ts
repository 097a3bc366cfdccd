/** What slipway.yaml says is logged of a deployment. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseProjectFile } from '../../../projectFile/parse';
import { problemText } from '../../../projectFile/problem';
import type { TrafficOptions } from '../../../protocol/deploymentTraffic';
import { PROJECT_FILE } from '../../../protocol/projectFile';
import { invalid } from '../../mlflowErrors';

/**
 * @param root absolute folder of the project
 * @param name of the deployment
 * @returns undefined where there is no file, or nothing about it in it
 * @throws INVALID_PARAMETER_VALUE for a file with a fault: what may be logged is not guessed
 */
export function projectTraffic(root: string, name: string): TrafficOptions | undefined {
  const file = path.join(root, PROJECT_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw invalid(`${file} can't be read (${error instanceof Error ? error.message : String(error)}). It may say what is logged of ${name}: check its permissions.`);
  }
  const parsed = parseProjectFile(text);
  const fault = parsed.problems.find(({ severity }) => severity === 'error');
  if (parsed.file === undefined || fault !== undefined) {
    throw invalid(`${fault === undefined ? `${file} can't be read.` : problemText(file, fault)} It may say what is logged of ${name}: mend it, then deploy.`);
  }
  const deployments = parsed.file.deployments ?? {};
  return Object.hasOwn(deployments, name) ? deployments[name]?.traffic : undefined;
}
