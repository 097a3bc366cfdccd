/** Whether a data file is as a schema says: what `slipway validate` runs, in a bundle of its own (`dist/validate.js`), with no engine. */
import type { ValidationReport } from '../../protocol/dataSchema';
import { confined } from '../analysis/confined';
import { saysTypes } from '../analysis/dataFile';
import { openTable } from '../analysis/dataTable';
import { spilling } from './spilling';
import { type DataRules, type ValidateOptions, validateNothing, validateTable } from './validateTable';

/**
 * @param file absolute path: CSV, Parquet, JSON or Arrow
 * @param schema its name, and what it asks for
 * @throws DataRefused for what was asked wrongly; Error for a file that can't be read
 */
export async function validateFile(file: string, schema: { readonly name: string; readonly rules: DataRules }, options: Pick<ValidateOptions, 'columns'>): Promise<ValidationReport> {
  return spilling((spill) => confined([file], undefined, async (connection) => {
    const { rows, columns } = await openTable(connection, 'data', file);
    const violations = columns.size === 0 ? validateNothing(schema.rules, options) : await validateTable(connection, 'data', schema.rules, { ...options, typed: saysTypes(file) });
    return { path: file, schema: schema.name, rows, columns_checked: options.columns?.length ?? Object.keys(schema.rules.columns).length, valid: violations.length === 0, violations };
  }, spill));
}
