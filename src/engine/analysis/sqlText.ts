/** Names and texts as they stand in SQL. */

/** @returns a text literal */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** @returns a list of text literals */
export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`;
}

/** @returns the name of a column, whatever stands in it */
export function column(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
