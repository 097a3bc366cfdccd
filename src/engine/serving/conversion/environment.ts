/** What the user's Python gets as its environment when it loads a model for serving. */
import path from 'node:path';
import { untracked } from '../../training/jobEnvironment';

/**
 * @param env of the requester
 * @param cache folder of ours: where mlflow would track to, if a model did
 */
export function servingEnvironment(env: Readonly<Record<string, string>>, cache: string): Record<string, string> {
  return untracked(env, path.join(cache, 'untracked.db'));
}
