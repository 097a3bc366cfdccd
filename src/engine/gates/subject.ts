/** The version that is judged, or the one that it is compared with: what the store knows of it. */
import path from 'node:path';
import { access } from 'node:fs/promises';
import type { WireNumber } from '../../protocol/mlflow';
import type { ModelVersion } from '../../protocol/registry';
import { MlflowError } from '../mlflowErrors';
import type { RegistryService } from '../registry/service';
import { splitUri } from '../registry/source';
import { confined, localFolder } from '../tracking/artifacts/artifactPaths';
import type { TrackingService } from '../tracking/service';
import { GateProblem } from './gateProblem';

export interface Subject {
  readonly version: ModelVersion;
  /** "iris v3" */
  readonly label: string;
  /** latest values that its logged model or its run has recorded; the model's own first */
  readonly metrics: ReadonlyMap<string, WireNumber>;
  /** whether a run of this store made it */
  readonly home: boolean;
  /** why it has no metrics, where that is known */
  readonly lacks?: string;
}

/** @throws GateProblem when there is no such version */
export function subjectOf(registry: RegistryService, tracking: TrackingService, name: string, version: string): Subject {
  const found = present(() => registry.versions.get(name, version));
  if (found === undefined) {
    throw new GateProblem(`Version ${version} of ${name} is gone. "slipway models" lists those that are there.`);
  }
  const label = `${name} v${found.version}`;
  const run = found.run_id === '' ? undefined : present(() => tracking.run(found.run_id));
  const model = found.model_id === undefined ? undefined : present(() => tracking.models.get(found.model_id ?? '', false));
  const ofRun = (run?.data.metrics ?? []).map(({ key, value }) => [key, value] as const);
  // Several data sets may have been measured: the newest value counts.
  const ofModel = (model?.data.metrics ?? []).toSorted((a, b) => a.timestamp - b.timestamp || a.step - b.step).map(({ key, value }) => [key, value] as const);
  const lacks = run !== undefined || model !== undefined ? undefined
    : found.run_id === '' ? `${label} comes from no run, so nothing was recorded of it` : `the run ${found.run_id} of ${label} is gone`;
  return { version: found, label, metrics: new Map([...ofRun, ...ofModel]), home: run !== undefined, ...(lacks === undefined ? {} : { lacks }) };
}

/**
 * The folder on this machine that holds its MLmodel file.
 * @throws GateProblem when the artifacts are gone, or stand elsewhere
 */
export async function modelFolder(registry: RegistryService, tracking: TrackingService, { version, label }: Subject): Promise<string> {
  const location = registry.versions.location(version.name, version.version);
  const folder = await folderOf(tracking, location);
  if (folder === undefined) {
    throw new GateProblem(`The files of ${label} stand at ${location}, which this engine does not read. Log the model to this store and register that one.`);
  }
  try {
    await access(path.join(folder, 'MLmodel'));
  } catch {
    throw new GateProblem(`The files of ${label} are gone: there is no MLmodel in ${folder}. Log the model again and register it as a new version.`);
  }
  return folder;
}

async function folderOf(tracking: TrackingService, location: string): Promise<string | undefined> {
  const uri = splitUri(location);
  if (uri.scheme !== 'runs') {
    return localFolder(location, tracking.artifacts.destination);
  }
  const [runId = '', ...rest] = uri.path.replace(/^\/+/, '').split('/');
  const root = present(() => tracking.artifactFolder(runId));
  return root === undefined ? undefined : confined(root, rest.join('/'));
}

/** What `look` finds; undefined when there is no such thing. */
export function present<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // A missing alias is an invalid parameter upstream.
    if (error instanceof MlflowError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'INVALID_PARAMETER_VALUE')) {
      return undefined;
    }
    throw error;
  }
}
