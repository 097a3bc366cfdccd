/** A table over many runs: its rows, what columns there are, and the values of some of them, as JSON text in pieces. */
import type { ColumnName, RunSelection, TableValuesRequest } from '../../../protocol/table';
import type { Database } from '../../database/open';
import { invalid } from '../../mlflowErrors';
import type { ExperimentService } from '../experimentService';
import type { RunSearchService } from '../runSearchService';
import type { Stores } from '../stores';
import { experimentNumber } from '../validation';
import { ColumnFold } from './columnSummary';
import { MetricColumn, TextColumn } from './columnValues';
import { Pace } from './pace';
import { RowColumns } from './rowColumns';
import { type SelectedRun, SelectionStore } from './selectionStore';
import { type Column, type Kind, MOST_COLUMNS, TableStore } from './tableStore';

const MOST_EXPERIMENTS = 100;
const MOST_NAMED = 20_000;
const MOST_ASKED = 200;
/** Runs of which texts are told whole: those of very many would not fit into memory. */
const MOST_WHOLE = 2_000;
/** Whole texts that are held at once. */
const TEXTS_HELD = 4_000;
const DEFAULT_RUNS = 20_000;
/** Runs per statement where a whole run is read. */
const RUNS_PIECE = 250;
/** Cells per statement where some columns are read. */
const CELLS_PIECE = 4_000;
/** Cells that stand in memory at once. */
const CELLS_HELD = 1_000_000;
/** No name has this number. */
const NOWHERE = -1;
const KINDS: readonly Kind[] = ['param', 'metric', 'tag'];

interface Selected { readonly total: number; readonly numbers: readonly number[] }
/** Looks the runs up, newest first, those that are cut off by `max_runs` only counted. */
type Select = (pace: Pace) => Promise<Selected>;

export class TableService {
  readonly #store: TableStore;
  readonly #selection: SelectionStore;

  constructor(database: Database, private readonly stores: Stores, private readonly search: RunSearchService, private readonly experiments: ExperimentService) {
    this.#store = new TableStore(database.sqlite);
    this.#selection = new SelectionStore(database.sqlite);
  }

  /**
   * `TableRuns`, newest run first.
   * @throws RESOURCE_DOES_NOT_EXIST for an unknown experiment; INVALID_PARAMETER_VALUE for a wrong filter or too many of anything
   */
  runs(request: RunSelection): AsyncGenerator<string> {
    return this.#runs(this.#select(request));
  }

  /** `{columns: ColumnSummary[]}`. @throws as `runs` */
  columns(request: RunSelection): AsyncGenerator<string> {
    return this.#columns(this.#select(request));
  }

  /** `{columns: ColumnValues[]}`; a key that nothing was logged under has no values. @throws as `runs` */
  values({ selection, columns, whole }: TableValuesRequest): AsyncGenerator<string> {
    if (columns.length === 0 || columns.length > MOST_ASKED) {
      throw invalid(`The values of at least one and at most ${MOST_ASKED} columns can be asked for at once. Received ${columns.length} columns.`);
    }
    if (whole === true && (selection.run_ids?.length ?? Infinity) > MOST_WHOLE) {
      throw invalid(`Whole texts are told of named runs, at most ${MOST_WHOLE} at once. Ask for some of the runs, then for others.`);
    }
    return this.#values(this.#select(selection), columns, whole === true);
  }

  #select(request: RunSelection): Select {
    const { experiment_ids: ids, run_ids: named, max_runs: most = DEFAULT_RUNS } = request;
    if (ids.length === 0 || ids.length > MOST_EXPERIMENTS) {
      throw invalid(`A table is over at least one and at most ${MOST_EXPERIMENTS} experiments. Received ${ids.length} experiment_ids.`);
    }
    if (named !== undefined && named.length > MOST_NAMED) {
      throw invalid(`At most ${MOST_NAMED} runs can be named. Received ${named.length} run_ids.`);
    }
    const experiments = ids.map((id) => experimentNumber(this.experiments.get(id).experiment_id));
    const { where } = this.search.compile({ filter: request.filter }, { experiments, view: request.view ?? 'active' });
    const pieces = named === undefined ? this.#selection.among(experiments, where) : this.#selection.named(named, where);
    return async (pace) => {
      const found: SelectedRun[] = [];
      for (const piece of pieces()) {
        found.push(...piece);
        await pace.pause();
      }
      found.sort((a, b) => b[1] - a[1] || b[0] - a[0]);
      return { total: found.length, numbers: found.slice(0, most).map(([number]) => number) };
    };
  }

  async *#runs(select: Select): AsyncGenerator<string> {
    const pace = new Pace();
    const { total, numbers } = await select(pace);
    const systemKeys = this.#store.systemKeys();
    const columns = new RowColumns();
    for (let at = 0; at < numbers.length; at += RUNS_PIECE) {
      columns.add(this.#store.rows(numbers.slice(at, at + RUNS_PIECE), systemKeys));
      await pace.pause();
    }
    let opening = `{"total":${total},"runs":{`;
    for (const [name, values] of Object.entries(columns.arrays)) {
      yield `${opening}"${name}":${JSON.stringify(values)}`;
      opening = ',';
      await pace.pause();
    }
    yield '}}';
  }

  async *#columns(select: Select): AsyncGenerator<string> {
    const pace = new Pace();
    const { numbers } = await select(pace);
    const ascending = numbers.toSorted((a, b) => a - b);
    let opening = '{"columns":[';
    for (const kind of KINDS) {
      const folds = await this.#folds(kind, ascending, pace);
      const named = [...folds].map(([key, fold]) => ({ key: this.stores.names.text(key), fold }));
      named.sort((a, b) => b.fold.runs - a.fold.runs || (a.key < b.key ? -1 : 1));
      for (const { key, fold } of named) {
        yield opening + JSON.stringify({ kind, key, runs: fold.runs, distinct: fold.distinct, numeric: fold.numeric, ...fold.range });
        opening = ',';
      }
    }
    yield opening === ',' ? ']}' : `${opening}]}`;
  }

  async #folds(kind: Kind, numbers: readonly number[], pace: Pace): Promise<Map<number, ColumnFold>> {
    const folds = new Map<number, ColumnFold>();
    for (let at = 0; at < numbers.length; at += RUNS_PIECE) {
      const { keys, values } = this.#store.cells(kind, numbers.slice(at, at + RUNS_PIECE));
      for (let index = 0; index < keys.length; index += 1) {
        const key = keys[index] as number;
        let fold = folds.get(key);
        if (fold === undefined) {
          fold = new ColumnFold();
          folds.set(key, fold);
        }
        const value = values[index] as string | number | null;
        if (typeof value === 'string') {
          fold.addText(value);
        } else {
          fold.addNumber(value);
        }
      }
      await pace.pause();
    }
    return folds;
  }

  async *#values(select: Select, asked: readonly ColumnName[], whole: boolean): AsyncGenerator<string> {
    const pace = new Pace();
    const { numbers } = await select(pace);
    const ascending = numbers.toSorted((a, b) => a - b);
    const atOnce = Math.max(1, Math.min(MOST_COLUMNS, Math.floor((whole ? TEXTS_HELD : CELLS_HELD) / Math.max(1, ascending.length))));
    let opening = '{"columns":[';
    for (let at = 0; at < asked.length; at += atOnce) {
      const names = asked.slice(at, at + atOnce);
      const columns = names.map(({ kind, key }): Column => ({ kind, key: this.stores.names.find(key) ?? NOWHERE }));
      const filled = names.map(({ kind }) => (kind === 'metric' ? new MetricColumn() : new TextColumn(whole)));
      const pivot = this.#store.pivot(columns, whole);
      const runsPiece = Math.max(1, Math.floor(CELLS_PIECE / columns.length));
      for (let run = 0; run < ascending.length; run += runsPiece) {
        for (const row of pivot(ascending.slice(run, run + runsPiece))) {
          let place = 1;
          for (const column of filled) {
            place = column.take(row, place);
          }
        }
        await pace.pause();
      }
      for (const [index, column] of filled.entries()) {
        const { kind, key } = names[index] as ColumnName;
        yield `${opening}{"kind":"${kind}","key":${JSON.stringify(key)},${column.json()}}`;
        opening = ',';
        await pace.pause();
      }
    }
    yield ']}';
  }
}
