/** Work that waits until nobody scrolls and the page has nothing else to do: in the middle of scrolling it would be a late frame. */

/** ms after the last scrolling */
const REST = 300;

export class Rest {
  #from = 0;

  /** Somebody scrolls. */
  stir(): void {
    this.#from = performance.now() + REST;
  }

  /** @returns takes it back, where it has not begun */
  whenIdle(work: (deadline: IdleDeadline) => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let idle = 0;
    const wait = (): void => {
      idle = requestIdleCallback((deadline) => {
        const left = this.#from - performance.now();
        if (left > 0) {
          timer = setTimeout(wait, left);
        } else {
          work(deadline);
        }
      });
    };
    wait();
    return () => {
      clearTimeout(timer);
      cancelIdleCallback(idle);
    };
  }
}
