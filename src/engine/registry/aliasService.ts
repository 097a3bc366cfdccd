/** Rules of aliases. Moves are queued like all writes: of two at once the last one wins, and both are in the log. */
import type { ModelVersion } from '../../protocol/registry';
import type { Database } from '../database/open';
import type { EventBus } from '../events';
import { invalid, missing, MlflowError } from '../mlflowErrors';
import type { Actor } from './actor';
import type { Audit } from './audit';
import type { NotedGate } from './auditStore';
import { wholeVersion } from './entities';
import { modelRow, versionRow } from './lookups';
import { checkAlias, checkModelName, checkNewAlias, versionNumber } from './rules';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

/** What a promotion adds to the move of an alias. */
export interface Promoting {
  /** version that the alias is thought to have now, null: none; undefined: whatever it has */
  readonly expected?: string | null;
  readonly gate?: NotedGate;
}

export class AliasService {
  constructor(private readonly database: Database, private readonly stores: RegistryStores, private readonly events: EventBus, private readonly audit: Audit) {}

  /**
   * Points an alias at a version, away from the one that it had.
   * @returns the version that it had
   * @throws RESOURCE_DOES_NOT_EXIST when there is no such version; RESOURCE_CONFLICT when the alias is not where it was thought to be
   */
  async set(name: string, alias: string, version: string, actor: Actor, promoting: Promoting = {}): Promise<string | null> {
    checkModelName(name);
    checkNewAlias(alias);
    versionNumber(version);
    const told = await this.database.writes.write(() => {
      const row = versionRow(this.stores, name, version);
      const was = this.stores.models.aliasVersion(row.model, alias);
      if (promoting.expected !== undefined && promoting.expected !== (was === undefined ? null : String(was))) {
        throw this.#moved(row, alias, was);
      }
      this.stores.models.setAlias(row.model, alias, row.version);
      this.audit.note(
        { model: row.model, name, action: 'alias_set', alias, version: row.version, was: was === undefined ? '' : String(was), became: String(row.version), gate: promoting.gate },
        this.audit.withReason(row.model, row.version, actor), Date.now(),
      );
      return { version: String(row.version), was: was === undefined ? null : String(was) };
    });
    this.events.publish({ type: 'registered_model', name, change: 'alias', alias, version: told.version });
    return told.was;
  }

  /** Upstream does not mind when there is no such alias; then nothing is logged. */
  async delete(name: string, alias: string, actor: Actor): Promise<void> {
    checkModelName(name);
    checkAlias(alias);
    const gone = await this.database.writes.write(() => {
      const model = modelRow(this.stores, name);
      const was = this.stores.models.aliasVersion(model.id, alias);
      if (was !== undefined) {
        this.stores.models.deleteAlias(model.id, alias);
        this.audit.note({ model: model.id, name, action: 'alias_deleted', alias, version: was, was: String(was) }, this.audit.withReason(model.id, was, actor), Date.now());
      }
      return was !== undefined;
    });
    if (gone) {
      this.events.publish({ type: 'registered_model', name, change: 'alias', alias });
    }
  }

  /** Takes the aliases of a version away; to be called inside the write that deletes the version. */
  release(row: VersionRow, actor: Actor, now: number): void {
    for (const { alias, version } of this.stores.models.aliases(row.model)) {
      if (version === row.version) {
        this.stores.models.deleteAlias(row.model, alias);
        this.audit.note({ model: row.model, name: row.name, action: 'alias_deleted', alias, version, was: String(version) }, actor, now);
      }
    }
  }

  /**
   * The version that an alias points to; `latest`, in any case, is the newest one.
   * @throws INVALID_PARAMETER_VALUE when there is no such alias, as upstream has it
   */
  version(name: string, alias: string): ModelVersion {
    return wholeVersion(this.stores, this.row(name, alias));
  }

  /** Somebody else was faster: who, when and to what. */
  #moved({ model, name }: VersionRow, alias: string, version: number | undefined): MlflowError {
    const last = this.stores.audit.lastOfAlias(model, alias);
    const who = last === undefined ? 'Somebody' : last.who;
    const when = last === undefined ? '' : ` at ${new Date(last.time).toISOString()}`;
    const why = last === undefined || last.reason === '' ? '' : ` ("${last.reason}")`;
    const what = version === undefined ? `${who} took the alias "${alias}" of ${name} away${when}${why}` : `${who} moved the alias "${alias}" of ${name} to version ${version}${when}${why}`;
    return new MlflowError('RESOURCE_CONFLICT', `${what}, so nothing was changed. Look at that version, then promote again if yours is still the better one.`);
  }

  row(name: string, alias: string): VersionRow {
    checkModelName(name);
    checkAlias(alias);
    const model = modelRow(this.stores, name);
    if (alias.toLowerCase() === 'latest') {
      const newest = this.stores.versions.latest(model.id).at(-1);
      if (newest === undefined) {
        throw missing(`Latest version not found for model ${name}.`);
      }
      return newest;
    }
    const version = this.stores.models.aliasVersion(model.id, alias);
    if (version === undefined) {
      throw invalid(`Registered model alias ${alias} not found.`);
    }
    return versionRow(this.stores, name, String(version));
  }
}
