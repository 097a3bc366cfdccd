/** Which params tell runs apart. */
import type { ColumnSummary } from '../../src/protocol/table';

/** Whether the runs do not all have the same value of it. A run without the param differs from one that has it. */
export function differs(column: ColumnSummary, runs: number): boolean {
  return column.distinct > 1 || (column.runs > 0 && column.runs < runs);
}
