/** The compare panel's model: what is known, what is chosen, and what follows from both. Draws nothing. */
import type { ExperimentSummary } from '../../src/protocol/experiments';
import { EPOCH_PARAMS } from '../../src/protocol/condition';
import type { Direction } from '../../src/protocol/direction';
import type { ColumnSummary } from '../../src/protocol/table';
import { AskFailed } from '../ui/askFailed';
import { Signal } from '../ui/signal';
import type { Line, SortKey } from '../ui/table/gridColumn';
import { differingParams } from './answer';
import { arrangeRows, type Arrangement } from './arrangeRows';
import { columnId } from './columnId';
import { ComparedExperiments } from './comparedExperiments';
import { hiddenAtFirst } from './hiddenColumns';
import { LiveRuns } from './liveRuns';
import { orderKeys } from './orderKeys';
import { ReadAhead } from './readAhead';
import { Rest } from './rest';
import { RunColors } from './runColors';
import { TableData, type CompareHost } from './tableData';
import { viewState, type ViewState } from './viewState';

/** Up to so many runs all have their colour; of more, those that are ticked. */
const COLORED = 500;
const TICKED_AT_FIRST = 5;
/** ms */
const KEEP_AFTER = 200;

export type Phase = { readonly kind: 'loading' } | { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly message: string };

export class Comparison {
  phase: Phase = { kind: 'loading' };
  arrangement: Arrangement = { lines: new Int32Array(), groups: [] };
  filterProblem: string | undefined;
  engineUp = true;
  /** grows with each view that is opened: what the page's parts keep of their own begins afresh */
  loads = 0;
  /** why what someone started did not come about */
  notice: string | undefined;
  /** grows with every change of what the table shows */
  readonly version = new Signal(0);
  /** row that the pointer is on, in table or charts */
  readonly hovered = new Signal<number | undefined>(undefined);
  /** row that the table is to bring into view */
  readonly reveal = new Signal<number | undefined>(undefined);
  /** runs that have changed just now */
  readonly changedRuns = new Signal<readonly string[]>([]);
  /** while charts out of sight are drawn too, for export: to be told when all are */
  readonly drawsWhole = new Signal<(() => void) | undefined>(undefined);
  readonly data: TableData;
  /** of the page while somebody scrolls the table */
  readonly rest = new Rest();
  readonly #live: LiveRuns;
  readonly #ahead: ReadAhead;
  readonly #colors: RunColors;
  #compared: ComparedExperiments;
  #state: ViewState;
  #reading: AbortController | undefined;
  #onScreen: readonly string[] = [];
  #alsoNeeded: readonly string[] = [];
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #announced = false;
  #awaitsValues = false;

  constructor(readonly host: CompareHost) {
    this.#state = viewState(host.state);
    this.#compared = new ComparedExperiments([], this.#state.experiment_ids);
    this.data = new TableData(host, this.#selectionOf(this.#state), (ids) => this.#valuesArrived(ids));
    this.#ahead = new ReadAhead(this.data, this.rest, () => this.#columnsAhead(), () => this.changed());
    this.#colors = new RunColors(host);
    this.#live = new LiveRuns(host, {
      refresh: async (runIds) => this.#refresh(runIds),
      readExperiments: async () => this.#readExperiments(),
      reload: async () => this.#reload(),
      rearrange: () => this.#rearrange(),
    });
    host.on('engine', ({ up }) => { this.engineUp = up; this.changed(); });
  }

  get state(): ViewState { return this.#state; }

  /** Reads everything for the first time. A panel that comes up with nothing ticked ticks what stands first: there is something to see at once. */
  async open(): Promise<void> {
    const fresh = this.host.state['tab'] === undefined;
    this.host.keep(this.#state);
    await this.#reload();
    if (fresh && this.#state.selected.length === 0) {
      this.select(this.rowsOf(this.arrangement.lines).slice(0, TICKED_AT_FIRST).map((row) => this.data.runs.ids[row] ?? ''));
    }
    this.#live.start();
  }

  /** Changes what is chosen, keeps it, and draws what follows. */
  change(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    if (change.experiment_ids !== undefined) {
      this.#compared = new ComparedExperiments(this.experiments, change.experiment_ids);
    }
    this.host.keep(this.#state);
    if ('sort' in change || 'groupBy' in change || 'folded' in change || 'onlySelected' in change || ('selected' in change && this.#state.onlySelected)) {
      this.data.want(this.#needed());
      this.#order();
    }
    this.changed();
  }

  /** Keeps something that needs no drawing, such as where the table is scrolled to. */
  keep(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    if (change.scroll !== undefined) {
      this.rest.stir();
    }
    // Scrolling changes it many times a second; writing it down is worth it once it rests.
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.host.keep(this.#state), KEEP_AFTER);
  }

  async setFilter(filter: string): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    try {
      await this.data.read(this.#selectionOf({ ...this.#state, filter }), reading.signal);
      this.filterProblem = undefined;
      this.change({ filter });
      await this.#readDependents();
    } catch (error) {
      if (!reading.signal.aborted) {
        this.filterProblem = messageOf(error);
        this.changed();
      }
    }
  }

  /** Shows the runs of other experiments. */
  async setExperiments(experimentIds: readonly string[]): Promise<void> {
    this.change({ experiment_ids: experimentIds, selected: [], sort: undefined, headline: undefined });
    this.phase = { kind: 'loading' };
    await this.#reload();
  }

  /** Shows what a saved view says, and nothing of what was shown before. */
  async load(state: ViewState): Promise<void> {
    this.#state = state;
    this.loads += 1;
    this.filterProblem = undefined;
    this.host.keep(state);
    this.changed();
    await this.#reload();
  }

  select(runIds: readonly string[]): void {
    this.change({ selected: runIds });
    this.#wantColors();
  }

  /** Told by the table: these columns are on screen. */
  shows(ids: readonly string[]): void {
    this.#onScreen = ids;
    this.data.want(this.#needed());
  }

  /** Brings a run's row into view. */
  revealRun(runId: string): void {
    this.reveal.set(undefined);
    this.reveal.set(this.data.runs.row(runId));
  }

  /** What the answer is about, and with it what stands first until someone sorts. */
  setHeadline(key: string): void {
    this.change({ headline: key, sort: undefined });
  }

  /** The full value of a param, metric or tag; empty where the run has none. */
  valueText(row: number, id: string): string {
    const values = this.data.values(id);
    return values === undefined || !values.has(row) ? '' : values.kind === 'metric' ? String(values.number(row)) : values.text(row) ?? '';
  }

  /** Tries again what could not be read at first. */
  async again(): Promise<void> {
    this.phase = { kind: 'loading' };
    this.changed();
    await this.#reload();
  }

  dismissNotice(): void {
    this.notice = undefined;
    this.changed();
  }

  /** Waits for something that someone started; that it failed is said at the top of the page. */
  tell(work: Promise<unknown>): void {
    const told = async (): Promise<void> => {
      try {
        await work;
        this.notice = undefined;
      } catch (error) {
        this.notice = messageOf(error);
      }
      this.changed();
    };
    void told();
  }

  /** Columns that something beside the table shows. */
  needAlso(ids: readonly string[]): void {
    this.#alsoNeeded = ids;
    this.data.want(ids);
  }

  /** While the pointer is over the rows, none of them changes its place. */
  hold(held: boolean): void { this.#live.hold(held); }

  get experiments(): readonly ExperimentSummary[] { return this.#compared.all; }

  direction(key: string): Direction { return this.#compared.direction(key); }

  /** Metric that the answer is about. */
  get headline(): string | undefined { return this.#state.headline ?? this.#compared.metric; }

  /** The best first, until someone sorts. */
  get sort(): readonly SortKey[] {
    const { headline } = this;
    if (this.#state.sort !== undefined || headline === undefined || this.direction(headline) === 'unknown') {
      return this.#state.sort ?? [];
    }
    return [{ id: columnId({ kind: 'metric', key: headline }), descending: this.direction(headline) === 'higher' }];
  }

  /** Row of the pinned run; undefined where none is pinned or it is not known. */
  get baseline(): number | undefined {
    const { baseline } = this.#compared;
    return baseline === undefined ? undefined : this.data.runs.row(baseline);
  }

  /** Place in the palette of ten; undefined while the run has none. */
  color(row: number): number | undefined { return this.#colors.of(this.data.runs.ids[row] ?? ''); }

  rowsOf(lines: Iterable<Line>): number[] { return [...lines].filter((line) => line >= 0); }

  summary(id: string): ColumnSummary | undefined { return this.data.columns.find((column) => columnId(column) === id); }

  /** Announces a change once per turn of the event loop. */
  changed(): void {
    if (!this.#announced) {
      this.#announced = true;
      queueMicrotask(() => {
        this.#announced = false;
        this.version.set(this.version.value + 1);
      });
    }
  }

  async #reload(): Promise<void> {
    try {
      const [experiments] = await Promise.all([
        this.host.ask('experiments', {}), this.data.read(this.#selectionOf(this.#state)).catch(async (error: unknown) => this.#withoutFilter(error)),
      ]);
      this.#compared = new ComparedExperiments(experiments, this.#state.experiment_ids);
      await this.#readDependents();
    } catch (error) {
      if (this.phase.kind !== 'ready') {
        this.phase = { kind: 'failed', message: messageOf(error) };
      }
      this.changed();
    }
  }

  /** A kept filter that can't be read (any more) must not hide all runs. */
  async #withoutFilter(error: unknown): Promise<void> {
    if (this.#state.filter === '' || !(error instanceof AskFailed) || error.code !== 'INVALID_PARAMETER_VALUE') {
      throw error;
    }
    this.filterProblem = error.message;
    await this.data.read(this.#selectionOf({ ...this.#state, filter: '' }));
  }

  /** What hangs on the list of runs: order, ticked runs outside it, columns. The rows are drawn first. */
  async #readDependents(): Promise<void> {
    // Ticked and pinned runs count even where the filter leaves them out: their values are read with the others'.
    const there = await this.data.readOutside(this.#watched());
    this.data.want(this.#needed());
    await this.data.settled();
    const selected = this.#state.selected.filter((id) => there.has(id));
    if (selected.length < this.#state.selected.length) {
      this.keep({ selected });
    }
    this.phase = { kind: 'ready' };
    this.#rearrange();
    this.#wantColors();
    await this.data.readColumns();
    this.data.want(this.#needed());
    this.changed();
  }

  /** Ids of runs that matter whether or not they are listed. */
  #watched(): string[] {
    const { baseline } = this.#compared;
    return [...new Set([...this.#state.selected, ...(baseline === undefined ? [] : [baseline])])];
  }

  async #readExperiments(): Promise<void> {
    const before = this.#compared.baseline;
    this.#compared = new ComparedExperiments(await this.host.ask('experiments', {}), this.#state.experiment_ids);
    if (this.#compared.baseline !== before) {
      await this.#readDependents();
    }
    this.data.want(this.#needed());
    this.changed();
  }

  async #refresh(runIds: readonly string[]): Promise<boolean> {
    const { gone, moved } = await this.data.refresh(runIds, new Set(this.#watched()));
    this.changedRuns.set([...runIds]);
    if (gone.length > 0) {
      this.change({ selected: this.#state.selected.filter((id) => !gone.includes(id)) });
    }
    if (moved) {
      // Who has gone leaves at once; who is new waits for the next ordering.
      const { lines, groups } = this.arrangement;
      this.arrangement = { lines: lines.filter((line) => line < 0 || this.data.runs.listed[line] === 1), groups };
      this.#wantColors();
    }
    this.changed();
    return moved;
  }

  /** What someone asked for is done at once, or as soon as the values that it needs are in. */
  #order(): void {
    this.#awaitsValues = !this.#orderedBy().every((id) => this.data.isFresh(id));
    if (!this.#awaitsValues) {
      this.#rearrange();
    }
  }

  #orderedBy(): string[] {
    const { groupBy } = this.#state;
    return [...this.sort.map(({ id }) => id), ...(groupBy === undefined ? [] : [columnId({ kind: 'param', key: groupBy })])];
  }

  #valuesArrived(ids: readonly string[]): void {
    const orderedBy = this.#orderedBy();
    if (this.#awaitsValues) {
      this.#order();
    } else if (ids.some((id) => orderedBy.includes(id))) {
      this.#live.ordered();
    }
    // What was read ahead is not on screen.
    const needed = this.#needed();
    if (ids.some((id) => needed.includes(id))) {
      this.changed();
    }
    this.#ahead.goOn();
  }

  /** Columns of the table that scrolling across brings up, in their order. */
  #columnsAhead(): string[] {
    const hidden = hiddenAtFirst(this.data.columns);
    const ids = (kind: ColumnSummary['kind']): string[] => this.data.columns.filter((column) => column.kind === kind).map(columnId);
    return [...ids('param'), ...ids('metric')].filter((id) => !hidden.has(id));
  }

  #rearrange(): void {
    const { runs } = this.data;
    const { groupBy, onlySelected, folded } = this.#state;
    const group = groupBy === undefined ? undefined : this.data.values(columnId({ kind: 'param', key: groupBy }));
    const ticked = new Set(this.#state.selected);
    const rows = onlySelected === true ? Int32Array.from(this.#state.selected.flatMap((id) => runs.row(id) ?? [])) : runs.listedRows();
    this.arrangement = arrangeRows(onlySelected === true ? rows.filter((row) => ticked.has(runs.ids[row] ?? '')) : rows, runs.starts, orderKeys(this.data, this.sort), group && ((row) => group.text(row)), folded);
    this.changed();
  }

  /** Columns whose values something on the page shows or is ordered by. */
  #needed(): string[] {
    const { headline } = this;
    const known = new Set(this.data.columns.filter(({ kind }) => kind === 'param').map(({ key }) => key));
    return [
      ...this.#orderedBy(), ...(headline === undefined ? [] : [columnId({ kind: 'metric', key: headline })]), ...this.#onScreen, ...this.#alsoNeeded, ...differingParams(this),
      ...EPOCH_PARAMS.filter((key) => known.has(key)).map((key) => columnId({ kind: 'param', key })),
    ];
  }

  #selectionOf({ experiment_ids: experiments, filter }: ViewState): { experiment_ids: string[]; filter?: string } {
    return { experiment_ids: [...experiments], ...(filter.trim() === '' ? {} : { filter }) };
  }

  #wantColors(): void {
    const { runs } = this.data;
    const listed = runs.listedRows();
    const near = listed.length <= COLORED ? [...arrangeRows(listed, runs.starts, []).lines].map((row) => runs.ids[row] ?? '') : [];
    const reading = this.#colors.want([...new Set([...near, ...this.#watched()])]);
    if (reading !== undefined) {
      this.tell(reading);
    }
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
