/** Long reading in slices: the engine is one thread, and a training script waits for the answer to its log_metric. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two pauses. */
const SLICE_MS = 10;

export class Pace {
  #since = performance.now();

  /** Call it between pieces of work. When a slice is used up, others are served first. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) {
      return;
    }
    await setImmediate();
    // What came in during that turn has queued its write behind this promise; it is committed before the next turn.
    await setImmediate();
    this.#since = performance.now();
  }
}
