/** Everything that is known of the listed runs, for files that other programs read: whole values of all columns, also of those not shown. */
import { layoutColumns } from '../ui/table/columnLayout';
import { columnId, columnName } from './columnId';
import type { Comparison } from './comparison';
import { conditionOfRow } from './condition';
import { hiddenAtFirst } from './hiddenColumns';
import { tableColumns } from './tableColumns';
import type { TextTable } from './tableText';
import { ValueColumn } from './valueColumn';

/** Columns per ask; the engine takes no more. */
const AT_ONCE = 200;
/** Runs per ask for whole texts; the engine takes no more. */
const RUNS_AT_ONCE = 2000;

/**
 * Titles as in the data frame of `mlflow.search_runs`: `run_id`, `params.depth`, `metrics.auc`, `tags.team`; columns that are shown come first,
 * in their order. Times are UTC in ISO 8601, metrics have all their digits, texts are whole.
 */
export async function wholeTable(comparison: Comparison): Promise<TextTable> {
  const { runs } = comparison.data;
  const rows = rowsToTell(comparison);
  const columns = columnsToTell(comparison);
  const values = await valuesOf(comparison, columns, rows);
  const experiments = new Map(comparison.experiments.map(({ experiment_id: id, name }) => [id, name]));
  const time = (at: number | null | undefined): string => at === null || at === undefined || at === 0 ? '' : new Date(at).toISOString();
  const now = Date.now();
  return {
    titles: ['run_id', 'experiment', 'run_name', 'state', 'start_time', 'end_time', ...columns.map((id) => id.replace(':', 's.'))],
    rows: rows.map((row) => [
      runs.ids[row] ?? '', experiments.get(runs.experiments[row] ?? '') ?? '', runs.names[row] ?? '', conditionOfRow(runs, row, now), time(runs.starts[row]), time(runs.ends[row]),
      ...columns.map((id) => textOf(values.get(id), row)),
    ]),
    numeric: [],
  };
}

/** In the order of the table; those in folded groups last. */
function rowsToTell(comparison: Comparison): readonly number[] {
  const shown = comparison.rowsOf(comparison.arrangement.lines);
  return comparison.state.onlySelected === true ? shown : [...new Set([...shown, ...comparison.data.runs.listedRows()])];
}

function columnsToTell(comparison: Comparison): readonly string[] {
  const { columns } = comparison.data;
  const own = tableColumns(comparison, { now: () => 0, isSelected: () => false, allSelected: () => 'none', scale: () => undefined });
  const shown = layoutColumns(own, comparison.state.columns, hiddenAtFirst(columns)).scrolling.map(({ id }) => id);
  return [...new Set([...shown, ...columns.map(columnId)])].filter((id) => columnName(id) !== undefined);
}

async function valuesOf(comparison: Comparison, ids: readonly string[], rows: readonly number[]): Promise<ReadonlyMap<string, ValueColumn>> {
  const { data, state } = comparison;
  const found = new Map<string, ValueColumn>();
  for (let run = 0; run < rows.length; run += RUNS_AT_ONCE) {
    const some = rows.slice(run, run + RUNS_AT_ONCE);
    const selection = { experiment_ids: [...state.experiment_ids], run_ids: some.map((row) => data.runs.ids[row] ?? '') };
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const columns = ids.slice(at, at + AT_ONCE).flatMap((id) => columnName(id) ?? []);
      for (const values of await comparison.host.ask('values', { selection, columns, whole: true })) {
        const column = found.get(columnId(values)) ?? new ValueColumn(values);
        column.put(values, some, data.runs);
        found.set(columnId(values), column);
      }
    }
  }
  return found;
}

/** Empty where the run has no value. */
function textOf(column: ValueColumn | undefined, row: number): string {
  return column === undefined || !column.has(row) ? '' : column.kind === 'metric' ? String(column.number(row)) : column.text(row) ?? '';
}
