/** Rules of versions of registered models. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeyValue } from '../../protocol/mlflow';
import type { ModelContents } from '../../protocol/modelContents';
import type { ModelStage, ModelVersion } from '../../protocol/registry';
import type { Database } from '../database/open';
import type { OpenArtifact } from '../download';
import type { EventBus } from '../events';
import { invalid, missing, MlflowError } from '../mlflowErrors';
import { decodePageToken, encodePageToken } from '../tracking/pageToken';
import { localFolder, safeSegments } from '../tracking/artifacts/artifactPaths';
import type { TrackingService } from '../tracking/service';
import { checkKey } from '../tracking/validation';
import type { Actor } from './actor';
import type { AliasService } from './aliasService';
import type { Audit } from './audit';
import { readContents } from './contents';
import { versionEntity, wholeVersion } from './entities';
import { Lineage } from './lineage';
import { modelRow, versionRow } from './lookups';
import { ACTIVE_STAGES, canonicalStage, checkModelName, checkRegistryTag, PROMPT_TAG, versionNumber } from './rules';
import { compileVersionSearch } from './search';
import type { RegistrySearch } from './service';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

export interface NewVersion {
  readonly name: string;
  readonly source: string;
  /** undefined: not said; empty: said to be none */
  readonly runId?: string;
  readonly modelId?: string;
  readonly runLink: string;
  readonly description: string;
  readonly tags: readonly KeyValue[];
}

export interface VersionParts { readonly database: Database; readonly stores: RegistryStores; readonly events: EventBus; readonly audit: Audit; readonly aliases: AliasService; readonly tracking: TrackingService }

/** What stands as the source of a prompt (mlflow/prompt/constants.py). */
const PROMPT_SOURCES = ['dummy-source', 'prompt-template'];

export class VersionService {
  readonly #lineage: Lineage;

  constructor(private readonly parts: VersionParts) {
    this.#lineage = new Lineage(parts.tracking, parts.stores, parts.aliases);
  }

  /**
   * Makes the next version. It is READY at once: nothing is copied, its artifacts stay where they were logged.
   * @throws RESOURCE_DOES_NOT_EXIST for a model, run or logged model that is not there; INVALID_PARAMETER_VALUE for a source outside them
   */
  async create(request: NewVersion, actor: Actor): Promise<ModelVersion> {
    const { stores, database, audit } = this.parts;
    checkModelName(request.name);
    for (const { key, value } of request.tags) {
      checkRegistryTag(key, value);
    }
    const origin = request.tags.some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === 'true') ? promptOrigin(request) : await this.#lineage.resolve(request);
    const row = await database.writes.write(() => {
      const model = modelRow(stores, request.name);
      const now = Date.now();
      const version = stores.versions.insert({ model: model.id, ...origin, runLink: request.runLink, description: request.description }, now);
      for (const { key, value } of request.tags) {
        stores.versions.setTag(model.id, version, key, value);
      }
      stores.models.touch(model.id, now);
      audit.note({ model: model.id, name: request.name, action: 'version_created', version, became: origin.source }, actor, now);
      return versionRow(stores, request.name, String(version));
    });
    await this.#lineage.link(row);
    this.#tell(row, 'version_created');
    return wholeVersion(stores, row);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(name: string, version: string): ModelVersion {
    return wholeVersion(this.parts.stores, versionRow(this.parts.stores, name, version));
  }

  /** URI from which a version is loaded. @throws RESOURCE_DOES_NOT_EXIST */
  location(name: string, version: string): string {
    return versionRow(this.parts.stores, name, version).location;
  }

  /**
   * Where its artifacts stand on this machine; undefined when they do not. Whether anything is there is not said.
   * @throws RESOURCE_DOES_NOT_EXIST
   */
  folder(name: string, version: string): string | undefined {
    const { location } = versionRow(this.parts.stores, name, version);
    const [, runId, within] = /^runs:\/+([^/]+)\/(.+)$/.exec(location) ?? [];
    const root = runId === undefined ? undefined : this.parts.tracking.artifactFolder(runId);
    return runId === undefined ? localFolder(location, this.parts.tracking.artifacts.destination) : root === undefined ? undefined : path.join(root, ...safeSegments(within ?? ''));
  }

  /**
   * One of its files; a version that is a single file holds that one, by its own name.
   * @param given path within the version, with "/"
   * @throws RESOURCE_DOES_NOT_EXIST; NOT_IMPLEMENTED where its artifacts stand elsewhere
   */
  async file(name: string, version: string, given: string): Promise<OpenArtifact> {
    const folder = this.folder(name, version);
    if (folder === undefined) {
      throw new MlflowError('NOT_IMPLEMENTED', `The files of this version stand at ${this.location(name, version)}, which only the mlflow client reads. Download them with mlflow.artifacts.download_artifacts.`);
    }
    const isFile = (await stat(folder).catch(() => undefined))?.isFile() === true;
    if (isFile && given !== path.basename(folder)) {
      throw missing(`No such artifact: '${given}'`);
    }
    return this.parts.tracking.artifacts.read(isFile ? path.dirname(folder) : folder, given);
  }

  /** What its files say. @throws RESOURCE_DOES_NOT_EXIST */
  contents(name: string, version: string): Promise<ModelContents> {
    return readContents(this.location(name, version), this.folder(name, version));
  }

  /** @param description undefined takes it away */
  async describe(name: string, version: string, description: string | undefined): Promise<ModelVersion> {
    const row = await this.#change(name, version, (found, now) => this.parts.stores.versions.describe(found.model, found.version, description, now));
    this.#tell(row, 'version_updated');
    return this.get(name, version);
  }

  /** Leaves nothing but its number, which is not given again. Its aliases go with it. */
  async delete(name: string, version: string, actor: Actor): Promise<void> {
    const row = await this.#change(name, version, (found, now) => {
      const because = this.parts.audit.withReason(found.model, found.version, actor);
      this.parts.aliases.release(found, because, now);
      this.parts.stores.versions.delete(found.model, found.version, now);
      this.parts.stores.models.touch(found.model, now);
      this.parts.audit.note({ model: found.model, name, action: 'version_deleted', version: found.version, was: found.source }, because, now);
    });
    this.#tell(row, 'version_deleted');
  }

  /**
   * @param archive moves all other versions of the stage to Archived; only for Staging and Production
   * @throws INVALID_PARAMETER_VALUE for a word that is no stage
   */
  async moveStage(name: string, version: string, stage: string, archive: boolean, actor: Actor): Promise<ModelVersion> {
    const target = canonicalStage(stage);
    if (archive && !ACTIVE_STAGES.includes(target)) {
      throw invalid(`Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are [${ACTIVE_STAGES.map((active) => `'${active}'`).join(', ')}]`);
    }
    const row = await this.#change(name, version, (found, now) => {
      const because = this.parts.audit.withReason(found.model, found.version, actor);
      for (const other of archive ? this.parts.stores.versions.inStage(found.model, target) : []) {
        if (other.version !== found.version) {
          this.#putInStage(other, 'Archived', because, now);
        }
      }
      this.#putInStage(found, target, because, now);
      this.parts.stores.models.touch(found.model, now);
    });
    this.#tell(row, 'stage');
    return this.get(name, version);
  }

  search(query: RegistrySearch): { readonly model_versions?: readonly ModelVersion[]; readonly next_page_token?: string } {
    const { offset } = decodePageToken(query.pageToken);
    const compiled = compileVersionSearch(query.filter, query.orderBy ?? []);
    const rows = this.parts.stores.versions.search(compiled.sql, [...compiled.parameters, query.maxResults + 1, offset]);
    const versions = rows.slice(0, query.maxResults).map((row) => versionEntity(this.parts.stores, row));
    return { ...(versions.length > 0 ? { model_versions: versions } : {}), ...(rows.length > query.maxResults ? { next_page_token: encodePageToken(offset + query.maxResults) } : {}) };
  }

  async setTag(name: string, version: string, key: string, value: string): Promise<void> {
    checkModelName(name);
    versionNumber(version);
    checkRegistryTag(key, value);
    this.#tell(await this.#change(name, version, (row) => this.parts.stores.versions.setTag(row.model, row.version, key, value)), 'tags');
  }

  /** Upstream does not mind when there is no such tag. */
  async deleteTag(name: string, version: string, key: string): Promise<void> {
    checkModelName(name);
    versionNumber(version);
    checkKey(key, 'key');
    this.#tell(await this.#change(name, version, (row) => this.parts.stores.versions.deleteTag(row.model, row.version, key)), 'tags');
  }

  #putInStage(row: VersionRow, stage: ModelStage, actor: Actor, now: number): void {
    this.parts.stores.versions.setStage(row.model, row.version, stage, now);
    this.parts.audit.note({ model: row.model, name: row.name, action: 'stage_moved', version: row.version, was: row.stage, became: stage }, actor, now);
  }

  /** @returns the version as it was before */
  #change(name: string, version: string, work: (row: VersionRow, now: number) => void): Promise<VersionRow> {
    return this.parts.database.writes.write(() => {
      const row = versionRow(this.parts.stores, name, version);
      work(row, Date.now());
      return row;
    });
  }

  #tell(row: VersionRow, change: 'version_created' | 'version_updated' | 'version_deleted' | 'stage' | 'tags'): void {
    this.parts.events.publish({ type: 'registered_model', name: row.name, change, version: String(row.version) });
  }
}

function promptOrigin(request: NewVersion): { source: string; location: string; runId: string; modelId: string } {
  if (!PROMPT_SOURCES.includes(request.source)) {
    throw invalid(`Invalid prompt source: '${request.source}'. Prompt sources must use an MLflow placeholder.`);
  }
  return { source: request.source, location: request.source, runId: request.runId ?? '', modelId: '' };
}
