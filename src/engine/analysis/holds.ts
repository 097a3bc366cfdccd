/** What a column of a data file holds, whatever its file calls it. */
export type Holds = 'float' | 'whole' | 'boolean' | 'text' | 'time' | 'other';

/** @param type as DuckDB names it: `BIGINT`, `DECIMAL(18,3)`, `VARCHAR[]`, `TIMESTAMP WITH TIME ZONE` */
export function holdsOf(type: string): Holds {
  if (/[[(].*\]$|^(STRUCT|MAP|UNION)\b/.test(type)) {
    return 'other';
  }
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) {
    return 'whole';
  }
  if (/^(FLOAT|DOUBLE|DECIMAL\b.*)$/.test(type)) {
    return 'float';
  }
  if (/^(VARCHAR|UUID|ENUM\b.*)$/.test(type)) {
    return 'text';
  }
  if (/^(DATE|TIME\b.*|TIMESTAMP.*|INTERVAL)$/.test(type)) {
    return 'time';
  }
  return type === 'BOOLEAN' ? 'boolean' : 'other';
}

/** Whether a column can be read as numbers. */
export function holdsNumbers(holds: Holds | undefined): boolean {
  return holds === 'float' || holds === 'whole' || holds === 'boolean';
}
