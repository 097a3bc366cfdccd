/** Finds what matters most while the page has nothing else to do, a param at a time. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { weighParams, type Matters } from './answer';
import type { Comparison } from './comparison';
import type { Rest } from './rest';

/** ms: while values keep coming in it is found anew at most this often */
const EVERY = 2000;
const SOON = 100;
/** ms of idle time that one param may take */
const SPARE = 3;

/** @param rows listed runs */
export function useMost(comparison: Comparison, rows: Int32Array): Matters | undefined {
  const [most, setMost] = useState<Matters>();
  const latest = useRef(rows);
  latest.current = rows;
  const [weighing] = useState(() => new Weighing(comparison.rest, () => weighParams(comparison, latest.current), setMost));
  useEffect(() => weighing.want(), [comparison.version.value]);
  useEffect(() => () => weighing.end(), []);
  return most;
}

class Weighing {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancel: (() => void) | undefined;
  /** what it is found from has changed since it was begun */
  #changed = false;
  #foundAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly rest: Rest, private readonly begin: () => ReturnType<typeof weighParams>, private readonly found: (most: Matters | undefined) => void) {}

  want(): void {
    if (this.#cancel !== undefined) {
      this.#changed = true;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#goOn(this.begin());
    }, Math.max(SOON, this.#foundAt + EVERY - performance.now()));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#cancel?.();
  }

  #goOn(params: ReturnType<typeof weighParams>): void {
    this.#cancel = this.rest.whenIdle((deadline) => {
      let step = params.next();
      while (step.done !== true && deadline.timeRemaining() > SPARE) {
        step = params.next();
      }
      if (step.done !== true) {
        this.#goOn(params);
        return;
      }
      this.#cancel = undefined;
      this.#foundAt = performance.now();
      this.found(step.value);
      if (this.#changed) {
        this.#changed = false;
        this.want();
      }
    });
  }
}
