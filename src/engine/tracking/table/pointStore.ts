/** Points of metrics for charts: SQL only. Pieces are read a column at a time, several times faster than a row for each point. */
import type BetterSqlite from 'better-sqlite3';

/** A stretch of a history, three lists of one length, by step, time and value. */
export interface Piece {
  readonly step: readonly number[];
  /** ms since the run's start */
  readonly time: readonly number[];
  /** null: NaN; an infinity stands as MLflow stores it, ±1.7976931348623157e308 */
  readonly value: readonly (number | null)[];
}

export type PieceColumn = 'step' | 'time' | 'value';
type End = readonly [step: number, time: number, value: number, isNan: number];

/** Points per piece: about two milliseconds. */
const PIECE = 8_192;

const READ: Readonly<Record<PieceColumn, string>> = { step: 'step', time: 'time', value: 'iif(is_nan, NULL, value)' };

export class PointStore {
  readonly #end: BetterSqlite.Statement;
  readonly #first: BetterSqlite.Statement;
  readonly #columns: Readonly<Record<PieceColumn, BetterSqlite.Statement>>;

  constructor(sqlite: BetterSqlite.Database) {
    const from = 'FROM metric_points WHERE run = ? AND key = ? AND (step, time, value, is_nan) > (?, ?, ?, ?)';
    const order = 'ORDER BY step, time, value, is_nan';
    this.#end = sqlite.prepare(`SELECT step, time, value, is_nan ${from} AND step <= ? ${order} LIMIT 1 OFFSET ${PIECE - 1}`).raw();
    this.#first = sqlite.prepare(`SELECT time FROM metric_points WHERE run = ? AND key = ? ${order} LIMIT 1`).pluck();
    const column = (name: PieceColumn): BetterSqlite.Statement => sqlite.prepare(`SELECT ${READ[name]} ${from} AND (step, time, value, is_nan) <= (?, ?, ?, ?) ${order}`).pluck();
    this.#columns = { step: column('step'), time: column('time'), value: column('value') };
  }

  /**
   * The points with `from` ≤ step ≤ `to`, in pieces that are read when they are asked for.
   * @param columns only these are filled
   */
  *pieces(run: number, key: number, from: number, to: number, columns: readonly PieceColumn[]): Generator<Piece> {
    // Times are finite: this stands before every point of the first step, and the last bound behind every point of the last.
    let after: End = [from, -Infinity, 0, 0];
    for (let last = false; !last;) {
      const found = this.#end.get(run, key, ...after, to) as End | undefined;
      last = found === undefined;
      const end: End = found ?? [to, Infinity, 0, 0];
      const piece: Record<PieceColumn, unknown[]> = { step: [], time: [], value: [] };
      for (const column of columns) {
        piece[column] = this.#columns[column].all(run, key, ...after, ...end);
      }
      yield piece as { step: number[]; time: number[]; value: (number | null)[] };
      after = end;
    }
  }

  /** Time of the first point, ms since the run's start; undefined when there is none. */
  firstTime(run: number, key: number): number | undefined {
    return this.#first.get(run, key) as number | undefined;
  }
}
