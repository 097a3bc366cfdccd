/** How a person names a version: `MODEL/VERSION`, `MODEL@ALIAS`, or a `models:/` URI of either. */
import { InvalidArgumentError } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import { absent, EngineError } from '../connection/engineError';
import type { ModelVersion } from '../protocol/registry';
import { CommandFailure } from './session';

export type VersionName = { readonly name: string } & ({ readonly version: string } | { readonly alias: string });

const FORM = 'Name a version as MODEL/VERSION or MODEL@ALIAS, such as iris/3 or iris@champion.';

/** For arguments of commands. @throws InvalidArgumentError for what is neither */
export function parseVersionName(text: string): VersionName {
  const plain = text.replace(/^models:\/+/, '');
  const slash = plain.lastIndexOf('/');
  const at = plain.lastIndexOf('@');
  if (slash >= 0) {
    const [name, version] = [plain.slice(0, slash), plain.slice(slash + 1)];
    if (name.includes('/')) {
      throw new InvalidArgumentError(`The name of a model has no "/". ${FORM}`);
    }
    if (name.trim() !== '' && /^\d+$/.test(version)) {
      return { name, version };
    }
    if (name.trim() !== '' && version.toLowerCase() === 'latest') {
      return { name, alias: 'latest' };
    }
    throw new InvalidArgumentError(`"${version}" is no number of a version. ${FORM}`);
  }
  if (at <= 0 || at === plain.length - 1) {
    throw new InvalidArgumentError(FORM);
  }
  return { name: plain.slice(0, at), alias: plain.slice(at + 1) };
}

/** @throws CommandFailure that says what there is instead */
export async function findVersion(client: EngineClient, named: VersionName): Promise<ModelVersion> {
  const model = await client.registry.model(named.name).catch(absent);
  if (model === undefined) {
    const names = (await client.registry.models({ max_results: 20 })).models.map(({ name }) => name);
    throw new CommandFailure(`No model is called "${named.name}". ${names.length === 0 ? 'None is registered yet: mlflow.register_model or registered_model_name= makes one.' : `There are: ${names.join(', ')}.`}`);
  }
  if ('version' in named) {
    const version = await client.registry.version(named.name, named.version).catch(absent);
    if (version === undefined) {
      throw new CommandFailure(`${named.name} has no version ${named.version}. "slipway models" lists those that are there.`);
    }
    return version;
  }
  try {
    return await client.registry.versionByAlias(named.name, named.alias);
  } catch (error) {
    if (!(error instanceof EngineError)) {
      throw error;
    }
    const aliases = (model.aliases ?? []).map(({ alias, version }) => `${alias} (version ${version})`);
    throw new CommandFailure(`${named.name} has no alias "${named.alias}". ${aliases.length === 0 ? 'It has none yet: name a version by its number.' : `It has: ${aliases.join(', ')}.`}`, { cause: error });
  }
}
