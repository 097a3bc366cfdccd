/** Which columns the table does not show by itself. */
import type { ColumnSummary } from '../../src/protocol/table';
import { columnId } from './columnId';

/** Columns that someone has to ask for: tags, and what the system measured. */
export function hiddenAtFirst(columns: readonly ColumnSummary[]): ReadonlySet<string> {
  return new Set(['run:duration', ...columns.filter(({ kind, key }) => kind === 'tag' || (kind === 'metric' && key.startsWith('system/'))).map(columnId)]);
}
