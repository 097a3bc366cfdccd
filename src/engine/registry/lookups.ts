/** Finds what a request names. */
import { missing } from '../mlflowErrors';
import type { ModelRow } from './modelStore';
import { checkModelName, versionNumber } from './rules';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

/** @throws RESOURCE_DOES_NOT_EXIST */
export function modelRow(stores: RegistryStores, name: string): ModelRow {
  checkModelName(name);
  const row = stores.models.byName(name);
  if (row === undefined) {
    throw missing(`Registered Model with name=${name} not found`);
  }
  return row;
}

/** @throws RESOURCE_DOES_NOT_EXIST, of a deleted version too; INVALID_PARAMETER_VALUE when `version` is no number */
export function versionRow(stores: RegistryStores, name: string, version: string): VersionRow {
  checkModelName(name);
  const number = versionNumber(version);
  const model = stores.models.byName(name);
  const row = model === undefined ? undefined : stores.versions.find(model.id, number);
  if (row === undefined) {
    throw missing(`Model Version (name=${name}, version=${number}) not found`);
  }
  return row;
}
