/** The latest latencies of an arm, for the tail of their distribution. */

const KEPT = 1024;

export class Latencies {
  readonly #ring = new Float64Array(KEPT);
  #count = 0;

  /** @param latency ms */
  add(latency: number): void {
    this.#ring[this.#count % KEPT] = latency;
    this.#count += 1;
  }

  clear(): void {
    this.#count = 0;
  }

  /** of which `quantile` speaks */
  get kept(): number {
    return Math.min(this.#count, KEPT);
  }

  /** @param share 0.99: what 99 of 100 stay below. @returns ms; null without any */
  quantile(share: number): number | null {
    const kept = this.#ring.slice(0, this.kept).sort();
    return kept[Math.max(0, Math.ceil(share * kept.length) - 1)] ?? null;
  }
}
