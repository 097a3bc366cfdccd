/** Reads the values of columns that are not on screen yet while the page has nothing else to do, a column at a time: scrolling then finds them there. */
import type { TableData } from './tableData';

/** Values that may be held beside those that somebody has looked at: about 30 MB. */
const MOST_VALUES = 500_000;
/** ms: a page that is never idle reads on all the same */
const PATIENCE = 1000;

export class ReadAhead {
  #waits = false;

  /**
   * @param columns ids in the order in which they stand in the table
   * @param ended told when nothing is left to be read ahead
   */
  constructor(private readonly data: TableData, private readonly columns: () => readonly string[], private readonly ended: () => void) {}

  /** Goes on, when the page is idle, with the next column that is not read. */
  goOn(): void {
    if (this.#waits) {
      return;
    }
    this.#waits = true;
    requestIdleCallback(() => {
      this.#waits = false;
      const most = Math.floor(MOST_VALUES / Math.max(1, this.data.runs.count));
      const next = this.columns().slice(0, most).find((id) => !this.data.isFresh(id));
      if (next === undefined) {
        this.ended();
      } else {
        this.data.want([next]);
      }
    }, { timeout: PATIENCE });
  }
}
