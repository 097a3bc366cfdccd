/** Rows of the registry as MLflow's entities: what is told, and where it is left out, is as upstream tells it. */
import type { AuditEntry, ModelVersion, RegisteredModel } from '../../protocol/registry';
import type { AuditRow } from './auditStore';
import type { ModelRow } from './modelStore';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

/** @param aliases names of the aliases that point to it; none in lists */
export function versionEntity(stores: RegistryStores, row: VersionRow, aliases: readonly string[] = []): ModelVersion {
  const tags = stores.versions.tags(row.model, row.version);
  return {
    name: row.name,
    version: String(row.version),
    creation_timestamp: row.created,
    last_updated_timestamp: row.updated,
    current_stage: row.stage,
    ...(row.description === null ? {} : { description: row.description }),
    source: row.source,
    run_id: row.run_id,
    status: 'READY',
    ...(tags.length > 0 ? { tags } : {}),
    run_link: row.run_link,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(row.model_id === '' ? {} : { model_id: row.model_id }),
  };
}

/** A version with its aliases. */
export function wholeVersion(stores: RegistryStores, row: VersionRow): ModelVersion {
  return versionEntity(stores, row, stores.models.aliases(row.model).filter(({ version }) => version === row.version).map(({ alias }) => alias));
}

export function modelEntity(stores: RegistryStores, row: ModelRow): RegisteredModel {
  const latest = stores.versions.latest(row.id).map((version) => versionEntity(stores, version));
  const tags = stores.models.tags(row.id);
  const aliases = stores.models.aliases(row.id).map(({ alias, version }) => ({ alias, version: String(version) }));
  return {
    name: row.name,
    creation_timestamp: row.created,
    last_updated_timestamp: row.updated,
    ...(row.description === '' ? {} : { description: row.description }),
    ...(latest.length > 0 ? { latest_versions: latest } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(aliases.length > 0 ? { aliases } : {}),
  };
}

export function auditEntity(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    time: row.time,
    name: row.name,
    action: row.action,
    ...(row.alias === '' ? {} : { alias: row.alias }),
    ...(row.version === null ? {} : { version: String(row.version) }),
    ...(row.was === '' ? {} : { was: row.was }),
    ...(row.became === '' ? {} : { became: row.became }),
    who: row.who,
    client: row.client,
    reason: row.reason,
    ...(row.gate_verdict === '' ? {} : { gate: { verdict: row.gate_verdict, ...(row.gate_id === '' ? {} : { gate_id: row.gate_id }) } }),
  };
}
