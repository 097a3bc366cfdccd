/** Answers of a classifier with how sure it was of each, from a table of traffic. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { column, literal } from '../../analysis/sqlText';
import type { Scored } from '../estimation/scoredRows';
import { classCodes } from '../quality/classNames';
import type { Classifier } from './ask';

/** Answers in the order of their requests and rows. */
export interface ScoredAnswers extends Scored {
  /** id of the request and number of the row */
  readonly places: readonly { readonly id: string; readonly row: number }[];
}

/**
 * @param table as `makeWindowTable` makes it
 * @returns undefined where no answer of this version came with probabilities
 */
export async function scoredAnswers(connection: DuckDBConnection, table: string, outputs: readonly string[], { model, version, probabilities, classes }: Classifier): Promise<ScoredAnswers | undefined> {
  const name = `${probabilities}_list`;
  if (!outputs.includes(name)) {
    return undefined;
  }
  const reader = await connection.runAndReadAll(`SELECT id, "row", prediction->>'$', ${column(`output_${name}`)}::DOUBLE[] FROM ${table}
    WHERE model = ${literal(model)} AND version = ${literal(version)} AND ${column(`output_${name}`)} IS NOT NULL ORDER BY time, id, "row"`);
  const rows = reader.getRowsJS() as [string, number, string | null, number[]][];
  if (rows.length === 0) {
    return undefined;
  }
  const code = classCodes(classes);
  return {
    places: rows.map(([id, row]) => ({ id, row: Number(row) })),
    predicted: Int32Array.from(rows, ([, , answer]) => code(answer)),
    probabilities: classes.map((_, at) => Float64Array.from(rows, ([, , , given]) => given[at] ?? Number.NaN)),
  };
}
