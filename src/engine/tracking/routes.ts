/** The table of MLflow routes: experiments, runs, metrics (upstream: mlflow/protos/service.proto). */
import * as Type from 'typebox';
import { invalid, missing } from '../mlflowErrors';
import { routeOf, type Route } from '../route';
import type { View } from './experimentService';
import { Limit } from './limits';
import { LOGGED_MODEL_ROUTES } from './loggedModelRoutes';
import type { TrackingService } from './service';

const route = routeOf<TrackingService>();

const Text = Type.Optional(Type.String());
const Integer = Type.Optional(Type.Integer());
const Texts = Type.Optional(Type.Array(Type.String()));
/** A key with a value that may be empty. */
const Pair = Type.Object({ key: Type.String(), value: Type.Optional(Type.String({ default: '' })) });
export const Pairs = Type.Optional(Type.Array(Pair));
const MetricPoint = Type.Object({
  key: Type.String(), value: Type.Number(), timestamp: Type.Integer(), step: Type.Optional(Type.Integer({ default: 0 })),
  model_id: Text, dataset_name: Text, dataset_digest: Text,
});
const RunId = { run_id: Text, run_uuid: Text };
const Views = Type.Optional(Type.Unsafe<string | number>({}));

/** Pairs with their values filled in: proto3 does not tell an empty text from none. */
export function pairs(list: readonly { key: string; value?: string }[] | undefined): { key: string; value: string }[] {
  return (list ?? []).map(({ key, value }) => ({ key, value: value ?? '' }));
}

function runIdOf(input: { run_id?: string; run_uuid?: string }): string {
  const id = input.run_id !== undefined && input.run_id !== '' ? input.run_id : input.run_uuid;
  if (id === undefined || id === '') {
    throw invalid("Missing value for required parameter 'run_id'. See the API docs for more information about request parameters.");
  }
  return id;
}

function viewOf(view: string | number | undefined): View {
  switch (view) {
    case undefined: case 'ACTIVE_ONLY': case 1: case '1': return 'active';
    case 'DELETED_ONLY': case 2: case '2': return 'deleted';
    case 'ALL': case 3: case '3': return 'all';
    default: throw invalid(`Invalid value ${JSON.stringify(view)} for parameter 'view_type' supplied: Valid values are ACTIVE_ONLY, DELETED_ONLY, ALL.`);
  }
}

function page(value: number | undefined, fallback: number, limit: number): number {
  const size = value ?? fallback;
  if (size < 1 || size > limit) {
    throw invalid(`Invalid value ${size} for parameter 'max_results' supplied: It must be at least 1 and at most ${limit}.`);
  }
  return size;
}

const EXPERIMENT_ROUTES: readonly Route<TrackingService>[] = [
  route('POST', '/experiments/create', Type.Object({ name: Type.String(), artifact_location: Text, tags: Pairs }), async (tracking, input) => ({
    experiment_id: await tracking.experiments.create(input.name, input.artifact_location, pairs(input.tags)),
  })),
  route('GET', '/experiments/get', Type.Object({ experiment_id: Type.String() }), (tracking, input) => ({ experiment: tracking.experiments.get(input.experiment_id) })),
  route('GET', '/experiments/get-by-name', Type.Object({ experiment_name: Type.String() }), (tracking, input) => {
    const experiment = tracking.experiments.byName(input.experiment_name);
    if (experiment === undefined) {
      throw missing(`Could not find experiment with name '${input.experiment_name}'`);
    }
    return { experiment };
  }),
  route(['POST', 'GET'], '/experiments/search', Type.Object({ max_results: Integer, page_token: Text, filter: Text, order_by: Texts, view_type: Views }), (tracking, input) => {
    const maxResults = page(input.max_results, 1_000, Limit.experimentsPerPage);
    const found = tracking.experiments.search({ view: viewOf(input.view_type), filter: input.filter, orderBy: input.order_by, maxResults, pageToken: input.page_token });
    return found.experiments.length === 0 ? {} : found;
  }),
  route('POST', '/experiments/delete', Type.Object({ experiment_id: Type.String() }), (tracking, input) => tracking.experiments.delete(input.experiment_id)),
  route('POST', '/experiments/restore', Type.Object({ experiment_id: Type.String() }), (tracking, input) => tracking.experiments.restore(input.experiment_id)),
  route('POST', '/experiments/update', Type.Object({ experiment_id: Type.String(), new_name: Type.String() }), (tracking, input) => tracking.experiments.rename(input.experiment_id, input.new_name)),
  route('POST', '/experiments/set-experiment-tag', Type.Object({ experiment_id: Type.String(), key: Type.String(), value: Text }), (tracking, input) => tracking.experiments.setTag(input.experiment_id, input.key, input.value ?? '')),
  route('POST', '/experiments/delete-experiment-tag', Type.Object({ experiment_id: Type.String(), key: Type.String() }), (tracking, input) => tracking.experiments.deleteTag(input.experiment_id, input.key)),
  route('POST', '/experiments/search-datasets', Type.Object({ experiment_ids: Texts }), (tracking, input) => {
    const ids = input.experiment_ids ?? [];
    if (ids.length === 0 || ids.length > Limit.searchDatasetsExperiments) {
      throw invalid(`SearchDatasets request must specify at least one and cannot specify more than ${Limit.searchDatasetsExperiments} experiment_ids. Received ${ids.length} experiment_ids.`);
    }
    return { dataset_summaries: tracking.datasetSummaries(ids) };
  }),
];

const RUN_ROUTES: readonly Route<TrackingService>[] = [
  route('POST', '/runs/create', Type.Object({ experiment_id: Text, user_id: Text, run_name: Text, start_time: Integer, tags: Pairs }), async (tracking, input) => {
    const run = await tracking.runs.createJson({ experimentId: input.experiment_id ?? '0', userId: input.user_id, name: input.run_name, startTime: input.start_time, tags: pairs(input.tags) });
    return `{"run":${run}}`;
  }),
  route('GET', '/runs/get', Type.Object(RunId), (tracking, input) => `{"run":${tracking.runs.json(runIdOf(input))}}`),
  route('POST', '/runs/update', Type.Object({ ...RunId, status: Type.Optional(Type.Unsafe<string | number>({})), end_time: Integer, run_name: Text }), async (tracking, input) => {
    const run = await tracking.runs.update({ runId: runIdOf(input), status: runStatus(input.status), endTime: input.end_time, name: input.run_name });
    return { run_info: run.info };
  }, { writesRun: true }),
  route('POST', '/runs/delete', Type.Object(RunId), (tracking, input) => tracking.runs.delete(runIdOf(input))),
  route('POST', '/runs/restore', Type.Object(RunId), (tracking, input) => tracking.runs.restore(runIdOf(input))),
  route('POST', '/runs/search', Type.Object({ experiment_ids: Texts, filter: Text, run_view_type: Views, max_results: Integer, order_by: Texts, page_token: Text }), (tracking, input) => {
    const maxResults = page(input.max_results, 1_000, Limit.runsPerPage);
    const experimentIds = input.experiment_ids ?? [];
    return experimentIds.length === 0 ? {} : tracking.search.search({ experimentIds, filter: input.filter, orderBy: input.order_by, view: viewOf(input.run_view_type), maxResults, pageToken: input.page_token });
  }),
  route('POST', '/runs/set-tag', Type.Object({ ...RunId, key: Type.String(), value: Text }), (tracking, input) => tracking.runs.setTag(runIdOf(input), input.key, input.value ?? ''), { writesRun: true }),
  route('POST', '/runs/delete-tag', Type.Object({ ...RunId, key: Type.String() }), (tracking, input) => tracking.runs.deleteTag(runIdOf(input), input.key)),
  route('POST', '/runs/log-parameter', Type.Object({ ...RunId, key: Type.String(), value: Text }), (tracking, input) => tracking.runs.logParam(runIdOf(input), input.key, input.value ?? ''), { writesRun: true }),
  route('POST', '/runs/log-metric', Type.Object({ ...RunId, ...MetricPoint.properties }), (tracking, input) => tracking.runs.logMetric(runIdOf(input), input), { writesRun: true }),
  route('POST', '/runs/log-batch', Type.Object({ ...RunId, metrics: Type.Optional(Type.Array(MetricPoint)), params: Pairs, tags: Pairs }), (tracking, input) => (
    tracking.runs.logBatch(runIdOf(input), input.metrics ?? [], pairs(input.params), pairs(input.tags))
  ), { writesRun: true }),
  route('POST', '/runs/log-inputs', Type.Object({
    ...RunId,
    datasets: Type.Optional(Type.Array(Type.Object({
      tags: Pairs, dataset: Type.Object({ name: Type.String(), digest: Type.String(), source_type: Type.String(), source: Type.String(), schema: Text, profile: Text }),
    }))),
    models: Type.Optional(Type.Array(Type.Object({ model_id: Type.String() }))),
  }), (tracking, input) => tracking.runs.logInputs(
    runIdOf(input), (input.datasets ?? []).map(({ dataset, tags }) => ({ dataset, tags: pairs(tags) })), (input.models ?? []).map(({ model_id }) => model_id),
  ), { writesRun: true }),
  route('POST', '/runs/outputs', Type.Object({ ...RunId, models: Type.Optional(Type.Array(Type.Object({ model_id: Type.String(), step: Integer }))) }), (tracking, input) => (
    tracking.runs.logOutputs(runIdOf(input), (input.models ?? []).map(({ model_id, step }) => ({ model_id, step: step ?? 0 })))
  ), { writesRun: true }),
  route('POST', '/runs/log-model', Type.Object({ ...RunId, model_json: Type.String() }), (tracking, input) => tracking.runs.logModelHistory(runIdOf(input), input.model_json), { writesRun: true }),
  route('GET', '/artifacts/list', Type.Object({ ...RunId, path: Text, page_token: Text }), (tracking, input) => tracking.listArtifacts(runIdOf(input), input.path ?? '')),
];

const METRIC_ROUTES: readonly Route<TrackingService>[] = [
  route('GET', '/metrics/get-history', Type.Object({ ...RunId, metric_key: Type.String(), max_results: Integer, page_token: Text }), (tracking, input) => (
    tracking.history.history(runIdOf(input), input.metric_key, input.max_results, input.page_token)
  )),
  route('GET', '/metrics/get-history-bulk-interval', Type.Object({ run_ids: Type.Array(Type.String()), metric_key: Type.String(), start_step: Integer, end_step: Integer, max_results: Integer }), (tracking, input) => (
    tracking.history.interval({ runIds: input.run_ids, key: input.metric_key, startStep: input.start_step, endStep: input.end_step, maxResults: input.max_results ?? Limit.intervalPoints })
  )),
  route('GET', '/metrics/get-history-bulk', Type.Object({ run_id: Texts, metric_key: Type.String(), max_results: Integer }), (tracking, input) => (
    tracking.history.bulk(input.run_id ?? [], input.metric_key, input.max_results ?? Limit.bulkRows)
  ), { api: false }),
];

/** Asked by clients before they transfer artifacts; `false` keeps them on plain PUT and GET. */
const SERVER_INFO = {
  store_type: 'SqlStore', workspaces_enabled: false, trace_archival_enabled: false, multipart_uploads_enabled: false, multipart_downloads_enabled: false,
  artifact_serving_enabled: true, presigned_upload_run_id_supported: false, presigned_upload_model_id_supported: false,
  model_artifact_presigned_downloads_supported: false, features_enabled: { gateway: false, scheduled_issue_detection: false }, tracking_auth: '', artifacts_presigned_only: false,
};

const SERVER_ROUTES: readonly Route<TrackingService>[] = [
  route('GET', '/server-info', Type.Object({}), () => SERVER_INFO, { versions: ['3.0'] }),
];

function runStatus(status: string | number | undefined): string | undefined {
  const names = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
  return typeof status === 'number' ? names[status] ?? String(status) : status;
}

export const ROUTES: readonly Route<TrackingService>[] = [...EXPERIMENT_ROUTES, ...RUN_ROUTES, ...METRIC_ROUTES, ...LOGGED_MODEL_ROUTES, ...SERVER_ROUTES];
