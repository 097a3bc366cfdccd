/**
 * True answers and those of models, as numbers to count with. Cells come from a data file or a model: text, number, truth value, or
 * null where there is none (NaN is none too). `1`, `1.0` and `"1"` are one class, so that a file and a model need not agree on types;
 * true is 1 and false is 0.
 */
export type Cell = string | number | boolean | null;

export interface Classes {
  readonly task: 'classification';
  /** code of the true class of each row */
  readonly truth: Int32Array;
  /** text of each class, by code */
  readonly classes: readonly string[];
  /** code of the class that counts as "yes"; undefined where more than two classes make every measure a mean over them */
  readonly positive: number | undefined;
}
export interface Amounts { readonly task: 'regression'; readonly truth: Float64Array }
export type Truth = Classes | Amounts;

/** A model's answers to the same rows: codes of classes (−1: none) or amounts (NaN: none). */
export type Given = Int32Array | Float64Array;

/** With more different whole numbers than this, a label is an amount. */
const MOST_CLASSES = 20;

export function classText(cell: Exclude<Cell, null>): string {
  return typeof cell === 'boolean' ? (cell ? '1' : '0') : String(cell);
}

/** What is predicted, where nobody says: classes when the label holds text, truth values or at most 20 different whole numbers. */
export function taskOf(labels: readonly Cell[]): 'classification' | 'regression' {
  const numbers = labels.filter((cell) => typeof cell === 'number');
  return numbers.length < labels.length || (numbers.every((value) => Number.isInteger(value)) && new Set(numbers).size <= MOST_CLASSES) ? 'classification' : 'regression';
}

/** Gives each class a number. Classes that only a model answers get one when they appear. */
export class ClassCodes {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];

  get texts(): readonly string[] {
    return this.#texts;
  }

  /** @returns the code of a text; undefined when it is no class yet */
  find(text: string): number | undefined {
    return this.#codes.get(text);
  }

  code(text: string): number {
    const present = this.#codes.get(text);
    if (present !== undefined) {
      return present;
    }
    this.#codes.set(text, this.#texts.length);
    this.#texts.push(text);
    return this.#texts.length - 1;
  }

  /** Codes of cells; −1 for none. */
  codes(cells: readonly Cell[]): Int32Array {
    return Int32Array.from(cells, (cell) => (cell === null ? -1 : this.code(classText(cell))));
  }
}

/** The greater of two texts: as numbers where both are, else by their letters. */
export function inOrder(texts: readonly string[]): string[] {
  const numeric = texts.every((text) => text.trim() !== '' && !Number.isNaN(Number(text)));
  return texts.toSorted((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}

/** Amounts of cells; NaN where there is none, or a text that is no number. */
export function amounts(cells: readonly Cell[]): Float64Array {
  return Float64Array.from(cells, (cell) => (cell === null || cell === '' ? Number.NaN : Number(cell)));
}
