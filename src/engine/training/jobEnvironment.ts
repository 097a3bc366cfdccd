/** The environments that the user's programs get: a job's command, and Python that only loads models. */
import type { EngineAddress } from '../../connection/engineAddress';
import { ownTracking, trackingVariables } from '../../connection/trackingEnvironment';
import { RunTag } from '../../protocol/runTags';

/** What belongs to the editor and would change how a user's Node or Electron programs run, and what opens the engine. */
const STRIPPED = /^(ELECTRON_RUN_AS_NODE|ELECTRON_NO_ASAR|ELECTRON_NO_ATTACH_CONSOLE|NODE_OPTIONS|NODE_CHANNEL_FD|NODE_CHANNEL_SERIALIZATION_MODE|VSCODE_.*|SLIPWAY_(CLIENT|ROOT)_TOKEN)$/i;

/** Settings of a tracking client. */
const TRACKING = /^MLFLOW_(TRACKING_|RUN_|EXPERIMENT_|REGISTRY_|RUN_CONTEXT|ACTIVE_MODEL)/i;

/** @returns the requester's environment without what is the editor's own */
export function cleaned(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !STRIPPED.test(name)));
}

/**
 * What Python gets when it only loads models: nothing that it does is to be recorded anywhere, nor to reach a server, nor to leave files beside its code.
 * @param env of the requester
 * @param database absolute path of a file of ours: where mlflow would track to, if a model did
 */
export function untracked(env: Readonly<Record<string, string>>, database: string): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(cleaned(env)).filter(([name]) => !TRACKING.test(name)));
  return { ...kept, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1', MLFLOW_TRACKING_URI: `sqlite:///${database}` };
}

/**
 * The whole environment of a job's command. A tracking variable of the user's own wins: then nothing is injected.
 * @param env what the requester sent
 */
export function jobEnvironment(env: Readonly<Record<string, string>>, address: EngineAddress, job: { readonly id: string; readonly experiment: string | null }): Record<string, string> {
  const base: Record<string, string> = { ...cleaned(env), PYTHONUNBUFFERED: '1' };
  if (ownTracking(base) !== undefined) {
    return base;
  }
  // A terminal's or a notebook's tags do not hold here.
  const context = { [RunTag.job]: job.id, [RunTag.origin]: 'job' };
  return { ...base, ...trackingVariables(address, context, base), ...(job.experiment === null ? {} : { MLFLOW_EXPERIMENT_NAME: job.experiment }) };
}
