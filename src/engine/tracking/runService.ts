/** Rules of runs and of what is logged to them. */
import type { RunChange } from '../../protocol/events';
import type { Dataset, KeyValue, Run } from '../../protocol/mlflow';
import { RunTag } from '../../protocol/runTags';
import type { Database } from '../database/open';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import { mustBeActive } from './experimentService';
import { newId, runIdOf, statusName, statusNumber } from './ids';
import { Limit } from './limits';
import type { Point } from './metricStore';
import { randomRunName } from './runNames';
import type { RunRow } from './runStore';
import type { Stores } from './stores';
import { checkBatch, checkLength, checkMetric, checkParam, checkRunId, checkTag, experimentNumber } from './validation';
import { storedNumber } from './wireNumbers';

const RUN_NAME = 'mlflow.runName';
const MODEL_HISTORY = 'mlflow.log-model.history';
/** The time of a run's last write is persisted at most this often; it is told from the metrics between. */
const ACTIVITY_MS = 10_000;

export interface NewRun { readonly experimentId: string; readonly name?: string; readonly startTime?: number; readonly tags: readonly KeyValue[]; readonly userId?: string }
export interface RunUpdate { readonly runId: string; readonly status?: string; readonly endTime?: number; readonly name?: string }
export interface LoggedMetric {
  readonly key: string;
  readonly value: number;
  /** Unix ms */
  readonly timestamp: number;
  readonly step?: number;
  readonly model_id?: string;
  readonly dataset_name?: string;
  readonly dataset_digest?: string;
}
export interface LoggedDataset { readonly dataset: Dataset; readonly tags: readonly KeyValue[] }

export class RunService {
  #nameOfJob: (jobId: string) => string | undefined = () => undefined;

  constructor(private readonly database: Database, private readonly stores: Stores, private readonly events: EventBus) {}

  /** @param nameOfJob the name that was asked for with a job: its first run without a name of its own or a parent gets it */
  nameRunsOfJobs(nameOfJob: (jobId: string) => string | undefined): void {
    this.#nameOfJob = nameOfJob;
  }

  async create(request: NewRun): Promise<Run> {
    return JSON.parse(await this.createJson(request)) as Run;
  }

  /** Makes a run and gives it as JSON text. */
  async createJson(request: NewRun): Promise<string> {
    const { given, tags } = nameAndTags(request);
    const runId = newId();
    const experiment = experimentNumber(request.experimentId);
    let id = 0;
    await this.database.writes.write(() => {
      const row = this.stores.experiments.byId(experiment);
      if (row === undefined) {
        throw missing(`No Experiment with id=${experiment} exists`);
      }
      mustBeActive(row);
      const name = given ?? this.#askedName(tags) ?? randomRunName();
      id = this.stores.runs.insert({ runId, experiment, start: request.startTime ?? Date.now(), name, user: request.userId ?? '' });
      for (const { key, value } of tags) {
        this.stores.runs.setTag(id, key, value);
      }
    });
    this.events.publish({ type: 'run', run_id: runId, experiment_id: String(experiment), changes: ['created'] });
    return this.stores.reader.read([id])[0] as string;
  }

  #askedName(tags: readonly KeyValue[]): string | undefined {
    const job = tags.find(({ key }) => key === RunTag.job)?.value;
    const asked = job === undefined || tags.some(({ key }) => key === RunTag.parentRunId) ? undefined : this.#nameOfJob(job);
    return asked === undefined || this.withTag(RunTag.job, job ?? '').some((other) => this.row(other).name === asked) ? undefined : asked;
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(runId: string): Run {
    return JSON.parse(this.json(runId)) as Run;
  }

  /** One run as JSON text. */
  json(runId: string): string {
    return this.stores.reader.read([this.row(runId).id])[0] as string;
  }

  /** @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for what can't be an id */
  row(runId: string): RunRow {
    checkRunId(runId);
    const row = this.stores.runs.byRunId(runId);
    if (row === undefined) {
      throw missing(`Run with id=${runId} not found`);
    }
    return row;
  }

  async update(request: RunUpdate): Promise<Run> {
    const status = request.status === undefined ? undefined : statusNumber(request.status);
    if (request.status !== undefined && status === undefined) {
      throw invalid(`Invalid value "${request.status}" for parameter 'status' supplied: Valid values are RUNNING, SCHEDULED, FINISHED, FAILED, KILLED.`);
    }
    const name = request.name === '' ? undefined : request.name;
    if (name !== undefined) {
      checkLength('run_name', Limit.tagValue, name);
    }
    await this.#write(request.runId, ['updated'], (row) => {
      this.stores.runs.update(row.id, status ?? row.status, request.endTime ?? row.finish, name ?? row.name);
    });
    return this.get(request.runId);
  }

  async delete(runId: string): Promise<void> {
    await this.#change(runId, ['deleted'], (row) => this.stores.runs.setDeleted(row.id, row.deleted ?? Date.now()));
  }

  async restore(runId: string): Promise<void> {
    await this.#change(runId, ['restored'], (row) => this.stores.runs.setDeleted(row.id, null));
  }

  async setTag(runId: string, key: string, value: string): Promise<void> {
    const stored = checkTag(key, value);
    await this.#write(runId, [key === RUN_NAME ? 'updated' : 'tags'], (row) => this.stores.runs.setTag(row.id, key, stored));
  }

  async deleteTag(runId: string, key: string): Promise<void> {
    await this.#write(runId, ['tags'], (row) => {
      if (!this.stores.runs.deleteTag(row.id, key)) {
        throw missing(`No tag with name: ${key} in run with id ${runId}`);
      }
    });
  }

  async logParam(runId: string, key: string, value: string): Promise<void> {
    const stored = checkParam(key, value);
    await this.#write(runId, ['params'], (row) => {
      const present = this.stores.runs.param(row.id, key);
      if (present !== undefined && present !== stored) {
        throw invalid(`Changing param values is not allowed. Param with key='${key}' was already logged with value='${present}' for run ID='${runId}'. Attempted logging new value '${stored}'.`);
      }
      if (present === undefined) {
        this.stores.runs.insertParam(row.id, key, stored);
      }
    });
  }

  async logMetric(runId: string, metric: LoggedMetric): Promise<void> {
    checkMetric(metric.key, metric.value, metric.timestamp);
    await this.#write(runId, ['metrics'], (row) => this.#addMetrics(row, runId, [metric]));
  }

  /** Params, then metrics, then tags: all of them or none. */
  async logBatch(runId: string, metrics: readonly LoggedMetric[], params: readonly KeyValue[], tags: readonly KeyValue[]): Promise<void> {
    checkBatch('metrics', Limit.metricsPerBatch, metrics.length);
    checkBatch('params', Limit.paramsPerBatch, params.length);
    checkBatch('tags', Limit.tagsPerBatch, tags.length);
    checkBatch('metrics, params, and tags', Limit.entitiesPerBatch, metrics.length + params.length + tags.length);
    for (let index = 0; index < metrics.length; index += 1) {
      const { key, value, timestamp } = metrics[index] as LoggedMetric;
      checkMetric(key, value, timestamp, `metrics[${index}].`);
    }
    const storedParams = params.map(({ key, value }, index) => ({ key, value: checkParam(key, value, `params[${index}].`) }));
    const storedTags = tags.map(({ key, value }, index) => ({ key, value: checkTag(key, value, `tags[${index}].`) }));
    rejectRepeatedParams(storedParams);
    const changes: RunChange[] = [...(params.length > 0 ? ['params' as const] : []), ...(metrics.length > 0 ? ['metrics' as const] : []), ...(tags.length > 0 ? ['tags' as const] : [])];
    await this.#write(runId, changes, (row) => {
      this.#addParams(row, runId, storedParams);
      this.#addMetrics(row, runId, metrics);
      for (const { key, value } of storedTags) {
        this.stores.runs.setTag(row.id, key, value);
      }
    });
  }

  async logInputs(runId: string, datasets: readonly LoggedDataset[], models: readonly string[]): Promise<void> {
    checkBatch('datasets', Limit.datasetsPerBatch, datasets.length);
    for (const { dataset, tags } of datasets) {
      checkDataset(dataset, tags);
    }
    await this.#write(runId, ['inputs'], (row) => {
      for (const { dataset, tags } of datasets) {
        this.stores.datasets.addInput(row.id, row.experiment, dataset, tags);
      }
      for (const model of models) {
        this.stores.datasets.linkModel(row.id, 'input', { model_id: model, step: 0 });
      }
    });
  }

  async logOutputs(runId: string, models: readonly { readonly model_id: string; readonly step: number }[]): Promise<void> {
    await this.#write(runId, ['artifacts'], (row) => {
      for (const model of models) {
        this.stores.datasets.linkModel(row.id, 'output', model);
      }
    });
  }

  /** What MLflow 2 clients send after logging a model: it is appended to a tag. */
  async logModelHistory(runId: string, modelJson: string): Promise<void> {
    let model: unknown;
    try {
      model = JSON.parse(modelJson);
    } catch {
      throw invalid(`Malformed model info. \n ${modelJson.slice(0, 200)} \n is not valid JSON.`);
    }
    await this.#write(runId, ['tags'], (row) => {
      const present = this.stores.runs.tag(row.id, MODEL_HISTORY);
      const history: unknown = present === undefined ? [] : JSON.parse(present);
      this.stores.runs.setTag(row.id, MODEL_HISTORY, JSON.stringify([...(Array.isArray(history) ? history : []), model]));
    });
  }

  /** Says that the process behind a RUNNING run is known to have ended, or takes it back. */
  async markLost(runId: string, lost: boolean): Promise<void> {
    const row = this.row(runId);
    if ((row.lost === 1) !== lost) {
      await this.#change(runId, [lost ? 'lost' : 'updated'], () => this.stores.runs.setLost(row.id, lost));
    }
  }

  /** Ids of the runs that carry a tag, oldest first. */
  withTag(key: string, value: string): string[] {
    return this.stores.runs.withTag(key, value).map((uuid) => runIdOf(uuid));
  }

  status(runId: string): string {
    return statusName(this.row(runId).status);
  }

  #addParams(row: RunRow, runId: string, params: readonly KeyValue[]): void {
    const conflicts: string[] = [];
    for (const { key, value } of params) {
      const present = this.stores.runs.param(row.id, key);
      if (present === undefined) {
        this.stores.runs.insertParam(row.id, key, value);
      } else if (present !== value) {
        conflicts.push(`{'key': '${key}', 'old_value': '${present}', 'new_value': '${value}'}`);
      }
    }
    if (conflicts.length > 0) {
      throw invalid(`Changing param values is not allowed. Params were already logged='[${conflicts.join(', ')}]' for run ID='${runId}'.`);
    }
  }

  #addMetrics(row: RunRow, runId: string, metrics: readonly LoggedMetric[]): void {
    const series = new Map<number, Point[]>();
    let lastKey: string | undefined;
    let points: Point[] = [];
    for (const metric of metrics) {
      if (metric.key !== lastKey) {
        const id = this.stores.names.intern(metric.key);
        points = series.get(id) ?? [];
        series.set(id, points);
        lastKey = metric.key;
      }
      const point = { value: storedNumber(metric.value), time: metric.timestamp, step: metric.step ?? 0 };
      points.push(point);
      if (metric.model_id !== undefined && metric.model_id !== '') {
        this.stores.models.addMetric(metric.model_id, runId, metric, point);
      }
    }
    this.stores.metrics.append(row.id, row.start, series);
  }

  /** A write to an active run, which also shows that its process lives. */
  #write(runId: string, changes: RunChange[], work: (row: RunRow) => void): Promise<void> {
    return this.#change(runId, changes, (row) => {
      if (row.deleted !== null) {
        throw invalid(`The run ${runId} must be in the 'active' state. Current state is deleted.`);
      }
      work(row);
      if (row.lost === 1) {
        this.stores.runs.setLost(row.id, false);
        changes.push('updated');
      }
      const sinceStart = Date.now() - row.start;
      if (row.activity === null || sinceStart - row.activity > ACTIVITY_MS) {
        this.stores.runs.setActivity(row.id, sinceStart);
      }
    });
  }

  async #change(runId: string, changes: RunChange[], work: (row: RunRow) => void): Promise<void> {
    const experiment = await this.database.writes.write(() => {
      const row = this.row(runId);
      this.stores.reader.forget(row.id);
      work(row);
      return row.experiment;
    });
    if (changes.length > 0) {
      this.events.publish({ type: 'run', run_id: runId, experiment_id: String(experiment), changes });
    }
  }
}

function nameAndTags(request: NewRun): { given: string | undefined; tags: KeyValue[] } {
  const tags = request.tags.map(({ key, value }, index) => ({ key, value: checkTag(key, value, `tags[${index}].`) }));
  const tagged = tags.find(({ key }) => key === RUN_NAME)?.value;
  const given = request.name === '' ? undefined : request.name;
  if (given !== undefined && tagged !== undefined && given !== tagged) {
    throw invalid(`Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${given}', mlflow.runName='${tagged}').`);
  }
  if (given !== undefined) {
    checkLength('run_name', Limit.tagValue, given);
  }
  return { given: given ?? (tagged === '' ? undefined : tagged), tags: tags.filter(({ key }) => key !== RUN_NAME) };
}

function rejectRepeatedParams(params: readonly KeyValue[]): void {
  const seen = new Set<string>();
  const repeated = params.filter(({ key }) => seen.size === seen.add(key).size).map(({ key }) => key);
  if (repeated.length > 0) {
    throw invalid(`Duplicate parameter keys have been submitted: [${repeated.map((key) => `'${key}'`).join(', ')}]. Please ensure the request contains only one param value per param key.`);
  }
}

function checkDataset(dataset: Dataset, tags: readonly KeyValue[]): void {
  checkLength('name', Limit.datasetName, dataset.name);
  checkLength('digest', Limit.datasetDigest, dataset.digest);
  checkLength('source', Limit.datasetSource, dataset.source);
  checkLength('schema', Limit.datasetSchema, dataset.schema ?? '');
  checkLength('profile', Limit.datasetProfile, dataset.profile ?? '');
  for (const { key, value } of tags) {
    checkLength('key', Limit.inputTagKey, key);
    checkLength('value', Limit.inputTagValue, value);
  }
}
