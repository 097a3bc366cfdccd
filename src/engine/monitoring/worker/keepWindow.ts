/** Rows of traffic as a data file. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { column, literal } from '../../analysis/sqlText';
import { truthsOf } from '../../serving/traffic/qualityQuery';
import type { KeepAsk } from './ask';
import { fileOfTraffic, type TrafficTable } from './overTraffic';

/**
 * Writes the inputs of the first rows of a window, with their answers where these are asked for; or of its latest labelled ones, with their truths. The file is there whole or not at all.
 * @returns how many rows there were
 * @throws Error in DuckDB's words
 */
export function keepWindow({ watched, window, rows, label, answers, to }: KeepAsk): Promise<{ readonly rows: number }> {
  return fileOfTraffic(watched, window, to, async (traffic, draft) => {
    const { connection, inputs } = traffic;
    if (inputs.length === 0) {
      return { rows: 0 };
    }
    const names = inputs.map((name) => `traffic.${column(`input_${name}`)} AS ${column(name)}`);
    const more = [...(label === undefined ? [] : [`${await labelled(traffic)} AS ${column(label)}`]), ...(answers === undefined ? [] : [`${await typed(connection, 'traffic', "(prediction->>'$')")} AS ${column(answers)}`])];
    const reader = await connection.runAndReadAll(`COPY (SELECT ${[...names, ...more].join(', ')}
      FROM traffic ${label === undefined ? '' : 'JOIN truths USING (id, "row")'} ORDER BY time ${label === undefined ? '' : 'DESC'}, id, "row" LIMIT ${rows}) TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
    return { rows: Number(reader.getRowsJS()[0]?.[0]) };
  });
}

/** Makes a table of the truths. @returns SQL of their values: numbers where all of them are numbers */
async function labelled({ connection, source }: TrafficTable): Promise<string> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE truths AS SELECT id, "row", truth->>'$' AS truth FROM ${truthsOf(source, { ids: 'TRUE', keys: 'TRUE' })}`);
  return typed(connection, 'truths', 'truths.truth');
}

/** @returns SQL of texts: as numbers where all of them are numbers */
async function typed(connection: DuckDBConnection, table: string, text: string): Promise<string> {
  const [whole, number] = (await connection.runAndReadAll(`SELECT bool_and(TRY_CAST(${text} AS BIGINT) IS NOT NULL AND NOT contains(${text}, '.')), bool_and(TRY_CAST(${text} AS DOUBLE) IS NOT NULL) FROM ${table}`)).getRows()[0] ?? [];
  return `${text}${whole === true ? '::BIGINT' : number === true ? '::DOUBLE' : ''}`;
}
