/** Makes a registered version servable: its files are found, trusted, and prepared. */
import type { RegistryService } from '../registry/service';
import { ConversionProblem, type PrepareOptions } from './conversion/options';
import { type Prepared, prepareModel } from './conversion/prepare';
import { mustBeTrusted } from './untrusted';

export interface PreparingParts extends Pick<PrepareOptions, 'scripts' | 'graph'> {
  readonly registry: RegistryService;
  /** folder for converted models and for converters */
  readonly conversions: string;
}

export interface VersionToPrepare extends Pick<PrepareOptions, 'root' | 'env' | 'log' | 'signal' | 'progress'> {
  readonly model: string;
  readonly version: string;
  readonly python?: string | undefined;
}

/** @throws ConversionProblem in a sentence, TrustNeeded among them; the signal's reason when that ends it */
export async function prepareVersion({ registry, scripts, graph, conversions }: PreparingParts, wanted: VersionToPrepare): Promise<Prepared> {
  const { model, version, python, root, env, log, signal, progress } = wanted;
  const folder = filesOf(registry, model, version);
  await mustBeTrusted(registry, [{ model, version, folder }]);
  return prepareModel({ folder, cache: conversions, python, scripts, graph, root, env, log, signal, progress });
}

/** @returns absolute path of its folder, or of the one file @throws ConversionProblem where there are no files to serve */
export function filesOf(registry: RegistryService, model: string, version: string): string {
  const folder = registry.versions.folder(model, version);
  if (folder === undefined) {
    throw new ConversionProblem(`The files of ${model}/${version} stand at ${registry.versions.location(model, version)}, which is not on this machine. Download them, and register the folder as a new version.`);
  }
  return folder;
}
