/** Metric points with their full history, and the latest value, least, greatest and counts of each key beside them. SQL only. */
import type BetterSqlite from 'better-sqlite3';

export interface Point {
  /** a finite number, or NaN */
  readonly value: number;
  /** Unix ms */
  readonly time: number;
  readonly step: number;
}

/** One row of `latest_metrics`, times relative to the run's start. */
export interface Latest {
  value: number;
  step: number;
  time: number;
  low: number;
  high: number;
  /** how many different steps */
  steps: number;
  firstStep: number;
  /** whether steps and times never went back: then the order of the table is the order of the history */
  inOrder: boolean;
}

type LatestTuple = [value: number | null, step: number, time: number, low: number | null, high: number | null, steps: number, firstStep: number, inOrder: number];
/** step, time, value, is_nan */
export type PointTuple = readonly [step: number, time: number, value: number, isNan: number];

/** Rows per INSERT: past this the gain of one statement for many rows is gone. */
const CHUNK = 50;
const COLUMNS = 6;
/** Points per piece of a whole history: enough to be quick, few enough that a long one costs no memory and holds nothing up. */
const HISTORY_PIECE = 2048;
/** After every point: where the last piece ends. */
const END: PointTuple = [Number.POSITIVE_INFINITY, 0, 0, 0];

export class MetricStore {
  readonly #latest: BetterSqlite.Statement;
  readonly #keep: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #insertMany: BetterSqlite.Statement;
  readonly #atStep: BetterSqlite.Statement;
  readonly #history: BetterSqlite.Statement;
  readonly #pieceEnd: BetterSqlite.Statement;
  readonly #pieceText: BetterSqlite.Statement;
  readonly #sortedHistory: BetterSqlite.Statement;
  readonly #steps: BetterSqlite.Statement;
  readonly #pointsAt: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#latest = sqlite.prepare('SELECT value, step, time, low, high, steps, first_step, in_order FROM latest_metrics WHERE run = ? AND key = ?').raw();
    this.#keep = sqlite.prepare(`INSERT INTO latest_metrics (run, key, value, step, time, low, high, steps, first_step, in_order) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, key) DO UPDATE SET value = excluded.value, step = excluded.step, time = excluded.time, low = excluded.low, high = excluded.high,
      steps = excluded.steps, first_step = excluded.first_step, in_order = excluded.in_order`);
    const insert = 'INSERT OR IGNORE INTO metric_points (run, key, step, time, value, is_nan) VALUES ';
    this.#insert = sqlite.prepare(`${insert}(?, ?, ?, ?, ?, ?)`);
    this.#insertMany = sqlite.prepare(insert + Array.from({ length: CHUNK }, () => '(?, ?, ?, ?, ?, ?)').join(', '));
    this.#atStep = sqlite.prepare('SELECT 1 FROM metric_points WHERE run = ? AND key = ? AND step = ? LIMIT 1').pluck();
    const columns = 'SELECT step, time, value, is_nan FROM metric_points WHERE run = ? AND key = ?';
    this.#history = sqlite.prepare(`${columns} ORDER BY step, time, value, is_nan LIMIT ? OFFSET ?`).raw();
    this.#pieceEnd = sqlite.prepare(`${columns} AND (step, time, value, is_nan) > (?, ?, ?, ?) ORDER BY step, time, value, is_nan LIMIT 1 OFFSET ${HISTORY_PIECE - 1}`).raw();
    // SQLite writes a double with the 17 digits that bring the same one back, several times faster than a row is handed over.
    this.#pieceText = sqlite.prepare(`SELECT CAST(group_concat(iif(is_nan, '"NaN"', value) || ',"timestamp":' || (CAST(? AS INTEGER) + time) || ',"step":' || step, ?) AS BLOB) FROM (
      ${columns} AND (step, time, value, is_nan) > (?, ?, ?, ?) AND (step, time, value, is_nan) <= (?, ?, ?, ?) ORDER BY step, time, value, is_nan)`).pluck();
    this.#sortedHistory = sqlite.prepare(`${columns} ORDER BY time, step, value, is_nan LIMIT ? OFFSET ?`).raw();
    this.#steps = sqlite.prepare('SELECT DISTINCT step FROM metric_points WHERE run = ? AND key = ? AND step BETWEEN ? AND ? ORDER BY step').pluck();
    this.#pointsAt = sqlite.prepare(`${columns} AND step = ? ORDER BY time, value, is_nan`).raw();
  }

  /** State of a key of a run; undefined when it has no points. */
  latest(run: number, key: number): Latest | undefined {
    const row = this.#latest.get(run, key) as LatestTuple | undefined;
    if (row === undefined) {
      return undefined;
    }
    const value = row[0] ?? Number.NaN;
    return { value, step: row[1], time: row[2], low: row[3] ?? value, high: row[4] ?? value, steps: row[5], firstStep: row[6], inOrder: row[7] === 1 };
  }

  /**
   * Adds points to a run; one that stands there already is dropped.
   * @param start start of the run, Unix ms
   * @param series points by the id of their key, in the order in which they were logged
   */
  append(run: number, start: number, series: ReadonlyMap<number, readonly Point[]>): void {
    let rows: number[] = [];
    for (const [key, points] of series) {
      let state = this.latest(run, key);
      for (const { value, time, step } of points) {
        const since = time - start;
        if (state === undefined) {
          state = { value, step, time: since, low: value, high: value, steps: 1, firstStep: step, inOrder: true };
        } else {
          let seen = step === state.step || step === state.firstStep;
          if (!seen && step < state.step && step > state.firstStep) {
            // It may be among the rows that wait.
            this.#write(rows);
            rows = [];
            seen = this.#atStep.get(run, key, step) !== undefined;
          }
          fold(state, value, since, step, seen);
        }
        const isNan = Number.isNaN(value);
        rows.push(run, key, step, since, isNan ? 0 : value, isNan ? 1 : 0);
      }
      if (state !== undefined) {
        this.#keepLatest(run, key, state);
      }
    }
    this.#write(rows);
  }

  /** A page of the history in MLflow's order: time, step, value. Times are relative to the run's start. */
  history(run: number, key: number, limit: number, offset: number): PointTuple[] {
    const statement = this.latest(run, key)?.inOrder === true ? this.#history : this.#sortedHistory;
    return statement.all(run, key, limit, offset) as PointTuple[];
  }

  /** Whether the order of the table is MLflow's order of this history. */
  isInOrder(run: number, key: number): boolean {
    return this.latest(run, key)?.inOrder === true;
  }

  /**
   * A whole history that is in order, as UTF-8 text in pieces that are read when they are asked for:
   * `0.5,"timestamp":1763000000000,"step":0`, one such text per point with `separator` between them, also between pieces.
   * @param start start of the run, Unix ms
   */
  *historyText(run: number, key: number, start: number, separator: string): Generator<Buffer> {
    let last: PointTuple = [Number.NEGATIVE_INFINITY, 0, 0, 0];
    while (last !== END) {
      const end = (this.#pieceEnd.get(run, key, ...last) as PointTuple | undefined) ?? END;
      const text = this.#pieceText.get(start, separator, run, key, ...last, ...end) as Buffer | null;
      if (text !== null) {
        if (last[0] !== Number.NEGATIVE_INFINITY) {
          yield Buffer.from(separator);
        }
        yield text;
      }
      last = end;
    }
  }

  /** The different steps within a range, ascending. */
  stepsBetween(run: number, key: number, first: number, last: number): number[] {
    return this.#steps.all(run, key, first, last) as number[];
  }

  /** All points at one step, by time. */
  pointsAt(run: number, key: number, step: number): PointTuple[] {
    return this.#pointsAt.all(run, key, step) as PointTuple[];
  }

  #write(rows: readonly number[]): void {
    const width = CHUNK * COLUMNS;
    let at = 0;
    for (; at + width <= rows.length; at += width) {
      this.#insertMany.run(rows.slice(at, at + width));
    }
    for (; at < rows.length; at += COLUMNS) {
      this.#insert.run(rows[at], rows[at + 1], rows[at + 2], rows[at + 3], rows[at + 4], rows[at + 5]);
    }
  }

  #keepLatest(run: number, key: number, state: Latest): void {
    const { value, low, high } = state;
    this.#keep.run(run, key, Number.isNaN(value) ? null : value, state.step, state.time, Object.is(low, value) ? null : low, Object.is(high, value) ? null : high,
      state.steps, state.firstStep, state.inOrder ? 1 : 0);
  }
}

/** Takes a point into the state of its key. Latest is the greatest by step, then time, then value; NaN is below every number. */
function fold(state: Latest, value: number, time: number, step: number, seen: boolean): void {
  if (step < state.step || time < state.time) {
    state.inOrder = false;
  }
  if (!seen) {
    state.steps += 1;
  }
  if (step < state.firstStep) {
    state.firstStep = step;
  }
  if (!Number.isNaN(value)) {
    state.low = Number.isNaN(state.low) ? value : Math.min(state.low, value);
    state.high = Number.isNaN(state.high) ? value : Math.max(state.high, value);
  }
  if (step > state.step || (step === state.step && (time > state.time || (time === state.time && (value > state.value || Number.isNaN(state.value)))))) {
    state.value = value;
    state.step = step;
    state.time = time;
  }
}
