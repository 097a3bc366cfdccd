/** An engine's HTTP API as methods: what the editor and the command line call. */
import http from 'node:http';
import type { EngineInfo } from '../protocol/engine';
import type { Notice } from '../protocol/events';
import type { ExperimentSummary, RunRows, RunRowsRequest } from '../protocol/experiments';
import type { Job, JobRequest } from '../protocol/jobs';
import type { Experiment, Run, RunStatus } from '../protocol/mlflow';
import type { Band, BandRequest, ColumnSummary, ColumnValues, Curves, CurvesRequest, RunSelection, SavedView, SeveralCurvesRequest, TableRuns, TableValuesRequest } from '../protocol/table';
import { absent, EngineError, refusalOf } from './engineError';
import { EngineJson } from './engineJson';
import type { EngineAddress } from './engineAddress';
import { followEvents } from './eventStream';
import { exchange, readBody } from './httpExchange';
import { GatesClient } from './gatesClient';
import { ServingClient } from './servingClient';
import { LineageClient } from './lineageClient';
import { MonitoringClient } from './monitoringClient';
import { RegistryClient } from './registryClient';
import { RetrainingClient } from './retrainingClient';

export interface RunSearch {
  readonly experiment_ids: readonly string[];
  readonly filter?: string;
  readonly order_by?: readonly string[];
  readonly max_results?: number;
  readonly page_token?: string;
  readonly run_view_type?: 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';
}

export interface LogPart {
  readonly text: string;
  /** bytes read so far: the next `offset` */
  readonly offset: number;
  /** the job has ended and nothing more will come after what stands here */
  readonly ended: boolean;
}

const MLFLOW = '/api/2.0/mlflow';

export class EngineClient {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  /** Registered models, their versions and aliases. */
  readonly registry = new RegistryClient((method, path, body, signal, headers) => this.request(method, path, body, signal, headers));
  /** Gates of slipway.yaml, their reports, promotions. */
  readonly serving = new ServingClient((method, path, body, signal) => this.request(method, path, body, signal));
  readonly gates = new GatesClient((method, path, body, signal, headers) => this.request(method, path, body, signal, headers));

  /** What things were made from, and what was made from them. */
  readonly lineage = new LineageClient((method, path, body, signal, headers) => this.request(method, path, body, signal, headers));

  /** Who watches deployments, and what they told. */
  readonly monitoring = new MonitoringClient(
    (method, path, body, signal) => this.request(method, path, body, signal),
    async (path, part, signal) => new EngineJson(new Uint8Array(await this.#body('GET', path, undefined, signal)), part),
  );

  /** Models that are trained again by rules. */
  readonly retraining = new RetrainingClient((method, path, body, signal) => this.request(method, path, body, signal));

  constructor(readonly address: EngineAddress) {}

  /**
   * One JSON request.
   * @param body sent as JSON when given
   * @throws EngineError for any answer that is not 2xx; EngineUnreachable when nothing answers
   */
  async request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    const text = (await this.#body(method, path, body, signal, headers)).toString('utf8');
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** The same, its answer as it came. @param part field of the answer that is meant */
  async #json<T>(path: string, body: unknown, signal: AbortSignal | undefined, part?: string): Promise<EngineJson<T>> {
    return new EngineJson(new Uint8Array(await this.#body('POST', path, body, signal)), part);
  }

  engine(signal?: AbortSignal): Promise<EngineInfo> {
    return this.request('GET', '/slipway/v1/engine', undefined, signal);
  }

  /** Asks the engine to end: it finishes what it acknowledged; jobs go on under their runners. */
  async stopEngine(): Promise<void> {
    await this.request('POST', '/slipway/v1/engine/stop', {});
  }

  async experiments(includeDeleted = false, signal?: AbortSignal): Promise<ExperimentSummary[]> {
    return (await this.request<{ experiments: ExperimentSummary[] }>('GET', `/slipway/v1/experiments?include_deleted=${includeDeleted}`, undefined, signal)).experiments;
  }

  runRows(request: RunRowsRequest, signal?: AbortSignal): Promise<RunRows> {
    return this.request('POST', '/slipway/v1/runs/rows', request, signal);
  }

  tableRuns(selection: RunSelection, signal?: AbortSignal): Promise<EngineJson<TableRuns>> {
    return this.#json('/slipway/v1/table/runs', selection, signal);
  }

  tableColumns(selection: RunSelection, signal?: AbortSignal): Promise<EngineJson<ColumnSummary[]>> {
    return this.#json('/slipway/v1/table/columns', selection, signal, 'columns');
  }

  tableValues(request: TableValuesRequest, signal?: AbortSignal): Promise<EngineJson<ColumnValues[]>> {
    return this.#json('/slipway/v1/table/values', request, signal, 'columns');
  }

  curves(request: CurvesRequest, signal?: AbortSignal): Promise<EngineJson<Curves>> {
    return this.#json('/slipway/v1/curves', request, signal);
  }

  /** What `curves` would say to each ask, in one answer. */
  severalCurves(request: SeveralCurvesRequest, signal?: AbortSignal): Promise<EngineJson<Curves[]>> {
    return this.#json('/slipway/v1/curves/several', request, signal, 'answers');
  }

  curveBand(request: BandRequest, signal?: AbortSignal): Promise<EngineJson<Band>> {
    return this.#json('/slipway/v1/curves/band', request, signal);
  }

  /** Named views of comparisons, by name. */
  async views(signal?: AbortSignal): Promise<SavedView[]> {
    return (await this.request<{ views: SavedView[] }>('GET', '/slipway/v1/views', undefined, signal)).views;
  }

  async saveView(view: SavedView): Promise<void> {
    await this.request('PUT', '/slipway/v1/views', view);
  }

  async renameView(name: string, newName: string): Promise<void> {
    await this.request('POST', '/slipway/v1/views/rename', { name, new_name: newName });
  }

  async deleteView(name: string): Promise<void> {
    await this.request('POST', '/slipway/v1/views/delete', { name });
  }

  async run(id: string, signal?: AbortSignal): Promise<Run> {
    return (await this.request<{ run: Run }>('GET', `${MLFLOW}/runs/get?run_id=${encodeURIComponent(id)}`, undefined, signal)).run;
  }

  async searchRuns(search: RunSearch, signal?: AbortSignal): Promise<{ runs: Run[]; nextPageToken?: string }> {
    const answer = await this.request<{ runs?: Run[]; next_page_token?: string }>('POST', `${MLFLOW}/runs/search`, search, signal);
    return { runs: answer.runs ?? [], ...(answer.next_page_token ? { nextPageToken: answer.next_page_token } : {}) };
  }

  /** @returns undefined when no experiment has this name */
  async experimentByName(name: string): Promise<Experiment | undefined> {
    return (await this.request<{ experiment: Experiment }>('GET', `${MLFLOW}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`).catch(absent))?.experiment;
  }

  async experiment(id: string, signal?: AbortSignal): Promise<Experiment> {
    return (await this.request<{ experiment: Experiment }>('GET', `${MLFLOW}/experiments/get?experiment_id=${encodeURIComponent(id)}`, undefined, signal)).experiment;
  }

  async updateRun(runId: string, change: { status?: RunStatus; end_time?: number; run_name?: string }): Promise<void> {
    await this.request('POST', `${MLFLOW}/runs/update`, { run_id: runId, ...change });
  }

  async setTag(runId: string, key: string, value: string): Promise<void> {
    await this.request('POST', `${MLFLOW}/runs/set-tag`, { run_id: runId, key, value });
  }

  async deleteTag(runId: string, key: string): Promise<void> {
    await this.request('POST', `${MLFLOW}/runs/delete-tag`, { run_id: runId, key });
  }

  async setExperimentTag(experimentId: string, key: string, value: string): Promise<void> {
    await this.request('POST', `${MLFLOW}/experiments/set-experiment-tag`, { experiment_id: experimentId, key, value });
  }

  async deleteRun(runId: string): Promise<void> {
    await this.request('POST', `${MLFLOW}/runs/delete`, { run_id: runId });
  }

  async restoreRun(runId: string): Promise<void> {
    await this.request('POST', `${MLFLOW}/runs/restore`, { run_id: runId });
  }

  /** Bytes of an artifact of a run. @throws EngineError 404 when there is none at this path */
  async artifact(runId: string, path: string, signal?: AbortSignal): Promise<Buffer> {
    const response = await exchange(this.address, this.#agent, {
      method: 'GET', path: `/get-artifact?run_id=${encodeURIComponent(runId)}&path=${encodeURIComponent(path)}`, ...(signal === undefined ? {} : { signal }),
    });
    const bytes = await readBody(this.address, response);
    this.#check(response, bytes);
    return bytes;
  }

  /**
   * Bytes `from` to `to` (not included) of an artifact of a run, fewer where it ends before.
   * @returns none when it ends before `from`; `size` is that of the whole artifact
   * @throws EngineError 404 when there is none at this path
   */
  async artifactPart(runId: string, path: string, from: number, to: number, signal?: AbortSignal): Promise<{ bytes: Buffer; size: number }> {
    if (!(from >= 0 && to > from)) {
      throw new RangeError(`A part of an artifact goes from 0 or more to more than that; this one goes from ${from} to ${to}.`);
    }
    const response = await exchange(this.address, this.#agent, {
      method: 'GET', path: `/get-artifact?run_id=${encodeURIComponent(runId)}&path=${encodeURIComponent(path)}`, headers: { range: `bytes=${from}-${to - 1}` }, ...(signal === undefined ? {} : { signal }),
    });
    const bytes = await readBody(this.address, response);
    const size = Number(/\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1] ?? bytes.length);
    if (response.statusCode === 416) {
      return { bytes: Buffer.alloc(0), size };
    }
    this.#check(response, bytes);
    // An engine of an earlier version sends all of it.
    return response.statusCode === 206 ? { bytes, size } : { bytes: bytes.subarray(from, to), size: bytes.length };
  }

  /** Writes an artifact of a run whose artifacts lie behind the engine. */
  async putArtifact(run: { readonly experiment_id: string; readonly run_id: string }, path: string, bytes: Buffer, type: string): Promise<void> {
    await this.putProxied(`mlflow-artifacts:/${run.experiment_id}/${run.run_id}/artifacts/${path}`, bytes, undefined, type);
  }

  /** Writes a file at an `mlflow-artifacts:/` URI, which lies behind the engine. @throws EngineError for one that does not */
  async putProxied(uri: string, bytes: Buffer, signal?: AbortSignal, type = 'application/octet-stream'): Promise<void> {
    const [, within] = /^mlflow-artifacts:\/+(.+)$/.exec(uri) ?? [];
    if (within === undefined) {
      throw new EngineError(501, 'NOT_IMPLEMENTED', `Artifacts of this project are kept at ${uri}, which only the mlflow client writes to. Register the model from Python instead.`);
    }
    const response = await exchange(this.address, this.#agent, {
      method: 'PUT', path: `/api/2.0/mlflow-artifacts/artifacts/${within.split('/').map(encodeURIComponent).join('/')}`, body: bytes, headers: { 'content-type': type }, ...(signal === undefined ? {} : { signal }),
    });
    this.#check(response, await readBody(this.address, response));
  }

  async jobs(signal?: AbortSignal): Promise<Job[]> {
    return (await this.request<{ jobs: Job[] }>('GET', '/slipway/v1/jobs', undefined, signal)).jobs;
  }

  async job(id: string, signal?: AbortSignal): Promise<Job> {
    return (await this.request<{ job: Job }>('GET', `/slipway/v1/jobs/${encodeURIComponent(id)}`, undefined, signal)).job;
  }

  async submitJob(request: JobRequest): Promise<Job> {
    return (await this.request<{ job: Job }>('POST', '/slipway/v1/jobs', request)).job;
  }

  /** SIGTERM to the job's process group, SIGKILL after a grace. Resolves when the stop is on its way, not when the job has ended. */
  async stopJob(id: string, graceSeconds?: number): Promise<Job> {
    return (await this.request<{ job: Job }>('POST', `/slipway/v1/jobs/${encodeURIComponent(id)}/stop`, graceSeconds === undefined ? {} : { grace_seconds: graceSeconds })).job;
  }

  /** How many jobs run at once from now on; the others wait in the queue. */
  async setWorkers(workers: number): Promise<void> {
    await this.request('POST', '/slipway/v1/jobs/workers', { workers });
  }

  /** The job's log from a byte offset on. Answers at once with what there is. */
  async jobLog(id: string, offset = 0, signal?: AbortSignal): Promise<LogPart> {
    const response = await exchange(this.address, this.#agent, {
      method: 'GET', path: `/slipway/v1/jobs/${encodeURIComponent(id)}/log?offset=${offset}`, ...(signal === undefined ? {} : { signal }),
    });
    const bytes = await readBody(this.address, response);
    this.#check(response, bytes);
    return { text: bytes.toString('utf8'), offset: Number(response.headers['x-slipway-offset'] ?? offset), ended: response.headers['x-slipway-ended'] === 'true' };
  }

  /**
   * Follows the engine's events until the signal aborts, over any number of broken lines.
   * @param onReset what was missed can't be told: read everything afresh
   * @param onConnection true when the line is up, false when it broke
   * @throws EngineError when the engine refuses the token: another engine has taken the port
   */
  events(onNotice: (notice: Notice) => void, onReset: () => void, signal: AbortSignal, onConnection?: (up: boolean) => void): Promise<void> {
    return followEvents(this.address, { onNotice, onReset, ...(onConnection === undefined ? {} : { onConnection }) }, signal);
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #body(method: string, path: string, body: unknown, signal: AbortSignal | undefined, headers: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const response = await exchange(this.address, this.#agent, {
      method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }),
    });
    const bytes = await readBody(this.address, response);
    this.#check(response, bytes);
    return bytes;
  }

  #check(response: http.IncomingMessage, bytes: Buffer): void {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) {
      return;
    }
    throw refusalOf(this.address.url, status, bytes.toString('utf8'));
  }
}
