/** What a column is taken for, when it is described, checked and compared. */
import type { ColumnType } from '../../protocol/drift';
import type { Holds } from '../analysis/holds';

/** Facts about a column, cleaned. */
export interface ColumnFacts {
  readonly holds: Holds;
  /** rows with a value */
  readonly rows: number;
  /** distinct values; counting may stop above `INTEGER_CATEGORIES` for numbers */
  readonly distinct: number;
  /** rows without a value */
  readonly missing: number;
}

/** Evidently's INTEGER_CARDINALITY_LIMIT. */
export const INTEGER_CATEGORIES = 10;
/** Texts of which more than this share are distinct are no categories. */
const TEXT_SHARE = 0.5;

/**
 * As Evidently infers it from the current data as pandas reads them (core/datasets.py, infer_column_type): whole numbers with at most 10
 * values are categories, and pandas holds whole numbers with gaps as floats, which never are. Where Evidently drops a column we judge it:
 * unsigned and nullable whole numbers, booleans with gaps, decimals. Times in CSV are strings to pandas and, being nearly all distinct,
 * texts; here they are times, which no method compares.
 */
export function columnType({ holds, rows, distinct, missing }: ColumnFacts): ColumnType {
  switch (holds) {
    case 'float': return 'num';
    case 'whole': return missing === 0 && distinct <= INTEGER_CATEGORIES ? 'cat' : 'num';
    case 'boolean': return 'cat';
    case 'text': return distinct > rows * TEXT_SHARE ? 'text' : 'cat';
    case 'time': return 'datetime';
    case 'other': return 'unknown';
  }
}
