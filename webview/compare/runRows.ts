/** Every run that the page has heard of, in columns. A run keeps its row while the page lives, so that what is known about it stays beside it. */
import type { RunColumns } from '../../src/protocol/table';

export class RunRows {
  readonly numbers: number[] = [];
  readonly ids: string[] = [];
  readonly experiments: string[] = [];
  readonly names: string[] = [];
  readonly status: string[] = [];
  readonly lost: (0 | 1)[] = [];
  /** Unix ms */
  readonly starts: number[] = [];
  readonly ends: (number | null)[] = [];
  readonly activity: number[] = [];
  readonly steps: number[] = [];
  /** 1: among the runs that match now */
  readonly listed: (0 | 1)[] = [];
  readonly #byId = new Map<string, number>();
  /** by number: a store counts its runs from 1, so that this is an array with few holes */
  readonly #byNumber: number[] = [];

  get count(): number {
    return this.ids.length;
  }

  /** @returns the row of a run; undefined when it was never told */
  row(runId: string): number | undefined {
    return this.#byId.get(runId);
  }

  rowOfNumber(number: number): number | undefined {
    return this.#byNumber[number];
  }

  /** Takes in what the engine says about these runs. @returns their rows, in the same order */
  put(runs: RunColumns): number[] {
    return runs.run_id.map((id, index) => {
      let row = this.#byId.get(id);
      if (row === undefined) {
        row = this.ids.length;
        this.#byId.set(id, row);
        this.#byNumber[runs.number[index] ?? 0] = row;
        this.ids.push(id);
        this.numbers.push(runs.number[index] ?? -1);
        this.listed.push(0);
      }
      this.experiments[row] = runs.experiment_id[index] ?? '';
      this.names[row] = runs.name[index] || id;
      this.status[row] = runs.status[index] ?? 'FINISHED';
      this.lost[row] = runs.lost[index] ?? 0;
      this.starts[row] = runs.start_time[index] ?? 0;
      this.ends[row] = runs.end_time[index] ?? null;
      this.activity[row] = runs.last_activity[index] ?? 0;
      this.steps[row] = runs.step[index] ?? 0;
      return row;
    });
  }

  /** From now on exactly these match. */
  listOnly(rows: readonly number[]): void {
    this.listed.fill(0);
    rows.forEach((row) => { this.listed[row] = 1; });
  }

  /** @returns the rows that match, in the order in which they became known */
  listedRows(): Int32Array {
    const rows = new Int32Array(this.listed.length);
    let count = 0;
    this.listed.forEach((listed, row) => {
      if (listed === 1) {
        rows[count] = row;
        count += 1;
      }
    });
    return rows.slice(0, count);
  }
}
