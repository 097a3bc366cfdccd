/** The values of one param, metric or tag, a place per row of `RunRows`: numbers in a typed array, texts each once. */
import type { ColumnName, ColumnValues } from '../../src/protocol/table';
import { textRanks } from '../ui/table/rowOrder';
import type { RunRows } from './runRows';

const UNKNOWN = 0;
const ABSENT = 1;
const PRESENT = 2;

export class ValueColumn {
  readonly kind: ColumnName['kind'];
  readonly key: string;
  #state = new Uint8Array(0);
  #numbers = new Float64Array(0);
  #steps = new Float64Array(0);
  /** place in `#texts` per row */
  #places = new Int32Array(0);
  readonly #texts: string[] = [];
  readonly #placeOf = new Map<string, number>();
  #ranks: Float64Array | undefined;

  constructor({ kind, key }: ColumnName) {
    this.kind = kind;
    this.key = key;
  }

  /** Takes in an answer that was asked for `rows`: those that it does not name have no value. */
  put(values: ColumnValues, rows: Iterable<number>, runs: RunRows): void {
    this.#reach(runs.count);
    for (const row of rows) {
      this.#state[row] = ABSENT;
    }
    values.runs.forEach((number, index) => {
      const row = runs.rowOfNumber(number);
      if (row === undefined) {
        return;
      }
      this.#state[row] = PRESENT;
      if (values.kind === 'metric') {
        this.#numbers[row] = Number(values.values[index]);
        this.#steps[row] = values.steps[index] ?? 0;
      } else {
        this.#places[row] = this.#place(values.texts[values.places[index] ?? 0] ?? '');
      }
    });
    this.#ranks = undefined;
  }

  /** Whether it was asked for this row yet. */
  knows(row: number): boolean {
    return (this.#state[row] ?? UNKNOWN) !== UNKNOWN;
  }

  has(row: number): boolean {
    return this.#state[row] === PRESENT;
  }

  /** @returns a metric's value; NaN where there is none or it is no number */
  number(row: number): number {
    return this.has(row) ? this.#numbers[row] ?? Number.NaN : Number.NaN;
  }

  step(row: number): number {
    return this.#steps[row] ?? 0;
  }

  /** @returns a param's or tag's text; undefined where there is none */
  text(row: number): string | undefined {
    return this.has(row) ? this.#texts[this.#places[row] ?? 0] : undefined;
  }

  /** The values of these rows as the engine would tell them, for charts that take its answers. */
  told(rows: Int32Array, runs: RunRows): ColumnValues {
    const own = [...rows].filter((row) => this.has(row));
    const numbers = own.map((row) => runs.numbers[row] ?? -1);
    return this.kind === 'metric'
      ? { kind: 'metric', key: this.key, runs: numbers, values: own.map((row) => this.number(row)), steps: own.map((row) => this.step(row)) }
      : { kind: this.kind, key: this.key, runs: numbers, texts: this.#texts, places: own.map((row) => this.#places[row] ?? 0) };
  }

  /** What rows are ordered by: the number where every text is one, else the text's place among the texts. NaN where there is none. */
  ranks(rows: number): Float64Array {
    if (this.#ranks !== undefined && this.#ranks.length >= rows) {
      return this.#ranks;
    }
    const ranks = new Float64Array(rows);
    const ofTexts = this.kind === 'metric' ? undefined : this.#textRanks();
    for (let row = 0; row < rows; row += 1) {
      ranks[row] = !this.has(row) ? Number.NaN : ofTexts === undefined ? this.#numbers[row] ?? Number.NaN : ofTexts[this.#places[row] ?? 0] ?? Number.NaN;
    }
    this.#ranks = ranks;
    return ranks;
  }

  #textRanks(): Float64Array {
    const numbers = Float64Array.from(this.#texts, numberOfText);
    return numbers.some(Number.isNaN) ? textRanks(this.#texts) : numbers;
  }

  #place(text: string): number {
    let place = this.#placeOf.get(text);
    if (place === undefined) {
      place = this.#texts.length;
      this.#texts.push(text);
      this.#placeOf.set(text, place);
    }
    return place;
  }

  #reach(rows: number): void {
    if (rows > this.#state.length) {
      const room = Math.max(rows, this.#state.length * 2);
      this.#state = grown(this.#state, new Uint8Array(room));
      if (this.kind === 'metric') {
        this.#numbers = grown(this.#numbers, new Float64Array(room));
        this.#steps = grown(this.#steps, new Float64Array(room));
      } else {
        this.#places = grown(this.#places, new Int32Array(room));
      }
    }
  }
}

/** The number that a text is, as Python and JavaScript write them; NaN for any other text and for the empty one. */
export function numberOfText(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
