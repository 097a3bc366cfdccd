/** Columns as float64, all rows seen once: facts about all of them, and the values of as many as there is room for. */
import type { DuckDBConnection, DuckDBDoubleVector } from '@duckdb/node-api';
import type { Holds } from '../analysis/holds';
import { column } from '../analysis/sqlText';
import { RowSample } from './rowSample';

/** Of all rows. */
export interface NumberFacts {
  readonly missing: number;
  readonly infinite: number;
  /** what follows is of these; NaN where there are none */
  readonly finite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** sum of the squares of the distances from the mean */
  readonly squares: number;
}

export interface StreamedColumn {
  readonly facts: NumberFacts;
  /** a value for each row that was taken, NaN and infinities too; a part of the room */
  readonly values: Float64Array;
}

/** Numbers as they are, true as 1, times as microseconds since 1970; what is missing is NaN. */
export function asNumber(name: string, holds: Holds): string {
  const own = column(name);
  const value = holds === 'time' ? `CASE WHEN isfinite(${own}::TIMESTAMP) THEN epoch_us(${own}::TIMESTAMP)::DOUBLE WHEN ${own} IS NOT NULL THEN 'Infinity'::DOUBLE END` : `${own}::DOUBLE`;
  return `coalesce(${value}, 'NaN'::DOUBLE)`;
}

/**
 * @param expressions of SQL, each a DOUBLE that is never null
 * @param rows of the table
 * @param room an array for each, as long as rows are kept: a table with more is sampled evenly
 */
export async function streamNumbers(connection: DuckDBConnection, table: string, expressions: readonly string[], rows: number, room: readonly Float64Array[]): Promise<StreamedColumn[]> {
  const sample = new RowSample(rows, room[0]?.length ?? 0);
  const gathered = expressions.map((_, at) => new Gathering(room[at] as Float64Array));
  const result = await connection.stream(`SELECT ${expressions.join(', ')} FROM ${table}`);
  let first = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const taken = sample.chunk(first, chunk.rowCount);
    for (const [at, one] of gathered.entries()) {
      one.take(chunk.getColumnVector(at) as DuckDBDoubleVector, taken);
    }
    first += chunk.rowCount;
  }
  return gathered.map((one) => one.column());
}

class Gathering {
  readonly #into: Float64Array;
  #length = 0;
  #missing = 0;
  #infinite = 0;
  #finite = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  constructor(into: Float64Array) {
    this.#into = into;
  }

  take(vector: DuckDBDoubleVector, taken: readonly number[] | undefined): void {
    const values = Array.from({ length: vector.itemCount }, (_, row) => vector.getItem(row) as number);
    this.#count(values);
    if (taken === undefined) {
      this.#into.set(values, this.#length);
      this.#length += values.length;
      return;
    }
    for (const row of taken) {
      this.#into[this.#length] = values[row] as number;
      this.#length += 1;
    }
  }

  /** Each chunk's moments are its own, joined as in Chan, Golub & LeVeque 1979: no digits are lost far from zero. */
  #count(values: readonly number[]): void {
    let [finite, sum] = [0, 0];
    for (const value of values) {
      if (value - value === 0) {
        finite += 1;
        sum += value;
        this.#min = Math.min(this.#min, value);
        this.#max = Math.max(this.#max, value);
      } else if (Number.isNaN(value)) {
        this.#missing += 1;
      } else {
        this.#infinite += 1;
      }
    }
    if (finite === 0) {
      return;
    }
    const mean = sum / finite;
    let [squares, off] = [0, 0];
    for (const value of values) {
      if (value - value === 0) {
        squares += (value - mean) ** 2;
        off += value - mean;
      }
    }
    this.#join(finite, mean + off / finite, squares);
  }

  #join(finite: number, mean: number, squares: number): void {
    const all = this.#finite + finite;
    const apart = mean - this.#mean;
    this.#mean += (apart * finite) / all;
    this.#squares += squares + (apart * apart * this.#finite * finite) / all;
    this.#finite = all;
  }

  column(): StreamedColumn {
    const none = this.#finite === 0;
    const facts = { missing: this.#missing, infinite: this.#infinite, finite: this.#finite, min: none ? Number.NaN : this.#min, max: none ? Number.NaN : this.#max, mean: none ? Number.NaN : this.#mean, squares: none ? Number.NaN : this.#squares };
    return { facts, values: this.#into.subarray(0, this.#length) };
  }
}
