/** Rules of logged models. */
import type { KeyValue, WireNumber } from '../../protocol/mlflow';
import type { Database } from '../database/open';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import { mustBeActive } from './experimentService';
import { compileModelSearch, type DatasetScope, type ModelOrder } from './filter/modelSearch';
import { newId } from './ids';
import type { LoggedModelRow } from './loggedModelStore';
import { Limit } from './limits';
import { decodePageToken, encodePageToken } from './pageToken';
import { randomRunName } from './runNames';
import type { Stores } from './stores';
import { checkLoggedModelName, checkParam, checkTag, experimentNumber } from './validation';

const STATUS = ['', 'LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED'];

export interface LoggedModel {
  readonly info: {
    readonly model_id: string; readonly experiment_id: string; readonly name: string; readonly creation_timestamp_ms: number; readonly last_updated_timestamp_ms: number;
    readonly artifact_uri: string; readonly status: string; readonly model_type?: string; readonly source_run_id?: string; readonly tags?: readonly KeyValue[];
  };
  readonly data: { readonly params?: readonly KeyValue[]; readonly metrics?: readonly ModelMetric[] };
}
interface ModelMetric {
  readonly key: string; readonly value: WireNumber; readonly timestamp: number; readonly step: number; readonly model_id: string; readonly run_id: string;
  readonly dataset_name?: string; readonly dataset_digest?: string;
}
export interface NewModel { readonly experimentId: string; readonly name?: string; readonly modelType?: string; readonly sourceRunId?: string; readonly params: readonly KeyValue[]; readonly tags: readonly KeyValue[] }
export interface ModelSearch { readonly experimentIds: readonly string[]; readonly filter?: string; readonly datasets: readonly DatasetScope[]; readonly orderBy: readonly ModelOrder[]; readonly maxResults: number; readonly pageToken?: string }

export class LoggedModelService {
  constructor(private readonly database: Database, private readonly stores: Stores, private readonly events: EventBus) {}

  async create(request: NewModel): Promise<LoggedModel> {
    const name = request.name ?? randomRunName();
    checkLoggedModelName(name);
    const params = request.params.map(({ key, value }, index) => ({ key, value: checkParam(key, value, `params[${index}].`) }));
    const tags = request.tags.map(({ key, value }, index) => ({ key, value: checkTag(key, value, `tags[${index}].`) }));
    const experiment = experimentNumber(request.experimentId);
    const modelId = `m-${newId()}`;
    await this.database.writes.write(() => {
      const row = this.stores.experiments.byId(experiment);
      if (row === undefined) {
        throw missing(`No Experiment with id=${experiment} exists`);
      }
      mustBeActive(row);
      const now = Date.now();
      const id = this.stores.models.insert({
        modelId, experiment, name, location: `${row.location}/models/${modelId}/artifacts`, modelType: request.modelType ?? '', sourceRun: request.sourceRunId ?? '',
      }, now);
      this.stores.models.setParams(id, params, now);
      this.stores.models.setTags(id, tags, now);
    });
    this.#tell(modelId, experiment);
    return this.get(modelId, false);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(modelId: string, allowDeleted: boolean): LoggedModel {
    return this.#entity(this.row(modelId, allowDeleted));
  }

  row(modelId: string, allowDeleted = false): LoggedModelRow {
    const row = this.stores.models.find(modelId);
    if (row === undefined || (row.deleted !== null && !allowDeleted)) {
      throw missing(`Logged model with ID '${modelId}' not found.`);
    }
    return row;
  }

  /** @param status LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED, by name or number */
  async finalize(modelId: string, status: string): Promise<LoggedModel> {
    const number = STATUS.includes(status) ? STATUS.indexOf(status) : Number(status);
    if (number !== 2 && number !== 3) {
      throw invalid(`Invalid value "${status}" for parameter 'status' supplied: A logged model is finalized as LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED.`);
    }
    await this.#change(modelId, (row, now) => this.stores.models.setStatus(row.id, number, now));
    return this.get(modelId, false);
  }

  async delete(modelId: string): Promise<void> {
    await this.#change(modelId, (row, now) => this.stores.models.delete(row.id, now));
  }

  async setTags(modelId: string, tags: readonly KeyValue[]): Promise<LoggedModel> {
    const checked = tags.map(({ key, value }, index) => ({ key, value: checkTag(key, value, `tags[${index}].`) }));
    await this.#change(modelId, (row, now) => this.stores.models.setTags(row.id, checked, now));
    return this.get(modelId, false);
  }

  async deleteTag(modelId: string, key: string): Promise<void> {
    await this.#change(modelId, (row) => {
      if (!this.stores.models.deleteTag(row.id, key)) {
        throw missing(`No tag with key '${key}' found for model with ID '${modelId}'.`);
      }
    });
  }

  async logParams(modelId: string, params: readonly KeyValue[]): Promise<void> {
    const checked = params.map(({ key, value }, index) => ({ key, value: checkParam(key, value, `params[${index}].`) }));
    await this.#change(modelId, (row, now) => this.stores.models.setParams(row.id, checked, now));
  }

  search(request: ModelSearch): { readonly models?: readonly LoggedModel[]; readonly next_page_token?: string } {
    if (request.datasets.some(({ dataset_name }) => dataset_name === '')) {
      throw invalid('`dataset_name` in the `datasets` clause must be specified.');
    }
    const { offset, query } = decodePageToken(request.pageToken);
    const key = JSON.stringify([request.experimentIds, request.filter ?? null, request.datasets, request.orderBy]);
    if (request.pageToken !== undefined && request.pageToken !== '' && query !== key) {
      throw invalid('The page token belongs to another search: its experiments, filter and order must be the same.');
    }
    const experiments = request.experimentIds.map((id) => experimentNumber(id));
    const compiled = compileModelSearch(experiments, request.filter, request.datasets, request.orderBy);
    const limit = Math.min(request.maxResults, Limit.modelsPerPage);
    const rows = this.stores.models.search(compiled.sql, [...compiled.parameters, limit + 1, offset]);
    const models = rows.slice(0, limit).map((row) => this.#entity(row));
    return { ...(models.length > 0 ? { models } : {}), ...(rows.length > limit ? { next_page_token: encodePageToken(offset + limit, { query: key }) } : {}) };
  }

  async #change(modelId: string, work: (row: LoggedModelRow, now: number) => void): Promise<void> {
    const experiment = await this.database.writes.write(() => {
      const row = this.row(modelId);
      work(row, Date.now());
      return row.experiment;
    });
    this.#tell(modelId, experiment);
  }

  #tell(modelId: string, experiment: number): void {
    this.events.publish({ type: 'logged_model', model_id: modelId, experiment_id: String(experiment) });
  }

  #entity(row: LoggedModelRow): LoggedModel {
    const tags = this.stores.models.tags(row.id);
    const params = this.stores.models.params(row.id);
    const metrics = this.stores.models.metrics(row.id).map((metric): ModelMetric => ({
      key: metric.key, value: metric.value ?? 'NaN', timestamp: metric.time, step: metric.step, model_id: row.model_id, run_id: metric.run,
      ...(metric.dataset_name === null ? {} : { dataset_name: metric.dataset_name }),
      ...(metric.dataset_digest === null ? {} : { dataset_digest: metric.dataset_digest }),
    }));
    return {
      info: {
        model_id: row.model_id, experiment_id: String(row.experiment), name: row.name, creation_timestamp_ms: row.created, last_updated_timestamp_ms: row.updated,
        artifact_uri: row.location, status: STATUS[row.status] ?? 'LOGGED_MODEL_PENDING',
        ...(row.model_type === '' ? {} : { model_type: row.model_type }),
        ...(row.source_run === '' ? {} : { source_run_id: row.source_run }),
        ...(tags.length > 0 ? { tags } : {}),
      },
      data: { ...(params.length > 0 ? { params } : {}), ...(metrics.length > 0 ? { metrics } : {}) },
    };
  }
}
