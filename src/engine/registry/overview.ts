/** Lists of registered models and versions for people: counts, aliases, and the runs that versions come from. */
import type { RunRow } from '../../protocol/experiments';
import type { ModelVersionRow, ModelVersionRows, ModelVersionsRequest, RegisteredModelRow } from '../../protocol/modelOverview';
import { MlflowError } from '../mlflowErrors';
import { decodePageToken, encodePageToken } from '../tracking/pageToken';
import type { TrackingService } from '../tracking/service';
import { modelRow } from './lookups';
import { PROMPT_TAG } from './rules';
import type { RegistryStores } from './stores';
import type { VersionRow } from './versionStore';

const DEFAULT_PAGE = 100;

export class RegistryOverview {
  constructor(private readonly stores: RegistryStores, private readonly tracking: TrackingService) {}

  /** All models but prompts, last touched first. */
  models(): RegisteredModelRow[] {
    return this.stores.models.all().flatMap((row) => {
      const tags = this.stores.models.tags(row.id);
      return tags.some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === 'true') ? [] : [{
        name: row.name, description: row.description, last_updated_timestamp: row.updated, version_count: this.stores.versions.count(row.id), tags: [...tags],
        aliases: this.stores.models.aliases(row.id).map(({ alias, version }) => ({ alias, version: String(version) })),
      }];
    });
  }

  /** A page of versions, newest first. @throws RESOURCE_DOES_NOT_EXIST */
  versions({ name, max_results: limit = DEFAULT_PAGE, page_token: token }: ModelVersionsRequest): ModelVersionRows {
    const model = modelRow(this.stores, name);
    const { offset } = decodePageToken(token);
    const found = this.stores.versions.newest(model.id, limit + 1, offset);
    const rows = found.slice(0, limit);
    const aliases = this.stores.models.aliases(model.id);
    const runs = this.#runs(rows);
    const experiments = new Set([...runs.values()].map((run) => run.experiment_id));
    return {
      versions: rows.map((row): ModelVersionRow => ({
        version: String(row.version), current_stage: row.stage, description: row.description ?? '', creation_timestamp: row.created, source: row.source,
        aliases: aliases.filter(({ version }) => version === row.version).map(({ alias }) => alias), tags: [...this.stores.versions.tags(row.model, row.version)],
        model_id: row.model_id === '' ? null : row.model_id, run_id: row.run_id === '' ? null : row.run_id, run: runs.get(row.run_id) ?? null,
      })),
      experiments: Object.fromEntries([...experiments].map((id) => {
        const experiment = this.tracking.experiments.get(id);
        return [id, { name: experiment.name, tags: this.tracking.directions.with(experiment.tags ?? []) }];
      })),
      ...(found.length > limit ? { next_page_token: encodePageToken(offset + limit) } : {}),
    };
  }

  #runs(rows: readonly VersionRow[]): Map<string, RunRow> {
    const byExperiment = new Map<string, string[]>();
    for (const id of new Set(rows.map((row) => row.run_id))) {
      const experiment = this.#experimentOf(id);
      if (experiment !== undefined) {
        byExperiment.set(experiment, [...byExperiment.get(experiment) ?? [], id]);
      }
    }
    const runs = [...byExperiment].flatMap(([experiment, ids]) => this.tracking.overview.runRows({
      experiment_id: experiment, filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(', ')})`, view: 'all', max_results: ids.length,
    }).rows);
    return new Map(runs.map((run) => [run.run_id, run]));
  }

  /** undefined: there is no run, or it is gone for good. */
  #experimentOf(runId: string): string | undefined {
    try {
      return runId === '' ? undefined : this.tracking.run(runId).info.experiment_id;
    } catch (error) {
      if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') {
        return undefined;
      }
      throw error;
    }
  }
}
