/**
 * Which elements show which lines. Lines that scroll out give theirs to those that come in, and the elements stay in the order of their
 * lines: an element that is put elsewhere in the page costs the browser as much as a new one, twenty times what new texts cost it.
 */
export class RowSlots {
  #first = 0;
  /** slot of the first line on screen */
  #slot = 0;
  #count = 1;

  /**
   * Moves on to lines `first` to `last`. Where the next ones are mostly others than those before, every element stays in its place and
   * takes on another line; else those that stay keep their element.
   */
  show(first: number, last: number): void {
    const shown = last - first + 1;
    const moved = first - this.#first;
    if (shown <= this.#count && Math.abs(moved) * 2 < shown) {
      this.#slot = modulo(this.#slot + moved, this.#count);
    } else if (shown > this.#count) {
      this.#count = shown;
      this.#slot = 0;
    }
    this.#first = first;
  }

  /** Names the element of a line on screen. */
  slotOf(index: number): number {
    return modulo(this.#slot + index - this.#first, this.#count);
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
