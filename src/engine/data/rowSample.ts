/** Rows drawn evenly from a table: one, at random, from each of as many equal stretches as rows are wanted. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/** The same file is described in the same way each time. */
const SEED = 0;

/** Says which rows are taken, asked once, in their order. */
export class RowSample {
  readonly #rows: number;
  readonly #most: number;
  readonly #random = mersenne(SEED);
  #stretch = 0;
  #next = 0;

  /** @param most rows that are taken, where there are as many */
  constructor(rows: number, most: number) {
    this.#rows = rows;
    this.#most = most;
    this.#next = rows <= most ? 0 : this.#draw();
  }

  /** Rows that are taken. */
  get size(): number {
    return Math.min(this.#rows, this.#most);
  }

  /** @returns which rows of the next chunk, counted from its first; undefined: all of them */
  chunk(first: number, rows: number): readonly number[] | undefined {
    if (this.#rows <= this.#most) {
      return undefined;
    }
    const taken: number[] = [];
    while (this.#next < first + rows) {
      taken.push(this.#next - first);
      this.#stretch += 1;
      this.#next = this.#stretch < this.#most ? this.#draw() : Number.POSITIVE_INFINITY;
    }
    return taken;
  }

  #draw(): number {
    const from = Math.floor((this.#stretch * this.#rows) / this.#most);
    const to = Math.floor(((this.#stretch + 1) * this.#rows) / this.#most);
    return uniformInt(this.#random, from, to - 1);
  }
}
