/** Datasets, the runs that read them, and the models that runs read and wrote: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { Dataset, DatasetInput, KeyValue } from '../../protocol/mlflow';

export interface ModelLink { readonly model_id: string; readonly step: number }

interface InputTuple { readonly id: number; readonly name: string; readonly digest: string; readonly source_type: string; readonly source: string; readonly schema: string | null; readonly profile: string | null }

export interface DatasetSummary { readonly experiment_id: string; readonly name: string; readonly digest: string; readonly context: string | null }

export class DatasetStore {
  readonly #find: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #link: BetterSqlite.Statement;
  readonly #tag: BetterSqlite.Statement;
  readonly #inputs: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;
  readonly #linkModel: BetterSqlite.Statement;
  readonly #models: BetterSqlite.Statement;
  readonly #summaries: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#find = sqlite.prepare('SELECT id FROM datasets WHERE experiment = ? AND name = ? AND digest = ?').pluck();
    this.#insert = sqlite.prepare('INSERT INTO datasets (experiment, name, digest, source_type, source, schema, profile) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#link = sqlite.prepare('INSERT OR IGNORE INTO run_datasets (run, dataset) VALUES (?, ?)');
    this.#tag = sqlite.prepare('INSERT OR IGNORE INTO run_dataset_tags (run, dataset, key, value) VALUES (?, ?, ?, ?)');
    this.#inputs = sqlite.prepare('SELECT d.* FROM run_datasets rd JOIN datasets d ON d.id = rd.dataset WHERE rd.run = ? ORDER BY d.id');
    this.#tags = sqlite.prepare('SELECT key, value FROM run_dataset_tags WHERE run = ? AND dataset = ? ORDER BY key');
    this.#linkModel = sqlite.prepare('INSERT OR REPLACE INTO run_models (run, output, model_id, step) VALUES (?, ?, ?, ?)');
    this.#models = sqlite.prepare('SELECT model_id, step FROM run_models WHERE run = ? AND output = ? ORDER BY step, model_id');
    this.#summaries = sqlite.prepare(`SELECT DISTINCT d.experiment AS experiment_id, d.name, d.digest, t.value AS context FROM datasets d
      LEFT JOIN run_datasets rd ON rd.dataset = d.id
      LEFT JOIN run_dataset_tags t ON t.run = rd.run AND t.dataset = d.id AND t.key = 'mlflow.data.context'
      WHERE d.experiment IN (SELECT value FROM json_each(?)) ORDER BY d.id DESC LIMIT ?`);
  }

  /** Links a dataset to a run; within an experiment, name and digest say which one it is. */
  addInput(run: number, experiment: number, dataset: Dataset, tags: readonly KeyValue[]): void {
    const id = (this.#find.get(experiment, dataset.name, dataset.digest) as number | undefined)
      ?? Number(this.#insert.run(experiment, dataset.name, dataset.digest, dataset.source_type, dataset.source, dataset.schema ?? null, dataset.profile ?? null).lastInsertRowid);
    this.#link.run(run, id);
    for (const { key, value } of tags) {
      this.#tag.run(run, id, key, value);
    }
  }

  inputs(run: number): DatasetInput[] {
    return (this.#inputs.all(run) as InputTuple[]).map((row) => {
      const { id, name, digest, source_type, source, schema, profile } = row;
      const dataset: Dataset = { name, digest, source_type, source, ...(schema === null ? {} : { schema }), ...(profile === null ? {} : { profile }) };
      const tags = this.#tags.all(run, id) as KeyValue[];
      return tags.length > 0 ? { tags, dataset } : { dataset };
    });
  }

  linkModel(run: number, direction: 'input' | 'output', link: ModelLink): void {
    this.#linkModel.run(run, direction === 'output' ? 1 : 0, link.model_id, link.step);
  }

  models(run: number, direction: 'input' | 'output'): ModelLink[] {
    return this.#models.all(run, direction === 'output' ? 1 : 0) as ModelLink[];
  }

  /** Different datasets of some experiments, newest first. */
  summaries(experiments: readonly number[], limit: number): DatasetSummary[] {
    const rows = this.#summaries.all(JSON.stringify(experiments), limit) as { experiment_id: number; name: string; digest: string; context: string | null }[];
    return rows.map((row) => ({ ...row, experiment_id: String(row.experiment_id) }));
  }
}
