/**
 * What leads where, read backwards as well as forwards, for many nodes at once: SQL only, and only reading. It looks into tables of the
 * rooms to its left, whose services answer for one thing at a time and in the direction that MLflow asks.
 */
import type BetterSqlite from 'better-sqlite3';
import { runIdSql, runKey } from '../tracking/ids';

export interface LinkRow { readonly of: string; readonly key: string; readonly total: number }
export interface DatasetRow { readonly name: string; readonly digest: string; readonly source_type: string; readonly source: string; readonly profile: string | null; readonly experiment: string }
/** Run and logged model are empty where there is none. */
export interface OriginRow { readonly of: string; readonly run_id: string; readonly model_id: string; readonly source: string }

/** The ids that are asked about, as JSON. */
const ASKED = '(SELECT value FROM json_each(@keys))';

/** Links from a select of `of`, `key` and `place`: the first `@limit` of each `of` by place, and how many there are. */
function ranked(links: string): string {
  return `SELECT "of", "key", total FROM (
    SELECT "of", "key", place, COUNT(*) OVER (PARTITION BY "of") AS total, ROW_NUMBER() OVER (PARTITION BY "of" ORDER BY place DESC) AS number FROM (${links})
  ) WHERE number <= @limit ORDER BY "of", number`;
}

const RUN = runIdSql('r.uuid');

const SQL = {
  datasetsOfRuns: ranked(`SELECT ${RUN} AS "of", d.digest AS "key", MAX(d.id) AS place FROM run_datasets rd JOIN runs r ON r.id = rd.run JOIN datasets d ON d.id = rd.dataset WHERE rd.run IN ${ASKED} GROUP BY 1, 2`),
  runsOfDatasets: ranked(`SELECT d.digest AS "of", ${RUN} AS "key", MAX(r.start) AS place FROM datasets d JOIN run_datasets rd ON rd.dataset = d.id JOIN runs r ON r.id = rd.run WHERE d.digest IN ${ASKED} GROUP BY 1, 2`),
  tagsOfRuns: ranked(`SELECT ${RUN} AS "of", t.value AS "key", 0 AS place FROM tags t JOIN runs r ON r.id = t.run WHERE t.run IN ${ASKED} AND t.key = (SELECT id FROM names WHERE name = @tag) AND t.value <> ''`),
  runsWithTag: ranked(`SELECT t.value AS "of", ${RUN} AS "key", r.start AS place FROM tags t JOIN runs r ON r.id = t.run WHERE t.key = (SELECT id FROM names WHERE name = @tag) AND t.value IN ${ASKED}`),
  childrenOfRuns: ranked(`SELECT t.value AS "of", ${RUN} AS "key", r.start AS place FROM tags t JOIN runs r ON r.id = t.run WHERE t.key = 2 AND t.value IN ${ASKED}`),
  modelsOfRuns: ranked(`SELECT ${RUN} AS "of", rm.model_id AS "key", COALESCE(l.created, 0) AS place FROM run_models rm JOIN runs r ON r.id = rm.run LEFT JOIN logged_models l ON l.model_id = rm.model_id WHERE rm.run IN ${ASKED} AND rm.output = 1
    UNION SELECT source_run, model_id, created FROM logged_models WHERE source_run IN (SELECT value FROM json_each(@names))`),
  modelsReadByRuns: ranked(`SELECT ${RUN} AS "of", rm.model_id AS "key", rm.step AS place FROM run_models rm JOIN runs r ON r.id = rm.run WHERE rm.run IN ${ASKED} AND rm.output = 0`),
  runsReadingModels: ranked(`SELECT rm.model_id AS "of", ${RUN} AS "key", r.start AS place FROM run_models rm JOIN runs r ON r.id = rm.run WHERE rm.model_id IN ${ASKED} AND rm.output = 0`),
  runsOfModels: ranked(`SELECT model_id AS "of", source_run AS "key", 1 AS place FROM logged_models WHERE model_id IN ${ASKED} AND source_run <> ''
    UNION SELECT rm.model_id, ${RUN}, 1 FROM run_models rm JOIN runs r ON r.id = rm.run WHERE rm.model_id IN ${ASKED} AND rm.output = 1`),
  versionsOf: (column: 'v.model_id' | 'v.run_id' | 'v.source', only: string) => ranked(
    `SELECT ${column} AS "of", m.name || '/' || v.version AS "key", v.created AS place FROM model_versions v JOIN registered_models m ON m.id = v.model WHERE v.deleted IS NULL AND ${column} IN ${ASKED} AND ${only}`),
  // Of a version that was deleted its number is left, and the tag of the logged model that it was made from.
  deletedVersionsOfModels: ranked(`SELECT l.model_id AS "of", m.name || '/' || v.version AS "key", v.created AS place
    FROM logged_models l JOIN logged_model_tags t ON t.model = l.id AND t.key = 'mlflow.modelVersions', json_each(CASE WHEN json_valid(t.value) THEN t.value ELSE '[]' END) told
    JOIN registered_models m ON m.name = json_extract(told.value, '$.name') JOIN model_versions v ON v.model = m.id AND v.version = json_extract(told.value, '$.version')
    WHERE l.model_id IN ${ASKED} AND v.deleted IS NOT NULL`),
  aliasesOfVersions: ranked(`SELECT m.name || '/' || a.version AS "of", m.name || '@' || a.alias AS "key", 0 AS place FROM registered_model_aliases a JOIN registered_models m ON m.id = a.model WHERE m.name || '/' || a.version IN ${ASKED}`),
  versionsOfAliases: ranked(`SELECT m.name || '@' || a.alias AS "of", m.name || '/' || a.version AS "key", 0 AS place FROM registered_model_aliases a JOIN registered_models m ON m.id = a.model WHERE m.name || '@' || a.alias IN ${ASKED}`),
  origins: `SELECT m.name || '/' || v.version AS "of", v.run_id, v.model_id, v.source FROM model_versions v JOIN registered_models m ON m.id = v.model WHERE v.deleted IS NULL AND m.name || '/' || v.version IN ${ASKED}`,
  datasets: `SELECT d.name, d.digest, d.source_type, d.source, d.profile, e.name AS experiment FROM datasets d JOIN experiments e ON e.id = d.experiment WHERE d.digest IN ${ASKED} ORDER BY d.id DESC`,
  experiments: `SELECT ${RUN} AS run_id, r.experiment, e.name FROM runs r JOIN experiments e ON e.id = r.experiment WHERE r.id IN ${ASKED}`,
} as const;

export class LineageStore {
  readonly #statements = new Map<string, BetterSqlite.Statement>();
  readonly #run: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#run = sqlite.prepare('SELECT id FROM runs WHERE uuid = ?').pluck();
  }

  /** Digests of the datasets that runs read. */
  datasetsOfRuns(runs: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.datasetsOfRuns, this.#numbers(runs), limit);
  }

  runsOfDatasets(digests: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.runsOfDatasets, digests, limit);
  }

  tagOfRuns(runs: readonly string[], tag: string): LinkRow[] {
    return this.#links(SQL.tagsOfRuns, this.#numbers(runs), 1, { tag });
  }

  runsWithTag(values: readonly string[], tag: string, limit: number): LinkRow[] {
    return this.#links(SQL.runsWithTag, values, limit, { tag });
  }

  childrenOfRuns(runs: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.childrenOfRuns, runs, limit);
  }

  modelsOfRuns(runs: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.modelsOfRuns, this.#numbers(runs), limit, { names: JSON.stringify(runs) });
  }

  modelsReadByRuns(runs: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.modelsReadByRuns, this.#numbers(runs), limit);
  }

  runsReadingModels(models: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.runsReadingModels, models, limit);
  }

  runsOfModels(models: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.runsOfModels, models, limit);
  }

  /** Versions that were made from these logged models themselves, not from another version of them. */
  versionsOfModels(models: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.versionsOf('v.model_id', "v.source NOT GLOB 'models:/*/[0-9]*'"), models, limit);
  }

  deletedVersionsOfModels(models: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.deletedVersionsOfModels, models, limit);
  }

  /** Versions that name a run and no logged model. */
  versionsOfRuns(runs: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.versionsOf('v.run_id', "v.model_id = '' AND v.source NOT GLOB 'models:/*/[0-9]*'"), runs, limit);
  }

  versionsOfSources(sources: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.versionsOf('v.source', "v.source <> ''"), sources, limit);
  }

  aliasesOfVersions(versions: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.aliasesOfVersions, versions, limit);
  }

  versionsOfAliases(aliases: readonly string[], limit: number): LinkRow[] {
    return this.#links(SQL.versionsOfAliases, aliases, limit);
  }

  origins(versions: readonly string[]): OriginRow[] {
    return this.#prepared(SQL.origins).all({ keys: JSON.stringify(versions) }) as OriginRow[];
  }

  /** Newest first; one digest may stand in several experiments. */
  datasets(digests: readonly string[]): DatasetRow[] {
    return this.#prepared(SQL.datasets).all({ keys: JSON.stringify(digests) }) as DatasetRow[];
  }

  experimentsOfRuns(runs: readonly string[]): { readonly run_id: string; readonly experiment: number; readonly name: string }[] {
    return this.#prepared(SQL.experiments).all({ keys: JSON.stringify(this.#numbers(runs)) }) as { run_id: string; experiment: number; name: string }[];
  }

  #numbers(runs: readonly string[]): number[] {
    return runs.flatMap((id) => (this.#run.get(runKey(id)) as number | undefined) ?? []);
  }

  #links(sql: string, keys: readonly (string | number)[], limit: number, more: Readonly<Record<string, string>> = {}): LinkRow[] {
    return this.#prepared(sql).all({ keys: JSON.stringify(keys), limit, ...more }) as LinkRow[];
  }

  /** Prepared with the first ask: most engines are never asked. */
  #prepared(sql: string): BetterSqlite.Statement {
    const statement = this.#statements.get(sql) ?? this.sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
