/** A prepared column as categories: names of classes are compared as such, whatever a file holds them as. Pure. */
import type { PreparedColumn, PreparedReference } from './preparedReference';

/** @returns undefined where the reference has no such column, or one that holds no numbers, booleans or texts that could be counted */
export function asCategories({ columns, ...reference }: PreparedReference, name: string): PreparedReference | undefined {
  const column = columns.get(name);
  const counts = column === undefined ? undefined : column.numbers === undefined ? column.texts?.counts : countsOf(column.numbers.values, column.holds === 'boolean');
  return column === undefined || counts === undefined ? undefined : {
    ...reference, columns: new Map([[name, { holds: 'text', present: column.present, texts: { distinct: counts.size, counts, content: undefined } } satisfies PreparedColumn]]),
  };
}

/** @param values ascending */
function countsOf(values: Float64Array, boolean: boolean): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let from = 0; from < values.length;) {
    const value = values[from] as number;
    let to = from + 1;
    while (to < values.length && values[to] === value) {
      to += 1;
    }
    counts.set(boolean ? String(value === 1) : String(value), to - from);
    from = to;
  }
  return counts;
}
