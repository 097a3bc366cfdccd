/** The files of a version: where they stand, and which of them run code. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { present } from '../registry/provenance';
import type { RegistryService } from '../registry/service';
import { splitUri } from '../registry/source';
import { confined, localFolder } from '../tracking/artifacts/artifactPaths';
import type { TrackingService } from '../tracking/service';
import { type CodeFile, codeFiles } from '../registry/codeFiles';
import { GateProblem } from './gateProblem';
import { type ModelFile, readModelFile } from './modelFile';
import type { Subject } from './subject';

/** elsewhere: at a place that this engine does not read */
export type Loaded =
  | { readonly kind: 'here'; readonly folder: string; readonly files: readonly CodeFile[]; /** undefined: it is no MLflow model */ readonly model: ModelFile | undefined }
  | { readonly kind: 'elsewhere'; readonly location: string };

/** @throws GateProblem when the files were on this machine and are gone */
export async function loadable(registry: RegistryService, tracking: TrackingService, { version, label }: Subject): Promise<Loaded> {
  const location = registry.versions.location(version.name, version.version);
  const folder = await folderOf(tracking, location, label);
  if (folder === undefined) {
    return { kind: 'elsewhere', location };
  }
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    throw new GateProblem(`The files of ${label} are gone: there is nothing at ${folder}. Log the model again and register it as a new version.`);
  }
  const described = found.isDirectory() && (await stat(path.join(folder, 'MLmodel')).catch(() => undefined))?.isFile() === true;
  return { kind: 'here', folder, files: await codeFiles(folder), model: described ? await readModelFile(folder) : undefined };
}

async function folderOf(tracking: TrackingService, location: string, label: string): Promise<string | undefined> {
  const uri = splitUri(location);
  if (uri.scheme !== 'runs') {
    return localFolder(location, tracking.artifacts.destination);
  }
  const [runId = '', ...rest] = uri.path.replace(/^\/+/, '').split('/');
  if (present(() => tracking.run(runId)) === undefined) {
    throw new GateProblem(`The run ${runId} that holds the files of ${label} is gone. Log the model again and register it as a new version.`);
  }
  const root = tracking.artifactFolder(runId);
  return root === undefined ? undefined : confined(root, rest.join('/'));
}
