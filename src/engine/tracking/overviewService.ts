/** Lists of experiments and runs for people: counts, the headline metric, the best run. */
import { headlineMetric, metricDirection } from '../../protocol/direction';
import { RunTag } from '../../protocol/runTags';
import type { ExperimentSummary, RunRow, RunRows, RunRowsRequest } from '../../protocol/experiments';
import type { Database } from '../database/open';
import { runIdOf, statusName } from './ids';
import type { ExperimentRow } from './experimentStore';
import { decodePageToken, encodePageToken } from './pageToken';
import { type MetricTuple, OverviewStore, type TextTuple } from './overviewStore';
import type { ProjectDirections } from './projectDirections';
import type { RunSearchService } from './runSearchService';
import type { Stores } from './stores';
import { experimentNumber } from './validation';
import { wireNumber } from './wireNumbers';

const MAX_KEYS = 50;
const MAX_SHOWN = 12;
const MAX_PARAM = 100;
const MAX_NOTE = 200;
const DEFAULT_PAGE = 100;
/** Metric that a person has pinned as the headline in Slipway, beside upstream's primaryMetric. */
const PINNED = 'slipway.metric.headline';

interface Headline { readonly keys: readonly string[]; readonly headline: string | undefined; readonly best: ExperimentSummary['best'] }

export class OverviewService {
  readonly #store: OverviewStore;
  /** Keys of an experiment cost a look at all its runs: kept until something is written. */
  readonly #keys = new Map<number, { readonly changes: number; readonly keys: readonly number[] }>();
  readonly #changes: () => number;

  constructor(database: Database, private readonly stores: Stores, private readonly search: RunSearchService, private readonly directions: ProjectDirections) {
    this.#store = new OverviewStore(database.sqlite);
    const total = database.sqlite.prepare('SELECT total_changes()').pluck();
    this.#changes = () => total.get() as number;
  }

  /** All experiments, last touched first. */
  experiments(includeDeleted: boolean): ExperimentSummary[] {
    const counts = this.#store.counts();
    const rows = this.stores.experiments.search(`SELECT e.* FROM experiments e ${includeDeleted ? '' : 'WHERE e.deleted = 0'} LIMIT ? OFFSET ?`, [-1, 0]);
    const touched = new Map(rows.map((row) => [row.id, Math.max(row.updated, counts.get(row.id)?.touched ?? 0)]));
    return rows.toSorted((a, b) => (touched.get(b.id) ?? 0) - (touched.get(a.id) ?? 0) || b.id - a.id).map((row) => {
      const count = counts.get(row.id);
      const tags = this.directions.with(this.stores.experiments.tags(row.id));
      const { keys, best } = this.#headline(row, Object.fromEntries(tags.map((tag) => [tag.key, tag.value])));
      return {
        experiment_id: String(row.id), name: row.name, lifecycle_stage: row.deleted === 1 ? 'deleted' as const : 'active' as const,
        creation_time: row.created, last_update_time: touched.get(row.id) ?? row.updated, tags,
        run_count: count?.active ?? 0, running_count: count?.running ?? 0, deleted_count: count?.deleted ?? 0, metric_keys: [...keys], best,
      };
    });
  }

  /** A page of the runs of an experiment. @throws MlflowError 400 for a wrong filter or order */
  runRows(request: RunRowsRequest): RunRows {
    const experiment = experimentNumber(request.experiment_id);
    const { offset } = decodePageToken(request.page_token);
    const limit = request.max_results ?? DEFAULT_PAGE;
    const parent = request.parent === undefined ? undefined : request.parent === 'roots' ? null : request.parent;
    const compiled = this.search.compile({ filter: request.filter, orderBy: request.order_by }, { experiments: [experiment], view: request.view ?? 'active', parent });
    const ids = this.search.ids(compiled.page, limit, offset);
    const total = offset === 0 && ids.length < limit ? ids.length : this.search.count(compiled.count);
    const rows = this.#rows(ids, experiment);
    const { tags } = this.directions;
    return { rows, total, ...(tags.length === 0 ? {} : { project_tags: [...tags] }), ...(offset + ids.length < total ? { next_page_token: encodePageToken(offset + limit) } : {}) };
  }

  #headline(row: ExperimentRow, tags: Readonly<Record<string, string>>): Headline {
    const ids = this.#keysOf(row.id);
    const keys = ids.map((id) => this.stores.names.text(id)).filter((key) => !key.startsWith('system/'));
    const headline = [tags[RunTag.primaryMetric], tags[PINNED]].find((key) => key !== undefined && keys.includes(key)) ?? headlineMetric(keys, tags);
    const direction = headline === undefined ? 'unknown' : metricDirection(headline, tags);
    const shown = keys.slice(0, MAX_KEYS);
    if (headline === undefined || direction === 'unknown') {
      return { keys: shown, headline, best: null };
    }
    const best = this.#store.best(row.id, this.stores.names.find(headline) ?? -1, direction);
    return { keys: shown, headline, best: best === undefined ? null : { key: headline, value: best.value, run_id: runIdOf(best.uuid) } };
  }

  #keysOf(experiment: number): readonly number[] {
    const changes = this.#changes();
    const kept = this.#keys.get(experiment);
    if (kept?.changes === changes) {
      return kept.keys;
    }
    const keys = this.#store.keys(experiment).map(({ key }) => key);
    this.#keys.set(experiment, { changes, keys });
    return keys;
  }

  #rows(ids: readonly number[], experiment: number): RunRow[] {
    const row = this.stores.experiments.byId(experiment);
    const experimentTags = Object.fromEntries(this.directions.with(this.stores.experiments.tags(experiment)).map((tag) => [tag.key, tag.value]));
    const headline = row === undefined ? undefined : this.#headline(row, experimentTags).headline;
    const rows = new Map(this.#store.rows(ids).map((tuple) => [tuple[0], tuple]));
    const metrics = groupByRun(this.#store.metrics(ids));
    const params = groupByRun(this.#store.params(ids));
    const tags = groupByRun(this.#store.tags(ids));
    const children = this.#store.children([...rows.values()].map((tuple) => runIdOf(tuple[1])));
    return ids.flatMap((id): RunRow[] => {
      const tuple = rows.get(id);
      if (tuple === undefined) {
        return [];
      }
      const [, uuid, , status, lost, deleted, start, finish, activity, name] = tuple;
      const runId = runIdOf(uuid);
      const own = metrics.get(id) ?? [];
      const lastPoint = own.reduce((last, [, , , , time]) => Math.max(last, time), activity ?? 0);
      return [{
        run_id: runId, experiment_id: String(experiment), run_name: name, status: statusName(status), lost: lost === 1 && status === 1,
        lifecycle_stage: deleted === null ? 'active' : 'deleted', start_time: start, end_time: finish, last_activity: Math.min(Date.now(), Math.max(start + lastPoint, finish ?? 0)),
        child_count: children.get(runId) ?? 0,
        metrics: this.#shownMetrics(own, headline),
        params: (params.get(id) ?? []).slice(0, MAX_SHOWN).map(([, key, value]) => ({ key: this.stores.names.text(key), value: cut(value, MAX_PARAM) })),
        tags: Object.fromEntries((tags.get(id) ?? []).map(([, key, value]) => {
          const tagName = this.stores.names.text(key);
          return [tagName, tagName === 'mlflow.note.content' ? cut(value, MAX_NOTE) : value];
        })),
      }];
    });
  }

  #shownMetrics(tuples: readonly MetricTuple[], headline: string | undefined): RunRow['metrics'] {
    const named = tuples.map((tuple) => ({ tuple, key: this.stores.names.text(tuple[1]) })).filter(({ key }) => !key.startsWith('system/'));
    const first = named.findIndex(({ key }) => key === headline);
    const ordered = first <= 0 ? named : [...named.splice(first, 1), ...named];
    return ordered.slice(0, MAX_SHOWN).map(({ tuple: [, , value, step, , low, high], key }) => ({
      key, value: wireNumber(value), step, min: low ?? value, max: high ?? value,
    }));
  }
}

function cut(value: string, limit: number): string {
  return value.length > limit ? `${value.slice(0, limit)}…` : value;
}

function groupByRun<T extends MetricTuple | TextTuple>(tuples: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const tuple of tuples) {
    const group = groups.get(tuple[0]);
    if (group === undefined) {
      groups.set(tuple[0], [tuple]);
    } else {
      group.push(tuple);
    }
  }
  return groups;
}
