/** Reads the values of columns that are not on screen yet while nobody needs the page, a column at a time: scrolling then finds them there. */
import type { Rest } from './rest';
import type { TableData } from './tableData';

/** Values that may be held beside those that somebody has looked at: about 30 MB. */
const MOST_VALUES = 500_000;

export class ReadAhead {
  #waits = false;

  /**
   * @param columns ids in the order in which they stand in the table
   * @param ended told when nothing is left to be read ahead
   */
  constructor(private readonly data: TableData, private readonly rest: Rest, private readonly columns: () => readonly string[], private readonly ended: () => void) {}

  /** Goes on, in time, with the next column that is not read. */
  goOn(): void {
    if (!this.#waits) {
      this.#waits = true;
      this.rest.whenIdle(() => this.#readOn());
    }
  }

  #readOn(): void {
    this.#waits = false;
    const most = Math.floor(MOST_VALUES / Math.max(1, this.data.runs.count));
    const next = this.columns().slice(0, most).find((id) => !this.data.isFresh(id));
    if (next === undefined) {
      this.ended();
    } else {
      this.data.want([next]);
    }
  }
}
