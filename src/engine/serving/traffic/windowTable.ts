/** The rows that were answered in a span of time, as a table: those of segments, and of lines that wait to be sealed. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ModelSignature } from '../../../protocol/modelContents';
import { column, literals } from '../../analysis/sqlText';
import { linesSource, rowsQuery, shapeOf, shapeQuery } from './lineRows';
import { longestOf, type TrafficPaths } from './trafficFiles';

/** All that was ever answered, Unix ms. */
export const ALL_TIMES = { from: 0, to: 8_640_000_000_000_000 } as const;

/** Names of its columns, without `input_` and `output_`. */
export interface WindowTable { readonly inputs: readonly string[]; readonly outputs: readonly string[] }

/**
 * Makes a table of the rows that were scored and whose answer somebody got: copies for a shadow are not among them. Its columns are those
 * of a segment (seal.ts).
 * @param from Unix ms @param to Unix ms, not part of it
 * @param signatures of the versions that answered, as far as they are known
 * @throws Error in DuckDB's words
 */
export async function makeWindowTable(connection: DuckDBConnection, table: string, { segments, lines }: TrafficPaths, { from, to }: { readonly from: number; readonly to: number }, signatures: readonly (ModelSignature | null)[]): Promise<WindowTable> {
  const answered = `"row" IS NOT NULL AND coalesce(role, '') <> 'shadow'`;
  const parts = segments.length === 0 ? [] : [`SELECT * FROM read_parquet(${literals(segments)}, union_by_name = true) WHERE time >= make_timestamp_ms(${from}) AND time < make_timestamp_ms(${to}) AND ${answered}`];
  if (lines.length > 0) {
    const longest = await longestOf(lines);
    // Read once, and for two questions.
    await connection.run(`CREATE OR REPLACE TEMP TABLE window_lines AS SELECT * FROM ${linesSource(lines, longest)} WHERE time >= ${from} AND time < ${to} AND rows > 0 AND outputs IS NOT NULL AND coalesce(role, '') <> 'shadow'`);
    const shape = shapeOf((await connection.runAndReadAll(shapeQuery('window_lines'))).getRowsJS()[0] ?? []);
    if (shape.requests > 0) {
      parts.push(rowsQuery('window_lines', { ...shape, long: `${shape.inputs}${shape.outputs}`.includes('UBIGINT'), signatures }));
    }
  }
  const none = 'SELECT NULL::VARCHAR AS id, NULL::INTEGER AS "row", NULL::TIMESTAMP_MS AS time, NULL::VARCHAR AS model, NULL::VARCHAR AS version, NULL::VARCHAR AS role, NULL::VARCHAR AS key, NULL::VARCHAR AS prediction WHERE false';
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${column(table)} AS ${parts.length === 0 ? none : parts.join(' UNION ALL BY NAME ')}`);
  const names = (await connection.runAndReadAll(`DESCRIBE ${column(table)}`)).getRows().map(([name]) => String(name));
  const of = (side: string): string[] => names.filter((name) => name.startsWith(side)).map((name) => name.slice(side.length));
  return { inputs: of('input_'), outputs: of('output_') };
}
