/** What the user's Python gets as its environment when it loads a model for serving. */
import path from 'node:path';
import { cleaned } from '../../training/jobEnvironment';

/** Settings of a tracking client: nothing that serving does is to be recorded anywhere, nor to reach a server. */
const TRACKING = /^MLFLOW_(TRACKING_|RUN_|EXPERIMENT_|REGISTRY_|RUN_CONTEXT|ACTIVE_MODEL)/i;

/**
 * @param env of the requester
 * @param cache folder of ours: where mlflow would track to, if a model did
 */
export function servingEnvironment(env: Readonly<Record<string, string>>, cache: string): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(cleaned(env)).filter(([name]) => !TRACKING.test(name)));
  return { ...kept, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1', MLFLOW_TRACKING_URI: `sqlite:///${path.join(cache, 'untracked.db')}` };
}
