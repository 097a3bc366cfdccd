/** Points of metrics for charts: SQL only. Pieces are read a column at a time, several times faster than a row for each point. */
import type BetterSqlite from 'better-sqlite3';
import type { Latest } from '../metricStore';

/** A stretch of a history, three lists of one length, by step, time and value. */
export interface Piece {
  readonly step: readonly number[];
  /** ms since the run's start */
  readonly time: readonly number[];
  /** null: NaN; an infinity stands as MLflow stores it, ±1.7976931348623157e308 */
  readonly value: readonly (number | null)[];
}

export interface StepRange { readonly from: number; readonly to: number }
export type PieceColumn = 'step' | 'time' | 'value';
/** time in ms since the run's start; value as in `Piece` */
export type PointRow = readonly [step: number, time: number, value: number | null];
type End = readonly [step: number, time: number, value: number, isNan: number];

/** Points per piece: about two milliseconds. */
const PIECE = 8_192;

const READ: Readonly<Record<PieceColumn, string>> = { step: 'step', time: 'time', value: 'iif(is_nan, NULL, value)' };

export class PointStore {
  readonly #end: BetterSqlite.Statement;
  readonly #first: BetterSqlite.Statement;
  readonly #times: BetterSqlite.Statement;
  readonly #since: BetterSqlite.Statement;
  readonly #columns: Readonly<Record<PieceColumn, BetterSqlite.Statement>>;

  constructor(sqlite: BetterSqlite.Database) {
    const from = 'FROM metric_points WHERE run = ? AND key = ? AND (step, time, value, is_nan) > (?, ?, ?, ?)';
    const order = 'ORDER BY step, time, value, is_nan';
    this.#end = sqlite.prepare(`SELECT step, time, value, is_nan ${from} AND step <= ? ${order} LIMIT 1 OFFSET ${PIECE - 1}`).raw();
    this.#first = sqlite.prepare(`SELECT time FROM metric_points WHERE run = ? AND key = ? ${order} LIMIT 1`).pluck();
    this.#times = sqlite.prepare('SELECT (SELECT p.time FROM metric_points p WHERE p.run = ? AND p.key = ? AND p.step = s.value ORDER BY p.time LIMIT 1) FROM json_each(?) s ORDER BY s.id').pluck();
    this.#since = sqlite.prepare(`SELECT step, time, ${READ.value} FROM metric_points WHERE run = ? AND key = ? AND (step, time) >= (?, ?) ${order} LIMIT ?`).raw();
    const column = (name: PieceColumn): BetterSqlite.Statement => sqlite.prepare(`SELECT ${READ[name]} ${from} AND (step, time, value, is_nan) <= (?, ?, ?, ?) ${order}`).pluck();
    this.#columns = { step: column('step'), time: column('time'), value: column('value') };
  }

  /**
   * The points with `from` ≤ step ≤ `to`, in pieces that are read when they are asked for.
   * @param latest state of the key, from before the first piece
   * @param columns only these are filled; `time` is left empty where `timesAt` can find it
   */
  *pieces(run: number, key: number, { from, to }: StepRange, latest: Latest, columns: readonly PieceColumn[], timeLater = false): Generator<Piece> {
    const counts = latest.steps === latest.step - latest.firstStep + 1;
    let before = Math.max(Math.ceil(from), latest.firstStep) - 1;
    // Times are finite: this stands before every point of the first step, and the last bound behind every point of the last.
    let after: End = [from, -Infinity, 0, 0];
    for (let last = false; !last;) {
      const found = this.#end.get(run, key, ...after, to) as End | undefined;
      last = found === undefined;
      const end: End = found ?? [to, Infinity, 0, 0];
      const read = (column: PieceColumn): unknown[] => (columns.includes(column) ? this.#columns[column].all(run, key, ...after, ...end) : []);
      const value = read('value') as (number | null)[];
      // No step is missing, and there are as many points as steps: each step has one.
      const final = found?.[0] ?? Math.min(Math.floor(to), latest.step);
      const single = counts && value.length > 0 && final <= latest.step && value.length === final - before;
      yield {
        step: single ? countedFrom(before + 1, value.length) : read('step') as number[],
        time: single && timeLater ? [] : read('time') as number[],
        value,
      };
      after = end;
      before = final;
    }
  }

  /** Time of the first point at each of some steps, ms since the run's start; null where there is none. */
  timesAt(run: number, key: number, steps: readonly number[]): (number | null)[] {
    return this.#times.all(run, key, JSON.stringify(steps)) as (number | null)[];
  }

  /** The points at a step and time and behind it, `most` at most. */
  since(run: number, key: number, step: number, time: number, most: number): PointRow[] {
    return this.#since.all(run, key, step, time, most) as PointRow[];
  }

  /** Time of the first point, ms since the run's start; undefined when there is none. */
  firstTime(run: number, key: number): number | undefined {
    return this.#first.get(run, key) as number | undefined;
  }
}

/** A plain loop: several times faster than Array.from with a function, and this runs for every point. */
function countedFrom(first: number, count: number): number[] {
  const steps: number[] = [];
  for (let index = 0; index < count; index += 1) {
    steps.push(first + index);
  }
  return steps;
}
