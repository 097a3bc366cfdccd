/** Which runs a table is over. SQL only; piece by piece, so that other requests are answered in between. */
import type BetterSqlite from 'better-sqlite3';
import type { Condition } from '../filter/conditions';

export type SelectedRun = readonly [number: number, start: number];

/** Runs looked at by one statement. */
const PIECE = 2_000;
/** As runKey: how a run id of the request stands in the column. */
const UUID = "iif(length(s.value) = 32 AND s.value NOT GLOB '*[^0-9a-f]*', unhex(s.value), s.value)";

export class SelectionStore {
  constructor(private readonly sqlite: BetterSqlite.Database) {}

  /**
   * Prepares the look at all runs of some experiments.
   * @param where condition on `runs r`
   * @returns pieces in no order
   */
  among(experiments: readonly number[], where: Condition): () => Generator<SelectedRun[]> {
    const ends = this.sqlite.prepare(`SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM runs WHERE experiment IN (${experiments.map(() => '?').join(', ')})`).raw();
    // By number, not through an index: a piece is then a stretch of the table.
    const piece = this.sqlite.prepare(`SELECT r.id, r.start FROM runs r NOT INDEXED WHERE r.id BETWEEN ? AND ? AND ${where.sql}`).raw();
    return function* () {
      const [first, last] = ends.get(...experiments) as [number, number];
      for (let at = first; at <= last; at += PIECE) {
        yield piece.all(at, at + PIECE - 1, ...where.parameters) as SelectedRun[];
      }
    };
  }

  /** Prepares the look at runs that are named. @returns pieces in no order; ids that no run has are left out */
  named(runIds: readonly string[], where: Condition): () => Generator<SelectedRun[]> {
    const piece = this.sqlite.prepare(`SELECT r.id, r.start FROM json_each(?) s CROSS JOIN runs r ON r.uuid = ${UUID} WHERE ${where.sql}`).raw();
    const ids = [...new Set(runIds)];
    return function* () {
      for (let at = 0; at < ids.length; at += PIECE) {
        yield piece.all(JSON.stringify(ids.slice(at, at + PIECE)), ...where.parameters) as SelectedRun[];
      }
    };
  }
}
