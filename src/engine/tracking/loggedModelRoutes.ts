/** The table of MLflow routes: logged models. */
import * as Type from 'typebox';
import { invalid } from '../mlflowErrors';
import { routeOf, type Route } from '../route';
import type { TrackingService } from './service';

const route = routeOf<TrackingService>();

const Text = Type.Optional(Type.String());
const Pairs = Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Text })));
const DEFAULT_PAGE = 50;

function filled(list: readonly { key: string; value?: string }[] | undefined): { key: string; value: string }[] {
  return (list ?? []).map(({ key, value }) => ({ key, value: value ?? '' }));
}

export const LOGGED_MODEL_ROUTES: readonly Route<TrackingService>[] = [
  route('POST', '/logged-models', Type.Object({ experiment_id: Type.String(), name: Text, model_type: Text, source_run_id: Text, params: Pairs, tags: Pairs }), async (tracking, input) => ({
    model: await tracking.models.create({
      experimentId: input.experiment_id, name: input.name === '' ? undefined : input.name, modelType: input.model_type, sourceRunId: input.source_run_id,
      params: filled(input.params), tags: filled(input.tags),
    }),
  })),
  route('POST', '/logged-models/search', Type.Object({
    experiment_ids: Type.Array(Type.String()), filter: Text, max_results: Type.Optional(Type.Integer()), page_token: Text,
    datasets: Type.Optional(Type.Array(Type.Object({ dataset_name: Type.Optional(Type.String({ default: '' })), dataset_digest: Text }))),
    order_by: Type.Optional(Type.Array(Type.Object({ field_name: Type.String(), ascending: Type.Optional(Type.Boolean()), dataset_name: Text, dataset_digest: Text }))),
  }), (tracking, input) => {
    const maxResults = input.max_results ?? DEFAULT_PAGE;
    if (maxResults < 1) {
      throw invalid(`Invalid value ${maxResults} for parameter 'max_results' supplied: It must be at least 1.`);
    }
    return tracking.models.search({
      experimentIds: input.experiment_ids, filter: input.filter, datasets: (input.datasets ?? []).map((dataset) => ({ ...dataset, dataset_name: dataset.dataset_name ?? '' })),
      orderBy: input.order_by ?? [], maxResults, pageToken: input.page_token,
    });
  }),
  route('GET', '/logged-models/:model_id', Type.Object({ model_id: Type.String(), allow_deleted: Type.Optional(Type.Boolean()) }), (tracking, input) => (
    { model: tracking.models.get(input.model_id, input.allow_deleted === true) }
  )),
  route('PATCH', '/logged-models/:model_id', Type.Object({ model_id: Type.String(), status: Type.Unsafe<string | number>({}) }), async (tracking, input) => (
    { model: await tracking.models.finalize(input.model_id, String(input.status)) }
  )),
  route('DELETE', '/logged-models/:model_id', Type.Object({ model_id: Type.String() }), (tracking, input) => tracking.models.delete(input.model_id)),
  route('PATCH', '/logged-models/:model_id/tags', Type.Object({ model_id: Type.String(), tags: Pairs }), async (tracking, input) => (
    { model: await tracking.models.setTags(input.model_id, filled(input.tags)) }
  )),
  route('DELETE', '/logged-models/:model_id/tags/:tag_key', Type.Object({ model_id: Type.String(), tag_key: Type.String() }), (tracking, input) => tracking.models.deleteTag(input.model_id, input.tag_key)),
  route('POST', '/logged-models/:model_id/params', Type.Object({ model_id: Type.String(), params: Pairs }), (tracking, input) => tracking.models.logParams(input.model_id, filled(input.params))),
  route('GET', '/logged-models/:model_id/artifacts/directories', Type.Object({ model_id: Type.String(), artifact_directory_path: Text }), (tracking, input) => (
    tracking.listModelArtifacts(input.model_id, input.artifact_directory_path ?? '')
  )),
];
