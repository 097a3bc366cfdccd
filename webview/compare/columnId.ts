/** Ids of the table's columns: `run:name`, `param:lr`, `metric:val/auc`. */
import type { ColumnName } from '../../src/protocol/table';

export function columnId({ kind, key }: ColumnName): string {
  return `${kind}:${key}`;
}

/** @returns undefined for the columns that every run has (`run:…`) */
export function columnName(id: string): ColumnName | undefined {
  const at = id.indexOf(':');
  const kind = id.slice(0, at);
  return kind === 'param' || kind === 'metric' || kind === 'tag' ? { kind, key: id.slice(at + 1) } : undefined;
}
