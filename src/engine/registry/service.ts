/** Rules of registered models, and the room as other rooms see it. */
import type { KeyValue } from '../../protocol/mlflow';
import type { ModelVersion, RegisteredModel } from '../../protocol/registry';
import type { Database } from '../database/open';
import type { EventBus } from '../events';
import { invalid, MlflowError } from '../mlflowErrors';
import { decodePageToken, encodePageToken } from '../tracking/pageToken';
import type { TrackingService } from '../tracking/service';
import { checkKey } from '../tracking/validation';
import type { Actor } from './actor';
import { AliasService } from './aliasService';
import { Audit } from './audit';
import { modelEntity, wholeVersion } from './entities';
import { modelRow } from './lookups';
import type { ModelRow } from './modelStore';
import { RegistryOverview } from './overview';
import { type Provenance, provenanceOf } from './provenance';
import { canonicalStage, checkModelName, checkRegistryTag, PROMPT_TAG } from './rules';
import { compileRegisteredModelSearch } from './search';
import { makeRegistryStores, type RegistryStores } from './stores';
import { TrustedFiles } from './trustedFiles';
import { VersionService } from './versionService';

export interface RegistrySearch { readonly filter?: string; readonly orderBy?: readonly string[]; readonly maxResults: number; readonly pageToken?: string }

function isPrompt(tags: readonly KeyValue[]): boolean {
  return tags.some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === 'true');
}

export class RegistryService {
  readonly versions: VersionService;
  readonly aliases: AliasService;
  readonly audit: Audit;
  readonly overview: RegistryOverview;
  readonly trusted: TrustedFiles;
  readonly #stores: RegistryStores;

  constructor(private readonly database: Database, private readonly events: EventBus, private readonly tracking: TrackingService) {
    this.#stores = makeRegistryStores(database);
    this.trusted = new TrustedFiles(database);
    this.audit = new Audit(this.#stores);
    this.overview = new RegistryOverview(this.#stores, tracking);
    this.aliases = new AliasService(database, this.#stores, events, this.audit);
    this.versions = new VersionService({ database, stores: this.#stores, events, audit: this.audit, aliases: this.aliases, tracking });
  }

  /** @throws RESOURCE_ALREADY_EXISTS */
  async create(name: string, description: string, tags: readonly KeyValue[], actor: Actor): Promise<RegisteredModel> {
    checkModelName(name);
    for (const { key, value } of tags) {
      checkRegistryTag(key, value);
    }
    await this.database.writes.write(() => {
      const present = this.#stores.models.byName(name);
      if (present !== undefined) {
        throw alreadyThere(name, isPrompt(this.#stores.models.tags(present.id)), isPrompt(tags));
      }
      const now = Date.now();
      const id = this.#stores.models.insert(name, description, now);
      for (const { key, value } of tags) {
        this.#stores.models.setTag(id, key, value);
      }
      this.audit.note({ model: id, name, action: 'model_created' }, actor, now);
    });
    this.events.publish({ type: 'registered_model', name, change: 'created' });
    return this.get(name);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(name: string): RegisteredModel {
    return modelEntity(this.#stores, modelRow(this.#stores, name));
  }

  /** @throws RESOURCE_ALREADY_EXISTS when another model has the new name */
  async rename(name: string, newName: string, actor: Actor): Promise<RegisteredModel> {
    if (newName.trim() === '') {
      throw invalid("Missing value for required parameter 'new_name'.");
    }
    checkModelName(newName);
    await this.#change(name, (row, now) => {
      const other = this.#stores.models.byName(newName);
      if (other !== undefined && other.id !== row.id) {
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${newName}) already exists. Choose another name, or delete that model first.`);
      }
      this.#stores.models.rename(row.id, newName, now);
      this.#stores.versions.touchAll(row.id, now);
      if (newName !== name) {
        this.audit.note({ model: row.id, name: newName, action: 'model_renamed', was: name, became: newName }, actor, now);
      }
    });
    this.events.publish({ type: 'registered_model', name: newName, change: 'renamed', former_name: name });
    return this.get(newName);
  }

  async describe(name: string, description: string): Promise<RegisteredModel> {
    await this.#change(name, (row, now) => this.#stores.models.describe(row.id, description, now));
    this.events.publish({ type: 'registered_model', name, change: 'updated' });
    return this.get(name);
  }

  /** Deletes it with all its versions. Its log stays. */
  async delete(name: string, actor: Actor): Promise<void> {
    await this.#change(name, (row, now) => {
      for (const { alias, version } of this.#stores.models.aliases(row.id)) {
        this.audit.note({ model: row.id, name, action: 'alias_deleted', alias, version, was: String(version) }, actor, now);
      }
      this.#stores.models.delete(row.id);
      this.audit.note({ model: row.id, name, action: 'model_deleted' }, actor, now);
    });
    this.events.publish({ type: 'registered_model', name, change: 'deleted' });
  }

  /** Where a version comes from. @throws RESOURCE_DOES_NOT_EXIST */
  provenance(name: string, version: string): Provenance {
    return provenanceOf(this.tracking, this.versions.get(name, version));
  }

  search(query: RegistrySearch): { readonly registered_models?: readonly RegisteredModel[]; readonly next_page_token?: string } {
    const { offset } = decodePageToken(query.pageToken);
    const compiled = compileRegisteredModelSearch(query.filter, query.orderBy ?? []);
    const rows = this.#stores.models.search(compiled.sql, [...compiled.parameters, query.maxResults + 1, offset]);
    const models = rows.slice(0, query.maxResults).map((row) => modelEntity(this.#stores, row));
    return { ...(models.length > 0 ? { registered_models: models } : {}), ...(rows.length > query.maxResults ? { next_page_token: encodePageToken(offset + query.maxResults) } : {}) };
  }

  /** The newest version of each of the stages; of all stages when none is named. */
  latestVersions(name: string, stages: readonly string[]): { readonly model_versions?: readonly ModelVersion[] } {
    const row = modelRow(this.#stores, name);
    const wanted = stages.map((stage) => canonicalStage(stage));
    const found = this.#stores.versions.latest(row.id).filter(({ stage }) => wanted.length === 0 || wanted.includes(stage)).map((version) => wholeVersion(this.#stores, version));
    return found.length > 0 ? { model_versions: found } : {};
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    checkModelName(name);
    checkRegistryTag(key, value);
    await this.#change(name, (row) => this.#stores.models.setTag(row.id, key, value));
    this.events.publish({ type: 'registered_model', name, change: 'tags' });
  }

  /** Upstream does not mind when there is no such tag. */
  async deleteTag(name: string, key: string): Promise<void> {
    checkModelName(name);
    checkKey(key, 'key');
    await this.#change(name, (row) => this.#stores.models.deleteTag(row.id, key));
    this.events.publish({ type: 'registered_model', name, change: 'tags' });
  }

  #change(name: string, work: (row: ModelRow, now: number) => void): Promise<void> {
    return this.database.writes.write(() => work(modelRow(this.#stores, name), Date.now()));
  }
}

function alreadyThere(name: string, presentIsPrompt: boolean, newIsPrompt: boolean): MlflowError {
  const [present, wanted] = [presentIsPrompt, newIsPrompt].map((prompt) => (prompt ? 'Prompt' : 'Registered Model')) as [string, string];
  return new MlflowError('RESOURCE_ALREADY_EXISTS', present === wanted
    ? `${wanted} (name=${name}) already exists.`
    : `Tried to create a ${wanted.toLowerCase()} with name '${name}', but the name is already taken by a ${present.toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`);
}
