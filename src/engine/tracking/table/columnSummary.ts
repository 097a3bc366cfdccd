/** What is told of a column before any of it is shown: how many runs have it, how many values, whether they are numbers. */
import { DistinctCount } from './distinctCount';
import { isFiniteStored } from '../wireNumbers';

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
/** As Python, JavaScript and MLflow write them. */
const SPECIAL = /^\s*[+-]?(?:nan|inf|infinity)\s*$/i;

/** @returns the number that a text reads as, NaN or an infinity included; undefined when it is none */
export function numberOf(text: string): number | undefined {
  if (NUMBER.test(text)) {
    return Number(text);
  }
  return SPECIAL.test(text) ? Number.NaN : undefined;
}

export class ColumnFold {
  runs = 0;
  numeric = true;
  readonly #distinct = new DistinctCount();
  #min = Infinity;
  #max = -Infinity;

  get distinct(): number {
    return this.#distinct.count;
  }

  /** Least and greatest finite value; null where the column is no numeric one or has none. */
  get range(): { readonly min: number | null; readonly max: number | null } {
    return this.numeric && this.#min <= this.#max ? { min: this.#min, max: this.#max } : { min: null, max: null };
  }

  addText(text: string): void {
    this.runs += 1;
    // A value that was seen before says nothing new.
    if (this.#distinct.add(text) && this.numeric) {
      const number = numberOf(text);
      if (number === undefined) {
        this.numeric = false;
      } else {
        this.#widen(number);
      }
    }
  }

  /** @param value latest value of a metric; null for NaN */
  addNumber(value: number | null): void {
    this.runs += 1;
    if (this.#distinct.add(value ?? Number.NaN) && value !== null) {
      this.#widen(value);
    }
  }

  #widen(value: number): void {
    if (isFiniteStored(value)) {
      this.#min = Math.min(this.#min, value);
      this.#max = Math.max(this.#max, value);
    }
  }
}
