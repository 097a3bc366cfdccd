/** The model registry of an engine as methods: part of EngineClient. */
import type { KeyValue } from '../protocol/mlflow';
import type { ModelContents } from '../protocol/modelContents';
import type { ModelVersionRows, ModelVersionsRequest, RegisteredModelRow } from '../protocol/modelOverview';
import type { AuditPage, AuditRequest, ModelStage, ModelVersion, RegisteredModel } from '../protocol/registry';
import { RegistryHeader } from '../protocol/registryReason';

export interface RegistrySearch {
  /** MLflow's filter language: `name`, `tags.…`; of versions also `version_number`, `run_id`, `source_path` */
  readonly filter?: string;
  readonly order_by?: readonly string[];
  readonly max_results?: number;
  readonly page_token?: string;
}

export interface NewModelVersion {
  readonly name: string;
  /** `models:/m-…`, `models:/name@alias`, `runs:/…`, or an artifact URI inside the run or logged model that is named */
  readonly source: string;
  readonly run_id?: string;
  readonly model_id?: string;
  readonly run_link?: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}

/** Sends one JSON request; as EngineClient.request does. */
export type Send = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal, headers?: Readonly<Record<string, string>>) => Promise<T>;

const MODELS = '/api/2.0/mlflow/registered-models';
const VERSIONS = '/api/2.0/mlflow/model-versions';

function query(fields: object): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(fields) as [string, string | number | readonly string[] | undefined][]) {
    for (const one of value === undefined ? [] : typeof value === 'object' ? value : [value]) {
      parameters.append(key, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function because(reason: string | undefined): Readonly<Record<string, string>> | undefined {
  return reason === undefined || reason === '' ? undefined : { [RegistryHeader.reason]: encodeURIComponent(reason) };
}

/** Methods throw what EngineClient.request throws. A `reason` goes into the log that nobody can change. */
export class RegistryClient {
  constructor(private readonly send: Send) {}

  async models(search: RegistrySearch = {}, signal?: AbortSignal): Promise<{ models: RegisteredModel[]; nextPageToken?: string }> {
    const answer = await this.send<{ registered_models?: RegisteredModel[]; next_page_token?: string }>('GET', `${MODELS}/search${query(search)}`, undefined, signal);
    return { models: answer.registered_models ?? [], ...(answer.next_page_token ? { nextPageToken: answer.next_page_token } : {}) };
  }

  async model(name: string, signal?: AbortSignal): Promise<RegisteredModel> {
    return (await this.send<{ registered_model: RegisteredModel }>('GET', `${MODELS}/get${query({ name })}`, undefined, signal)).registered_model;
  }

  async create(name: string, description = ''): Promise<RegisteredModel> {
    return (await this.send<{ registered_model: RegisteredModel }>('POST', `${MODELS}/create`, { name, description })).registered_model;
  }

  async rename(name: string, newName: string, reason?: string): Promise<RegisteredModel> {
    return (await this.send<{ registered_model: RegisteredModel }>('POST', `${MODELS}/rename`, { name, new_name: newName }, undefined, because(reason))).registered_model;
  }

  async describe(name: string, description: string): Promise<void> {
    await this.send('PATCH', `${MODELS}/update`, { name, description });
  }

  /** Deletes a model with all its versions. */
  async delete(name: string, reason?: string): Promise<void> {
    await this.send('DELETE', `${MODELS}/delete`, { name }, undefined, because(reason));
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    await this.send('POST', `${MODELS}/set-tag`, { name, key, value });
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.send('DELETE', `${MODELS}/delete-tag`, { name, key });
  }

  /** Points an alias at a version, away from the one that it had. */
  async setAlias(name: string, alias: string, version: string, reason?: string): Promise<void> {
    await this.send('POST', `${MODELS}/alias`, { name, alias, version }, undefined, because(reason));
  }

  async deleteAlias(name: string, alias: string, reason?: string): Promise<void> {
    await this.send('DELETE', `${MODELS}/alias`, { name, alias }, undefined, because(reason));
  }

  /** The version that an alias points to; `latest` is the newest. */
  async versionByAlias(name: string, alias: string, signal?: AbortSignal): Promise<ModelVersion> {
    return (await this.send<{ model_version: ModelVersion }>('GET', `${MODELS}/alias${query({ name, alias })}`, undefined, signal)).model_version;
  }

  /** Versions without their aliases: `model(name)` has them all. */
  async versions(search: RegistrySearch = {}, signal?: AbortSignal): Promise<{ versions: ModelVersion[]; nextPageToken?: string }> {
    const answer = await this.send<{ model_versions?: ModelVersion[]; next_page_token?: string }>('GET', `${VERSIONS}/search${query(search)}`, undefined, signal);
    return { versions: answer.model_versions ?? [], ...(answer.next_page_token ? { nextPageToken: answer.next_page_token } : {}) };
  }

  async version(name: string, version: string, signal?: AbortSignal): Promise<ModelVersion> {
    return (await this.send<{ model_version: ModelVersion }>('GET', `${VERSIONS}/get${query({ name, version })}`, undefined, signal)).model_version;
  }

  async createVersion(version: NewModelVersion, reason?: string): Promise<ModelVersion> {
    return (await this.send<{ model_version: ModelVersion }>('POST', `${VERSIONS}/create`, version, undefined, because(reason))).model_version;
  }

  async describeVersion(name: string, version: string, description: string): Promise<void> {
    await this.send('PATCH', `${VERSIONS}/update`, { name, version, description });
  }

  async deleteVersion(name: string, version: string, reason?: string): Promise<void> {
    await this.send('DELETE', `${VERSIONS}/delete`, { name, version }, undefined, because(reason));
  }

  /** @param archive moves the other versions of that stage to Archived */
  async moveStage(name: string, version: string, stage: ModelStage, archive: boolean, reason?: string): Promise<void> {
    await this.send('POST', `${VERSIONS}/transition-stage`, { name, version, stage, archive_existing_versions: archive }, undefined, because(reason));
  }

  async setVersionTag(name: string, version: string, key: string, value: string): Promise<void> {
    await this.send('POST', `${VERSIONS}/set-tag`, { name, version, key, value });
  }

  async deleteVersionTag(name: string, version: string, key: string): Promise<void> {
    await this.send('DELETE', `${VERSIONS}/delete-tag`, { name, version, key });
  }

  /** All models but prompts, last touched first. */
  async overview(signal?: AbortSignal): Promise<RegisteredModelRow[]> {
    return (await this.send<{ models: RegisteredModelRow[] }>('GET', '/slipway/v1/registry/models', undefined, signal)).models;
  }

  /** Versions with their runs, newest first. */
  versionRows(request: ModelVersionsRequest, signal?: AbortSignal): Promise<ModelVersionRows> {
    return this.send('GET', `/slipway/v1/registry/versions${query(request)}`, undefined, signal);
  }

  /** What the files of a version say: signature, size, requirements. */
  contents(name: string, version: string, signal?: AbortSignal): Promise<ModelContents> {
    return this.send('GET', `/slipway/v1/registry/contents${query({ name, version })}`, undefined, signal);
  }

  /** Who changed what, when and why, newest first. */
  audit(request: AuditRequest = {}, signal?: AbortSignal): Promise<AuditPage> {
    return this.send('GET', `/slipway/v1/registry/audit${query(request)}`, undefined, signal);
  }
}
