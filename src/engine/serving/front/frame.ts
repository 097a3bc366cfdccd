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

/** @throws Error when rows have more values than there are names, or two columns the same */
export function tableOfRows(names: readonly string[] | undefined, rows: readonly unknown[]): Table {
  const width = names?.length ?? rows.reduce<number>((most, row) => Math.max(most, Array.isArray(row) ? row.length : 1), 0);
  const columns = new Map<string, unknown[]>();
  for (let column = 0; column < width; column += 1) {
    columns.set(names?.[column] ?? String(column), columnOf(rows, column));
  }
  if (columns.size < width) {
    throw new Error(`a column is there more than once: ${names?.find((name, at) => names.indexOf(name) !== at)}`);
  }
  rows.forEach((row, at) => {
    if (Array.isArray(row) && row.length > width) {
      throw new Error(`${width} columns passed, passed data had ${row.length} columns (row ${at})`);
    }
  });
  return { kind: 'table', positional: names === undefined, rows: rows.length, columns };
}

/** Row after row is read once per column: lists of one kind of value stay such, which is much quicker than filling holes. */
function columnOf(rows: readonly unknown[], column: number): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    values.push(Array.isArray(row) ? (column < row.length ? row[column] : null) : column === 0 ? row : null);
  }
  return values;
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
