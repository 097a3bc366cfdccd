/** What the page knows of runs and their values, and the asking for it: only the columns that are wanted, only the runs that changed. */
import type { CompareMethods, ComparePanelState } from '../../src/protocol/panels/comparePanel';
import type { ColumnName, ColumnSummary, RunSelection } from '../../src/protocol/table';
import type { Host } from '../ui/host';
import { columnId, columnName } from './columnId';
import { RunRows } from './runRows';
import { ValueColumn } from './valueColumn';

/** Columns per ask; the engine takes no more. */
const AT_ONCE = 200;
/** Values per ask once there is something to see: an answer is taken in within a frame. */
const VALUES_AT_ONCE = 10_000;

export type CompareHost = Host<CompareMethods, ComparePanelState>;

export class TableData {
  readonly runs = new RunRows();
  /** runs that match, also those that were not sent */
  total = 0;
  /** runs that match and were not sent: the oldest */
  unsent = 0;
  columns: readonly ColumnSummary[] = [];
  readonly #values = new Map<string, ValueColumn>();
  /** columns whose values are those of the present selection */
  #fresh = new Set<string>();
  #wanted = new Set<string>();
  #asking: Promise<void> | undefined;
  #selection: RunSelection;
  /** runs outside the list of which values are needed all the same */
  #outside: readonly string[] = [];

  /** @param arrived told which columns' values have come in */
  constructor(private readonly host: CompareHost, selection: RunSelection, private readonly arrived: (ids: readonly string[]) => void) {
    this.#selection = selection;
  }

  /** Runs in the list: what is said of columns is said of these. */
  get sent(): number {
    return this.total - this.unsent;
  }

  get selection(): RunSelection {
    return this.#selection;
  }

  values(id: string): ValueColumn | undefined {
    return this.#values.get(id);
  }

  /** Whether the values of a column are in, for all that match. */
  isFresh(id: string): boolean {
    return columnName(id) === undefined || this.#fresh.has(id);
  }

  /**
   * Reads which runs match. What was known of them stays until newer values are in.
   * @throws AskFailed, with INVALID_PARAMETER_VALUE for a filter that can't be read; then nothing has changed
   */
  async read(selection: RunSelection, signal?: AbortSignal): Promise<void> {
    const { total, runs } = await this.host.ask('runs', selection, signal);
    this.#selection = selection;
    this.total = total;
    this.unsent = total - runs.run_id.length;
    this.runs.listOnly(this.runs.put(runs));
    this.#fresh = new Set();
  }

  async readColumns(): Promise<void> {
    this.columns = await this.host.ask('columns', this.#selection);
  }

  /** Reads runs that are ticked or pinned but not in the list. @returns ids of those that are still there */
  async readOutside(runIds: readonly string[]): Promise<ReadonlySet<string>> {
    const missing = runIds.filter((id) => !this.isListed(id));
    if (missing.length === 0) {
      this.#outside = [];
      return new Set(runIds);
    }
    const there = await this.#readUnlisted(missing);
    this.#outside = there;
    return new Set([...runIds.filter((id) => this.isListed(id)), ...there]);
  }

  async #readUnlisted(runIds: readonly string[]): Promise<readonly string[]> {
    const { runs } = await this.host.ask('runs', { experiment_ids: this.#selection.experiment_ids, run_ids: [...runIds] });
    this.runs.put(runs);
    return runs.run_id;
  }

  isListed(runId: string): boolean {
    return this.runs.listed[this.runs.row(runId) ?? -1] === 1;
  }

  /** Makes sure that the values of these columns are there or on their way. */
  want(ids: Iterable<string>): void {
    for (const id of ids) {
      if (columnName(id) !== undefined && !this.#fresh.has(id)) {
        this.#wanted.add(id);
      }
    }
    if (this.#wanted.size > 0) {
      this.#asking ??= this.#askWanted().finally(() => { this.#asking = undefined; });
    }
  }

  /** Resolves when everything wanted so far is in. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  /**
   * Reads afresh what these runs are: their rows, and their values in the columns that are in use.
   * @param watched ids that matter even where they do not match the filter
   * @returns whether runs came or went, and which of the watched are no more
   */
  async refresh(runIds: readonly string[], watched: ReadonlySet<string>): Promise<{ readonly moved: boolean; readonly gone: readonly string[] }> {
    const before = runIds.filter((id) => this.isListed(id)).length;
    const { runs } = await this.host.ask('runs', { ...this.#selection, run_ids: [...runIds] });
    const matching = new Set(runs.run_id);
    this.runs.put(runs);
    let moved = false;
    for (const id of runIds) {
      const row = this.runs.row(id);
      if (row !== undefined) {
        const listed = matching.has(id) ? 1 : 0;
        moved ||= this.runs.listed[row] !== listed;
        this.runs.listed[row] = listed;
      }
    }
    this.total += runs.run_id.length - before;
    const doubtful = runIds.filter((id) => watched.has(id) && !matching.has(id));
    const alive = doubtful.length === 0 ? [] : await this.#readUnlisted(doubtful);
    const others = this.#outside.filter((id) => !runIds.includes(id));
    this.#outside = [...others, ...alive];
    const known = [...new Set([...runs.run_id, ...alive])];
    await this.#askValues([...this.#fresh].slice(0, AT_ONCE), { experiment_ids: this.#selection.experiment_ids, run_ids: known }, known.flatMap((id) => this.runs.row(id) ?? []));
    // Columns beyond that are read again when they come on screen.
    this.#fresh = new Set([...this.#fresh].slice(0, AT_ONCE));
    return { moved, gone: doubtful.filter((id) => !alive.includes(id)) };
  }

  async #askWanted(): Promise<void> {
    while (this.#wanted.size > 0) {
      const most = this.#fresh.size === 0 ? AT_ONCE : Math.max(1, Math.min(AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(1, this.runs.count))));
      const ids = [...this.#wanted].slice(0, most);
      const selection = this.#selection;
      ids.forEach((id) => this.#wanted.delete(id));
      await this.#askValues(ids, selection, this.runs.listedRows());
      if (this.#outside.length > 0) {
        await this.#askValues(ids, { experiment_ids: selection.experiment_ids, run_ids: [...this.#outside] }, this.#outside.flatMap((id) => this.runs.row(id) ?? []));
      }
      // Asked for other runs meanwhile: these values are good, but not all.
      if (selection === this.#selection) {
        ids.forEach((id) => this.#fresh.add(id));
      }
      this.arrived(ids);
    }
  }

  async #askValues(ids: readonly string[], selection: RunSelection, rows: Iterable<number>): Promise<void> {
    const columns = ids.map(columnName).filter((name): name is ColumnName => name !== undefined);
    if (columns.length === 0 || selection.run_ids?.length === 0) {
      return;
    }
    const asked = [...rows];
    for (const values of await this.host.ask('values', { selection, columns })) {
      const id = columnId(values);
      const column = this.#values.get(id) ?? new ValueColumn(values);
      this.#values.set(id, column);
      column.put(values, asked, this.runs);
    }
  }
}
