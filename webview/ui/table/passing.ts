/** Whether lines fly past too fast to be read, as when the scroll bar is dragged through thousands of them. */
import { useEffect, useState } from 'preact/hooks';

/** ms without a movement after which everything is drawn again */
const SETTLED = 80;
/** A key such as End moves far too, but once. */
const MOVES = 2;

export class Passing {
  #last: number;
  #far = 0;

  /** @param offset px that are scrolled at first */
  constructor(offset: number) {
    this.#last = offset;
  }

  /**
   * @param offset px that are scrolled now
   * @param page px that are seen at once: who moves by more sees nothing twice
   * @returns whether lines pass; while they do, a short move in between changes nothing
   */
  moved(offset: number, page: number): boolean {
    if (offset !== this.#last) {
      this.#far = Math.abs(offset - this.#last) > page ? this.#far + 1 : this.#far >= MOVES ? this.#far : 0;
      this.#last = offset;
    }
    return this.#far >= MOVES;
  }

  /** Nothing has moved for a while. @returns whether lines passed until now */
  settled(): boolean {
    const passed = this.#far >= MOVES;
    this.#far = 0;
    return passed;
  }
}

/** As `Passing.moved`, drawn again once all has settled. */
export function usePassing(offset: number, page: number): boolean {
  const [, again] = useState(0);
  const [passing] = useState(() => new Passing(offset));
  const passes = passing.moved(offset, page);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (passing.settled()) {
        again((times) => times + 1);
      }
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [offset]);
  return passes;
}
