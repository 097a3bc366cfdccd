/** The version that a training made. */
import type { ModelVersion } from '../../protocol/registry';
import type { Actor } from '../registry/actor';
import type { RegistryService } from '../registry/service';
import type { TrackingService } from '../tracking/service';

/**
 * The newest version that the script has registered from one of its runs; where it has registered none, the model that it logged last becomes one.
 * @param runs of the job
 * @throws Error in a sentence when the script has logged no model
 */
export async function candidateOf({ registry, tracking }: { readonly registry: RegistryService; readonly tracking: TrackingService }, model: string, runs: readonly string[], actor: Actor): Promise<ModelVersion> {
  if (runs.length === 0) {
    throw new Error('Training made no run, so there is no model to judge. The script logs one with mlflow.<library>.log_model.');
  }
  const registered = runs.flatMap((run) => registry.versions.search({ filter: `name = '${model.replaceAll("'", "''")}' AND run_id = '${run}'`, maxResults: 100 }).model_versions ?? []);
  const newest = registered.toSorted((a, b) => Number(b.version) - Number(a.version))[0];
  if (newest !== undefined) {
    return newest;
  }
  const logged = runs.flatMap((run) => tracking.models.search({ experimentIds: [tracking.run(run).info.experiment_id], filter: `source_run_id = '${run}'`, datasets: [], orderBy: [], maxResults: 50 }).models ?? [])
    .filter(({ info }) => info.status === 'LOGGED_MODEL_READY').toSorted((a, b) => b.info.creation_timestamp_ms - a.info.creation_timestamp_ms)[0];
  if (logged === undefined) {
    throw new Error(`Training logged no model, so there is nothing to judge. The script logs one with mlflow.<library>.log_model, or registers one as ${model}.`);
  }
  return registry.versions.create({ name: model, source: `models:/${logged.info.model_id}`, runId: logged.info.source_run_id, modelId: logged.info.model_id, runLink: '', description: '', tags: [] }, actor);
}
