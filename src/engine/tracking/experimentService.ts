/** Rules of experiments. */
import type { Experiment, KeyValue } from '../../protocol/mlflow';
import type { Database } from '../database/open';
import type { EventBus } from '../events';
import { invalid, missing, MlflowError } from '../mlflowErrors';
import type { ExperimentRow } from './experimentStore';
import { compileExperimentSearch } from './filter/experimentSearch';
import { Limit } from './limits';
import { decodePageToken, encodePageToken } from './pageToken';
import type { Stores } from './stores';
import { checkArtifactLocation, checkExperimentName, checkExperimentTag, experimentNumber } from './validation';

export type View = 'active' | 'deleted' | 'all';

export interface ExperimentPage { readonly experiments: readonly Experiment[]; readonly next_page_token?: string }

export class ExperimentService {
  constructor(private readonly database: Database, private readonly stores: Stores, private readonly events: EventBus, private readonly locationOf: (id: number) => string) {
    if (stores.experiments.byId(0) === undefined) {
      database.sqlite.transaction(() => stores.experiments.insert(0, 'Default', Date.now(), locationOf)).immediate();
    }
  }

  /** @throws RESOURCE_ALREADY_EXISTS; a deleted experiment keeps its name */
  async create(name: string, location: string | undefined, tags: readonly KeyValue[]): Promise<string> {
    checkExperimentName(name);
    if (location !== undefined && location !== '') {
      checkArtifactLocation(location);
    }
    for (const { key, value } of tags) {
      checkExperimentTag(key, value);
    }
    const id = await this.database.writes.write(() => {
      const present = this.stores.experiments.byName(name);
      if (present !== undefined) {
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', present.deleted === 1
          ? `Experiment '${name}' already exists in deleted state. You can restore the experiment, or permanently delete the experiment to create a new one.`
          : `Experiment(name=${name}) already exists.`);
      }
      const now = Date.now();
      const made = this.stores.experiments.insert(null, name, now, (number) => (location === undefined || location === '' ? this.locationOf(number) : location.replace(/\/+$/, '')));
      for (const { key, value } of tags) {
        this.stores.experiments.setTag(made, key, value, now);
      }
      return made;
    });
    this.events.publish({ type: 'experiment', experiment_id: String(id), change: 'created' });
    return String(id);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST; deleted ones are found */
  get(experimentId: string): Experiment {
    return this.#entity(this.#row(experimentId));
  }

  byName(name: string): Experiment | undefined {
    const row = this.stores.experiments.byName(name);
    return row === undefined ? undefined : this.#entity(row);
  }

  search(query: { view: View; filter?: string; orderBy?: readonly string[]; maxResults: number; pageToken?: string }): ExperimentPage {
    const { offset } = decodePageToken(query.pageToken);
    const compiled = compileExperimentSearch(query.filter, query.orderBy ?? [], query.view);
    const limit = Math.min(query.maxResults, Limit.experimentsPerPage);
    const rows = this.stores.experiments.search(compiled.sql, [...compiled.parameters, limit + 1, offset]);
    const experiments = rows.slice(0, limit).map((row) => this.#entity(row));
    return rows.length > limit ? { experiments, next_page_token: encodePageToken(offset + limit) } : { experiments };
  }

  async rename(experimentId: string, name: string): Promise<void> {
    checkExperimentName(name);
    await this.#change(experimentId, 'updated', (row, now) => {
      if (row.deleted === 1) {
        throw new MlflowError('INVALID_STATE', 'Cannot rename a non-active experiment.');
      }
      const other = this.stores.experiments.byName(name);
      if (other !== undefined && other.id !== row.id) {
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
      }
      this.stores.experiments.rename(row.id, name, now);
    });
  }

  /** Deletes an experiment and its runs softly. */
  async delete(experimentId: string): Promise<void> {
    await this.#change(experimentId, 'deleted', (row, now) => {
      if (row.deleted === 1) {
        throw missing(`No Experiment with id=${row.id} exists`);
      }
      this.stores.experiments.delete(row.id, now);
    });
  }

  /** Takes a deletion back, with all runs. */
  async restore(experimentId: string): Promise<void> {
    await this.#change(experimentId, 'restored', (row, now) => {
      if (row.deleted === 0) {
        throw missing(`No deleted Experiment with id=${row.id} exists`);
      }
      this.stores.experiments.restore(row.id, now);
    });
  }

  async setTag(experimentId: string, key: string, value: string): Promise<void> {
    checkExperimentTag(key, value);
    await this.#change(experimentId, 'updated', (row, now) => {
      mustBeActive(row);
      this.stores.experiments.setTag(row.id, key, value, now);
    });
  }

  async deleteTag(experimentId: string, key: string): Promise<void> {
    await this.#change(experimentId, 'updated', (row, now) => {
      mustBeActive(row);
      if (!this.stores.experiments.deleteTag(row.id, key, now)) {
        throw missing(`No tag with name: ${key} in experiment with id ${row.id}`);
      }
    });
  }

  async #change(experimentId: string, change: 'updated' | 'deleted' | 'restored', work: (row: ExperimentRow, now: number) => void): Promise<void> {
    const id = await this.database.writes.write(() => {
      const row = this.#row(experimentId);
      if (change !== 'updated') {
        // Its runs go and come back with it.
        this.stores.reader.forgetAll();
      }
      work(row, Date.now());
      return row.id;
    });
    this.events.publish({ type: 'experiment', experiment_id: String(id), change });
  }

  #row(experimentId: string): ExperimentRow {
    const id = experimentNumber(experimentId);
    const row = this.stores.experiments.byId(id);
    if (row === undefined) {
      throw missing(`No Experiment with id=${id} exists`);
    }
    return row;
  }

  #entity(row: ExperimentRow): Experiment {
    const tags = this.stores.experiments.tags(row.id);
    return {
      experiment_id: String(row.id),
      name: row.name,
      artifact_location: row.location,
      lifecycle_stage: row.deleted === 1 ? 'deleted' : 'active',
      last_update_time: row.updated,
      creation_time: row.created,
      ...(tags.length > 0 ? { tags } : {}),
    };
  }
}

/** @throws INVALID_PARAMETER_VALUE for a deleted experiment */
export function mustBeActive(row: ExperimentRow): void {
  if (row.deleted === 1) {
    throw invalid(`The experiment ${row.id} must be in the 'active' state. Current state is deleted.`);
  }
}
