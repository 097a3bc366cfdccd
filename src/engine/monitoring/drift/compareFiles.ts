/** Drift between two data files: what `slipway drift` runs, in a bundle of its own (`dist/drift.js`), with no engine. */
import type { DriftOptions, DriftReport } from '../../../protocol/drift';
import { confined } from '../../analysis/confined';
import { compareTables } from './compareTables';
import { openTable } from './dataTable';
import type { Python } from './textLearner';

/**
 * @param files absolute paths: CSV, Parquet, JSON or Arrow
 * @param tell is told how many of how many columns are done, now and then
 * @param python compares the content of texts, where there is one
 * @throws DriftRefused and DataRefused for what was asked wrongly; Error for a file that can't be read
 */
export async function compareFiles(files: { readonly reference: string; readonly current: string }, options: DriftOptions, tell: (done: number, of: number) => void, python?: Python): Promise<DriftReport> {
  return confined([files.reference, files.current], undefined, async (connection) => {
    const tables = { connection, reference: await openTable(connection, 'reference', files.reference), current: await openTable(connection, 'current', files.current) };
    const comparison = await compareTables(tables, options, tell, python);
    return { reference: { path: files.reference, rows: tables.reference.rows }, current: { path: files.current, rows: tables.current.rows }, ...comparison };
  });
}
