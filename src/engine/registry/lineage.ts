/** From which run and logged model a version comes, and where its artifacts stand. */
import { invalid, missing, MlflowError } from '../mlflowErrors';
import type { LoggedModel } from '../tracking/loggedModelService';
import type { TrackingService } from '../tracking/service';
import type { AliasService } from './aliasService';
import { modelRow, versionRow } from './lookups';
import { parseModelPath } from './modelUri';
import { canonicalStage, PROMPT_TAG } from './rules';
import { checkSource, notOf, type SourceOwner, splitUri } from './source';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

/** Where a version comes from, as the registry keeps it. Empty ids: none. */
export interface Origin { readonly source: string; readonly location: string; readonly runId: string; readonly modelId: string }
export interface GivenOrigin { readonly source: string; readonly runId?: string; readonly modelId?: string }

/** Tag of a logged model: the versions that were made from it, as JSON. */
const VERSIONS_TAG = 'mlflow.modelVersions';
/** A longer tag would be cut by the rules of tags, and be JSON no more. */
const LONGEST_TAG = 8_000;

export class Lineage {
  /** Links are made one after the other: each reads what the one before has written. */
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly tracking: TrackingService, private readonly stores: RegistryStores, private readonly aliases: AliasService) {}

  /** @throws RESOURCE_DOES_NOT_EXIST for a version or logged model that is not there; INVALID_PARAMETER_VALUE for a source outside its run or model */
  async resolve(given: GivenOrigin): Promise<Origin> {
    const uri = splitUri(given.source);
    const parsed = uri.scheme === 'models' && uri.authority === '' ? parseModelPath(uri.path) : undefined;
    if (uri.scheme === 'models' && parsed === undefined) {
      throw uri.authority === '' ? notOf(given.source, 'model_id') : invalid(`Invalid model version source: '${given.source}'. Registered model sources must use the active model registry.`);
    }
    if (parsed !== undefined && parsed.kind !== 'logged') {
      return this.#ofVersion(given, this.#version(given.source, parsed));
    }
    const modelId = given.modelId ?? '';
    await checkSource(given.source, modelId === '' ? this.#run(given.runId ?? '') : this.#model(modelId));
    if (parsed?.kind === 'logged') {
      const { info } = this.#loggedModel(given.source, parsed.modelId);
      return { source: given.source, location: info.artifact_uri, runId: given.runId || (info.source_run_id ?? ''), modelId };
    }
    const runId = given.runId || (modelId === '' ? '' : this.tracking.models.get(modelId, false).info.source_run_id ?? '');
    return { source: given.source, location: given.source, runId, modelId };
  }

  /** Writes on the logged model of a version that there is this version of it. */
  link(row: VersionRow): Promise<void> {
    if (row.model_id === '') {
      return Promise.resolve();
    }
    const linked = this.#last.then(() => this.#link(row));
    const goOn = (): void => undefined; // one that fails is its caller's matter
    this.#last = linked.then(goOn, goOn);
    return linked;
  }

  async #link(row: VersionRow): Promise<void> {
    const model = found(() => this.tracking.models.get(row.model_id, false));
    if (model === undefined) {
      return; // a copy of a version whose logged model is gone: it is loaded from the same artifacts all the same
    }
    const present = model.info.tags?.find(({ key }) => key === VERSIONS_TAG)?.value;
    let versions = [...versionsIn(present), { name: row.name, version: row.version }];
    while (JSON.stringify(versions).length > LONGEST_TAG) {
      versions = versions.slice(1);
    }
    await this.tracking.models.setTags(row.model_id, [{ key: VERSIONS_TAG, value: JSON.stringify(versions) }]);
  }

  #version(source: string, uri: Exclude<NonNullable<ReturnType<typeof parseModelPath>>, { kind: 'logged' }>): VersionRow {
    const model = modelRow(this.stores, uri.name);
    if (this.stores.models.tags(model.id).some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === 'true')) {
      throw invalid(`Invalid model version source: '${source}'. Prompt versions cannot be used as model version sources.`);
    }
    switch (uri.kind) {
      case 'version': return versionRow(this.stores, uri.name, uri.version);
      case 'alias': return this.aliases.row(uri.name, uri.alias);
      default: {
        const stage = uri.kind === 'stage' ? canonicalStage(uri.stage) : undefined;
        const newest = this.stores.versions.latest(model.id).findLast((row) => stage === undefined || row.stage === stage);
        if (newest === undefined) {
          throw missing(`No versions of model with name '${uri.name}'${stage === undefined ? '' : ` and stage '${uri.kind === 'stage' ? uri.stage : ''}'`} found`);
        }
        return newest;
      }
    }
  }

  /** A version of a version: it is the same model, so it comes from the same run. */
  #ofVersion(given: GivenOrigin, of: VersionRow): Origin {
    const otherRun = given.runId !== undefined && given.runId !== of.run_id;
    const otherModel = given.modelId !== undefined && given.modelId !== of.model_id;
    if (otherRun || otherModel) {
      throw invalid(`Invalid model version source: '${given.source}'. The run_id and model_id request parameters must match the referenced model version.`);
    }
    return { source: `models:/${of.name}/${of.version}`, location: of.location, runId: of.run_id, modelId: of.model_id };
  }

  #run(runId: string): SourceOwner {
    return { parameter: 'run_id', id: runId, root: () => found(() => this.tracking.run(runId).info.artifact_uri) };
  }

  #model(modelId: string): SourceOwner {
    return { parameter: 'model_id', id: modelId, root: () => found(() => this.tracking.models.get(modelId, false).info.artifact_uri) };
  }

  #loggedModel(source: string, modelId: string): LoggedModel {
    try {
      return this.tracking.models.get(modelId, false);
    } catch (error) {
      throw error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST' ? missing(`Unable to fetch model from model URI source artifact location '${source}'.Error: ${error.message}`) : error;
    }
  }
}

/** What `look` finds; undefined when it says that there is no such thing. */
function found<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') {
      return undefined;
    }
    throw error;
  }
}

/** What a client may have written there counts as far as it is a list. */
function versionsIn(tag: string | undefined): unknown[] {
  try {
    const value: unknown = JSON.parse(tag ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
