/** How each column did over the windows. Pure. */
import type { DriftColumn } from '../../src/protocol/drift';
import type { MonitoredWindow } from '../../src/protocol/monitors';
import { severityOf } from '../../src/wording/monitorText';

/** One window of a column: 1 is the threshold; null: it was not judged there. */
export interface HistoryPoint { readonly severity: number | null; readonly drifted: boolean }

export interface ColumnHistory {
  /** one for each window, oldest first */
  readonly points: readonly HistoryPoint[];
  /** end of the first window of those without a break that drift up to the last one, Unix ms; undefined: the last one does not */
  readonly since: number | undefined;
}

/** What was found of columns in a window, and when it ended. */
export interface FoundColumns extends Pick<MonitoredWindow, 'to'> { readonly columns: readonly Pick<DriftColumn, 'name' | 'score' | 'threshold' | 'measure' | 'drifted'>[] }

const NOTHING: HistoryPoint = { severity: null, drifted: false };

/** @param windows oldest first, up to the one that is looked at */
export function columnHistories(windows: readonly FoundColumns[]): ReadonlyMap<string, ColumnHistory> {
  const points = new Map<string, HistoryPoint[]>();
  const since = new Map<string, number | undefined>();
  windows.forEach(({ columns, to }, at) => {
    for (const column of columns) {
      const own = points.get(column.name) ?? [];
      points.set(column.name, own);
      while (own.length < at) {
        own.push(NOTHING);
      }
      own.push({ severity: severityOf(column), drifted: column.drifted === true });
      if (column.drifted === true) {
        since.set(column.name, since.get(column.name) ?? to);
      } else if (column.drifted === false) {
        since.delete(column.name);
      }
    }
  });
  return new Map([...points].map(([name, own]) => [name, { points: [...own, ...Array.from({ length: windows.length - own.length }, () => NOTHING)], since: since.get(name) }]));
}
