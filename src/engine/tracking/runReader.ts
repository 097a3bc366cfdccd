/** Runs as JSON text: a page of runs is read with a few statements and written without an object per param. SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { DatasetStore } from './datasetStore';
import { runIdOf, statusName } from './ids';
import { FixedName, type NameStore } from './nameStore';
import { KeptText } from './keptText';
import { jsonNumber } from './wireNumbers';

type InfoTuple = [id: number, uuid: Buffer | string, experiment: number, status: number, start: number, finish: number | null, deleted: number | null, name: string, user: string, location: string];
type PairTuple = [run: number, key: number, value: string];
type MetricTuple = [run: number, key: number, value: number | null, step: number, time: number];

/** Runs per statement. Shorter pages fill the places that are left with 0, which is no run's id. */
const CHUNK = 100;

interface Parts { params: string; metrics: string; tags: string }

/** The statements for a number of runs at once. */
interface PageStatements {
  readonly infos: BetterSqlite.Statement;
  readonly params: BetterSqlite.Statement;
  readonly metrics: BetterSqlite.Statement;
  readonly tags: BetterSqlite.Statement;
  readonly hasInputs: BetterSqlite.Statement;
  readonly hasModels: BetterSqlite.Statement;
}

function prepare(sqlite: BetterSqlite.Database, runs: number): PageStatements {
  const places = `(${Array.from({ length: runs }, () => '?').join(', ')})`;
  return {
    infos: sqlite.prepare(`SELECT r.id, r.uuid, r.experiment, r.status, r.start, r.finish, r.deleted, r.name, r.user, e.location
      FROM runs r JOIN experiments e ON e.id = r.experiment WHERE r.id IN ${places}`).raw(),
    params: sqlite.prepare(`SELECT run, key, value FROM params WHERE run IN ${places}`).raw(),
    metrics: sqlite.prepare(`SELECT run, key, value, step, time FROM latest_metrics WHERE run IN ${places}`).raw(),
    tags: sqlite.prepare(`SELECT run, key, value FROM tags WHERE run IN ${places}`).raw(),
    hasInputs: sqlite.prepare(`SELECT DISTINCT run FROM run_datasets WHERE run IN ${places}`).pluck(),
    hasModels: sqlite.prepare(`SELECT DISTINCT run FROM run_models WHERE run IN ${places}`).pluck(),
  };
}

export class RunReader {
  readonly #one: PageStatements;
  readonly #many: PageStatements;
  /** Runs as they were last read: a view that refreshes, or a script that polls, reads mostly runs that have not changed. */
  readonly #kept = new KeptText();

  constructor(sqlite: BetterSqlite.Database, private readonly names: NameStore, private readonly datasets: DatasetStore) {
    this.#one = prepare(sqlite, 1);
    this.#many = prepare(sqlite, CHUNK);
  }

  /**
   * @param ids integers of the table `runs`
   * @returns the runs as JSON objects, in that order
   */
  read(ids: readonly number[]): string[] {
    const unread = ids.filter((id) => !this.#kept.has(id));
    const read = new Map<number, string>();
    for (let at = 0; at < unread.length; at += CHUNK) {
      this.#readChunk(unread.slice(at, at + CHUNK), read);
    }
    const result: string[] = [];
    for (const id of ids) {
      const text = read.get(id) ?? this.#kept.get(id);
      if (text !== undefined) {
        result.push(text);
      }
    }
    for (const [id, text] of read) {
      this.#kept.keep(id, text);
    }
    return result;
  }

  /** To be called by whatever writes to a run, in the same turn of the event loop. */
  forget(id: number): void {
    this.#kept.drop(id);
  }

  /** The same for writes to many runs at once. */
  forgetAll(): void {
    this.#kept.clear();
  }

  #readChunk(ids: readonly number[], result: Map<number, string>): void {
    const statements = ids.length === 1 ? this.#one : this.#many;
    const places = ids.length === 1 ? ids : [...ids, ...Array.from({ length: CHUNK - ids.length }, () => 0)];
    const infos = new Map<number, InfoTuple>();
    const parts = new Map<number, Parts>();
    for (const row of statements.infos.all(places) as InfoTuple[]) {
      infos.set(row[0], row);
      parts.set(row[0], { params: '', metrics: '', tags: '' });
    }
    for (const [run, key, value] of statements.params.all(places) as PairTuple[]) {
      const part = parts.get(run) as Parts;
      part.params += `${part.params === '' ? '' : ','}{"key":${this.names.quoted(key)},"value":${JSON.stringify(value)}}`;
    }
    for (const [run, key, value] of statements.tags.all(places) as PairTuple[]) {
      const part = parts.get(run) as Parts;
      part.tags += `${part.tags === '' ? '' : ','}{"key":${this.names.quoted(key)},"value":${JSON.stringify(value)}}`;
    }
    for (const [run, key, value, step, time] of statements.metrics.all(places) as MetricTuple[]) {
      const part = parts.get(run) as Parts;
      const start = (infos.get(run) as InfoTuple)[4];
      part.metrics += `${part.metrics === '' ? '' : ','}{"key":${this.names.quoted(key)},"value":${jsonNumber(value)},"timestamp":${start + time},"step":${step}}`;
    }
    const withInputs = new Set(statements.hasInputs.all(places) as number[]);
    const withModels = new Set(statements.hasModels.all(places) as number[]);
    for (const id of ids) {
      const info = infos.get(id);
      if (info !== undefined) {
        result.set(id, this.#write(info, parts.get(id) as Parts, withInputs.has(id), withModels.has(id)));
      }
    }
  }

  #write(row: InfoTuple, parts: Parts, hasInputs: boolean, hasModels: boolean): string {
    const [id, uuid, experiment, status, start, finish, deleted, name, user, location] = row;
    const runId = runIdOf(uuid);
    const tags = name === '' ? parts.tags : `${parts.tags}${parts.tags === '' ? '' : ','}{"key":${this.names.quoted(FixedName.runName)},"value":${JSON.stringify(name)}}`;
    const data = [
      parts.metrics === '' ? '' : `"metrics":[${parts.metrics}]`,
      parts.params === '' ? '' : `"params":[${parts.params}]`,
      tags === '' ? '' : `"tags":[${tags}]`,
    ].filter((part) => part !== '').join(',');
    const quotedId = JSON.stringify(runId);
    return `{"info":{"run_uuid":${quotedId},"experiment_id":"${experiment}","run_name":${JSON.stringify(name)},"user_id":${JSON.stringify(user)},"status":"${statusName(status)}","start_time":${start},${
      finish === null ? '' : `"end_time":${finish},`}"artifact_uri":${JSON.stringify(`${location}/${runId}/artifacts`)},"lifecycle_stage":"${deleted === null ? 'active' : 'deleted'}","run_id":${quotedId}},"data":{${data}},"inputs":${
      hasInputs || hasModels ? JSON.stringify(this.#inputs(id)) : '{}'},"outputs":${hasModels ? JSON.stringify(this.#outputs(id)) : '{}'}}`;
  }

  #inputs(id: number): object {
    const datasets = this.datasets.inputs(id);
    const models = this.datasets.models(id, 'input').map(({ model_id }) => ({ model_id }));
    return { ...(datasets.length > 0 ? { dataset_inputs: datasets } : {}), ...(models.length > 0 ? { model_inputs: models } : {}) };
  }

  #outputs(id: number): object {
    const models = this.datasets.models(id, 'output');
    return models.length > 0 ? { model_outputs: models } : {};
  }
}
