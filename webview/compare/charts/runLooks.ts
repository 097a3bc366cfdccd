/** How runs look in charts, and which of their values the charts take. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChartGroup } from '../../charts/chartGroup';
import { fieldOf, type Field } from '../../charts/fields';
import { looksOf, type RunLook } from '../../charts/runLook';
import { columnId } from '../columnId';
import type { Comparison } from '../comparison';
import { conditionOfRow } from '../condition';

/** The same array while no run looks different. */
export function useLooks(comparison: Comparison, runIds: readonly string[]): readonly RunLook[] {
  const version = comparison.version.value;
  const looks = useMemo(() => looksOf(runIds.flatMap((id) => {
    const row = comparison.data.runs.row(id);
    return row === undefined ? [] : [{
      run_id: id, name: comparison.data.runs.names[row] ?? id, color: comparison.color(row) ?? 0,
      running: conditionOfRow(comparison.data.runs, row, Date.now()) === 'running', pinned: comparison.baseline === row,
    }];
  })), [runIds, version]);
  const [kept] = useState<{ looks: readonly RunLook[] }>({ looks: [] });
  if (!sameLooks(looks, kept.looks)) {
    kept.looks = looks;
  }
  return kept.looks;
}

/** Values of these columns for these runs, read when they are not there yet; columns without values yet are left out. */
export function useFields(comparison: Comparison, ids: readonly string[], runIds: readonly string[]): readonly Field[] {
  const key = JSON.stringify(ids);
  useEffect(() => comparison.needAlso(ids), [key, comparison.data.columns]);
  const version = comparison.version.value;
  return useMemo(() => {
    const { runs } = comparison.data;
    const rows = Int32Array.from(runIds.flatMap((id) => runs.row(id) ?? []));
    const numbers = Array.from(rows, (row) => runs.numbers[row] ?? -1);
    return ids.flatMap((id) => {
      const values = comparison.data.values(id);
      return values === undefined ? [] : [fieldOf(values.told(rows, runs), numbers)];
    });
  }, [key, runIds, version]);
}

/** What is hovered in the table lights up in the charts, and the other way round. */
export function useHoverTogether(comparison: Comparison, group: ChartGroup): void {
  useEffect(() => {
    const { runs } = comparison.data;
    const ends = [
      comparison.hovered.follow((row) => group.highlight(row === undefined ? undefined : runs.ids[row])),
      group.onHover((runId) => comparison.hovered.set(runId === undefined ? undefined : runs.row(runId))),
    ];
    return () => ends.forEach((end) => end());
  }, [comparison, group]);
}

/** Metrics that the table shows, in the order of its columns. */
export function metricKeys(comparison: Comparison): readonly string[] {
  const { headline } = comparison;
  const keys = shownKeys(comparison, 'metric');
  return headline !== undefined && keys.includes(headline) ? [headline, ...keys.filter((key) => key !== headline)] : keys;
}

/** Keys of a kind that the table shows. */
export function shownKeys(comparison: Comparison, kind: 'param' | 'metric'): readonly string[] {
  const { shown } = comparison.state.columns;
  return comparison.data.columns.filter((column) => column.kind === kind && (shown[columnId(column)] ?? !column.key.startsWith('system/'))).map(({ key }) => key);
}

function sameLooks(a: readonly RunLook[], b: readonly RunLook[]): boolean {
  return a.length === b.length && a.every((look, index) => {
    const other = b[index];
    return other !== undefined && look.run_id === other.run_id && look.name === other.name && look.color === other.color && look.running === other.running && look.pinned === other.pinned;
  });
}
