/** What a client sent, before the signature has been looked at. */

/** Columns by name. */
export interface Table {
  readonly kind: 'table';
  /** names were not sent: they are 0, 1, 2… */
  readonly positional: boolean;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>;
}

/** One array, nested as its dimensions are. */
export interface NestedArray {
  readonly kind: 'array';
  readonly value: unknown;
}

export type Frame = Table | NestedArray;

/** @throws Error when rows have more values than there are names */
export function tableOfRows(names: readonly string[] | undefined, rows: readonly unknown[]): Table {
  const width = names?.length ?? rows.reduce<number>((most, row) => Math.max(most, Array.isArray(row) ? row.length : 1), 0);
  const columns = Array.from({ length: width }, () => Array.from<unknown>({ length: rows.length }));
  rows.forEach((row, at) => {
    const values: readonly unknown[] = Array.isArray(row) ? row : [row];
    if (values.length > width) {
      throw new Error(`${width} columns passed, passed data had ${values.length} columns (row ${at})`);
    }
    for (let column = 0; column < width; column += 1) {
      (columns[column] as unknown[])[at] = column < values.length ? values[column] : null;
    }
  });
  return { kind: 'table', positional: names === undefined, rows: rows.length, columns: new Map(columns.map((values, at) => [names?.[at] ?? String(at), values])) };
}

/** Records as pandas reads them: a column for every key that any of them has, missing values are null. */
export function tableOfRecords(records: readonly Readonly<Record<string, unknown>>[]): Table {
  const columns = new Map<string, unknown[]>();
  records.forEach((record, at) => {
    for (const name of Object.keys(record)) {
      let column = columns.get(name);
      if (column === undefined) {
        column = Array.from<unknown>({ length: records.length }).fill(null);
        columns.set(name, column);
      }
      column[at] = record[name];
    }
  });
  return { kind: 'table', positional: false, rows: records.length, columns };
}
