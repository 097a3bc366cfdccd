/** Rows of a data file with their true answers, as requests to a deployment. */
import { confined } from '../../analysis/confined';
import { column } from '../../analysis/sqlText';
import type { ModelSignature } from '../../../protocol/modelContents';
import { bodyOfRows, takesArray } from '../../serving/measuring/singleRows';
import { openTable } from '../drift/dataTable';
import type { LabelledRows, LabelledRowsAsk } from './ask';

/** More would not tell more: the sampling error of a share is below half a percent then. */
const MOST_ROWS = 10_000;
const ROWS_OF_REQUEST = 500;

/**
 * @returns every row that has a label, or 10,000 of them at equal distances
 * @throws Error in a sentence where the file can't be read, or has not the columns
 */
export async function labelledRows({ file, label, signature }: LabelledRowsAsk): Promise<LabelledRows> {
  return confined([file], undefined, async (connection) => {
    const table = await openTable(connection, 'reference', file);
    const features = featuresOf(signature, [...table.columns.keys()], label);
    const missing = [label, ...features].filter((name) => !table.columns.has(name));
    if (missing.length > 0) {
      throw new Error(`${table.called} has no column ${missing.map((name) => `"${name}"`).join(', ')}. It has: ${[...table.columns.keys()].slice(0, 50).join(', ')}.`);
    }
    const names = [label, ...features].map(column).join(', ');
    const reader = await connection.runAndReadAll(`SELECT ${names} FROM (SELECT *, row_number() OVER () - 1 AS place, count(*) OVER () AS rows FROM ${table.relation} WHERE ${column(label)} IS NOT NULL)
      WHERE rows <= ${MOST_ROWS} OR (place * ${MOST_ROWS}) // rows <> ((place - 1) * ${MOST_ROWS}) // rows ORDER BY place`);
    const rows = reader.getRowsJS();
    const bodies: string[] = [];
    for (let from = 0; from < rows.length; from += ROWS_OF_REQUEST) {
      bodies.push(bodyOfRows(features, rows.slice(from, from + ROWS_OF_REQUEST).map(([, ...values]) => values), signature));
    }
    return { bodies, rowsOfRequest: ROWS_OF_REQUEST, truths: rows.map(([truth]) => String(truth)) };
  });
}

function featuresOf(signature: ModelSignature | null, columns: readonly string[], label: string): readonly string[] {
  const inputs = signature?.inputs ?? [];
  return inputs.length === 0 || takesArray(signature) ? columns.filter((name) => name !== label) : inputs.filter(({ name, required }) => required || columns.includes(name)).map(({ name }) => name);
}
