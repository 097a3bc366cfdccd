/** Rows and values of a table over many runs: SQL only. What is read many times over is read a column at a time: a row costs an array. */
import type BetterSqlite from 'better-sqlite3';
import { runIdSql } from '../ids';
import { FixedName } from '../nameStore';

export type RunTuple = readonly [
  number: number, runId: string, experiment: number, name: string, status: number, lost: number, deleted: number | null, start: number, finish: number | null,
  activity: number | null, step: number | null, lastPoint: number | null, parent: string | null,
];
export type Kind = 'param' | 'metric' | 'tag';
export interface Column { readonly kind: Kind; readonly key: number }

/** Columns per statement: SQLite joins at most 64 tables. */
export const MOST_COLUMNS = 50;
/** Characters of a param or tag that are read: one more than is shown, so that a cut is known. */
const READ = 501;

const TABLE = { param: 'params', metric: 'latest_metrics', tag: 'tags' } as const;
const text = (column: string): string => `iif(octet_length(${column}) < ${READ}, ${column}, substr(${column}, 1, ${READ}))`;

export class TableStore {
  readonly #rows: BetterSqlite.Statement;
  readonly #systemKeys: BetterSqlite.Statement;
  readonly #keys: Readonly<Record<Kind, BetterSqlite.Statement>>;
  readonly #values: Readonly<Record<Kind, BetterSqlite.Statement>>;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#rows = sqlite.prepare(`SELECT r.id, ${runIdSql('r.uuid')}, r.experiment, r.name, r.status, r.lost, r.deleted, r.start, r.finish, r.activity,
      (SELECT max(m.step) FROM latest_metrics m WHERE m.run = r.id AND m.key NOT IN (SELECT value FROM json_each(?))), (SELECT max(m.time) FROM latest_metrics m WHERE m.run = r.id),
      (SELECT t.value FROM tags t WHERE t.run = r.id AND t.key = ${FixedName.parent})
      FROM json_each(?) s CROSS JOIN runs r ON r.id = s.value`).raw();
    this.#systemKeys = sqlite.prepare("SELECT id FROM names WHERE name >= 'system/' AND name < 'system0'").pluck();
    const each = (kind: Kind, column: string): BetterSqlite.Statement => sqlite.prepare(`SELECT ${column} FROM json_each(?) s CROSS JOIN ${TABLE[kind]} v ON v.run = s.value ORDER BY s.id, v.key`).pluck();
    this.#keys = { param: each('param', 'v.key'), metric: each('metric', 'v.key'), tag: each('tag', 'v.key') };
    this.#values = { param: each('param', text('v.value')), metric: each('metric', 'v.value'), tag: each('tag', text('v.value')) };
  }

  /** Numbers of the keys under `system/`. */
  systemKeys(): number[] {
    return this.#systemKeys.all() as number[];
  }

  /** Rows in the order of their numbers here; a run that is gone is left out. Times of points are relative to the start. */
  rows(numbers: readonly number[], systemKeys: readonly number[]): RunTuple[] {
    return this.#rows.all(JSON.stringify(systemKeys), JSON.stringify(numbers)) as RunTuple[];
  }

  /** All keys and values of some runs, two lists of one length: run by run, each by key. Of a metric its latest, null for NaN. */
  cells(kind: Kind, numbers: readonly number[]): { readonly keys: readonly number[]; readonly values: readonly (string | number | null)[] } {
    const runs = JSON.stringify(numbers);
    return { keys: this.#keys[kind].all(runs) as number[], values: this.#values[kind].all(runs) as (string | number | null)[] };
  }

  /**
   * Prepares reading some columns of one kind, at most MOST_COLUMNS.
   * @param whole texts are read to their ends, however long
   * @returns for some runs a row each: its number, then per column the text (null: none), of metrics the value (null: NaN) and the step (null: none)
   */
  pivot(columns: readonly Column[], whole: boolean): (numbers: readonly number[]) => (string | number | null)[][] {
    const joins: string[] = [];
    const selected = columns.map(({ kind, key }, index) => {
      const name = `c${index}`;
      if (kind === 'tag' && key === FixedName.runName) {
        joins.push(` LEFT JOIN runs ${name} ON ${name}.id = s.value`);
        return `nullif(${name}.name, '')`;
      }
      joins.push(` LEFT JOIN ${TABLE[kind]} ${name} ON ${name}.run = s.value AND ${name}.key = ${key}`);
      return kind === 'metric' ? `${name}.value, ${name}.step` : whole ? `${name}.value` : text(`${name}.value`);
    });
    const statement = this.sqlite.prepare(`SELECT s.value, ${selected.join(', ')} FROM json_each(?) s${joins.join('')}`).raw();
    return (numbers) => statement.all(JSON.stringify(numbers)) as (string | number | null)[][];
  }
}
