/** From rows to the lines of the table: ordered by several keys, in groups where a param makes them. */
import { lineOfGroup } from '../ui/table/gridColumn';
import { orderRows, type OrderKey } from '../ui/table/rowOrder';

export interface RowGroup {
  /** the param's value; undefined for runs that have none */
  readonly value: string | undefined;
  readonly rows: Int32Array;
  readonly folded: boolean;
}
export interface Arrangement {
  /** rows in order; without those of folded groups, with a line for each group's head */
  readonly lines: Int32Array;
  readonly groups: readonly RowGroup[];
}

/**
 * @param starts Unix ms per row: newest first where nothing else decides
 * @param groupOf value that a row is grouped by; undefined where nothing groups
 */
export function arrangeRows(
  rows: Int32Array, starts: readonly number[], keys: readonly OrderKey[], groupOf?: (row: number) => string | undefined, folded: readonly string[] = [],
): Arrangement {
  const newestFirst = orderRows(rows, [{ ranks: Float64Array.from(starts), descending: true }]);
  const ordered = orderRows(newestFirst, keys);
  if (groupOf === undefined) {
    return { lines: ordered, groups: [] };
  }
  // A group stands where its first run would: sorted by a metric, the group of the best comes first.
  const members = new Map<string | undefined, number[]>();
  for (const row of ordered) {
    const value = groupOf(row);
    const group = members.get(value);
    if (group === undefined) {
      members.set(value, [row]);
    } else {
      group.push(row);
    }
  }
  const groups = [...members].map(([value, list]): RowGroup => ({ value, rows: Int32Array.from(list), folded: folded.includes(value ?? '') }));
  const lines = groups.flatMap((group, index) => [lineOfGroup(index), ...(group.folded ? [] : group.rows)]);
  return { lines: Int32Array.from(lines), groups };
}
