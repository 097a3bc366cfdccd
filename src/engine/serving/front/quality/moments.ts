/** Mean and variance of scores that come one by one, and of which one may be taken back. */

import type { Moments } from '../../../../protocol/deployments';

/** Welford's update (Knuth, The Art of Computer Programming 2, 4.2.2), and the same backwards. */
export class RunningMoments implements Moments {
  #n = 0;
  #mean = 0;
  #squares = 0;

  get n(): number {
    return this.#n;
  }

  get mean(): number {
    return this.#mean;
  }

  get variance(): number {
    return this.#n < 2 ? 0 : Math.max(0, this.#squares) / (this.#n - 1);
  }

  add(score: number): void {
    this.#n += 1;
    const before = score - this.#mean;
    this.#mean += before / this.#n;
    this.#squares += before * (score - this.#mean);
  }

  /** @param score one that was added */
  takeBack(score: number): void {
    if (this.#n <= 1) {
      this.#n = 0;
      this.#mean = 0;
      this.#squares = 0;
      return;
    }
    const after = score - this.#mean;
    this.#n -= 1;
    this.#mean -= after / this.#n;
    this.#squares -= after * (score - this.#mean);
  }
}
