/** Drift between any two tables of a database: a view, or a SELECT in parentheses, is one too. */
import type { DriftComparison, DriftOptions } from '../../../protocol/drift';
import { compareSides } from './compareSides';
import { tableSide } from './dataSide';
import type { Tables } from './dataTable';
import type { Python } from './textLearner';

/**
 * @param tables as `openTable` and `describeTable` make them
 * @param tell is told how many of how many columns are done, now and then
 * @param python compares the content of texts, where there is one
 * @throws DriftRefused for what was asked wrongly; Error in DuckDB's words
 */
export async function compareTables({ connection, reference, current }: Tables, options: DriftOptions, tell: (done: number, of: number) => void, python?: Python): Promise<DriftComparison> {
  return compareSides({ reference: tableSide(connection, reference), current: tableSide(connection, current) }, options, tell, python);
}
