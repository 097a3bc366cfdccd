/** The stores of the registry room, made once per database. */
import type { Database } from '../database/open';
import { AuditStore } from './auditStore';
import { ModelStore } from './modelStore';
import { VersionStore } from './versionStore';

export interface RegistryStores {
  readonly models: ModelStore;
  readonly versions: VersionStore;
  readonly audit: AuditStore;
}

export function makeRegistryStores({ sqlite }: Database): RegistryStores {
  return { models: new ModelStore(sqlite), versions: new VersionStore(sqlite), audit: new AuditStore(sqlite) };
}
