/** Rows of traffic as a data file. */
import { rename, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { confined } from '../../analysis/confined';
import { column, literal } from '../../analysis/sqlText';
import { truthsOf, whileItMoves } from '../../serving/traffic/qualityQuery';
import { trafficPaths, type TrafficPaths } from '../../serving/traffic/trafficFiles';
import { makeWindowTable } from '../../serving/traffic/windowTable';
import type { KeepAsk } from './ask';

/**
 * Writes the inputs of the first rows of a window, with their answers where these are asked for; or of its latest labelled ones, with their truths. The file is there whole or not at all.
 * @returns how many rows there were
 * @throws Error in DuckDB's words
 */
export function keepWindow({ watched, window, rows, label, answers, to }: KeepAsk): Promise<{ readonly rows: number }> {
  return whileItMoves(watched.folder, async () => {
    const paths = trafficPaths(watched.folder);
    const draft = `${to}.tmp`;
    try {
      const kept = await confined([...paths.segments, ...paths.lines, ...paths.feedback], draft, async (connection) => {
        const { inputs } = await makeWindowTable(connection, 'traffic', paths, window, watched.signatures);
        if (inputs.length === 0) {
          return 0;
        }
        const names = inputs.map((name) => `traffic.${column(`input_${name}`)} AS ${column(name)}`);
        const more = [...(label === undefined ? [] : [`${await labelled(connection, paths)} AS ${column(label)}`]), ...(answers === undefined ? [] : [`${await typed(connection, 'traffic', "(prediction->>'$')")} AS ${column(answers)}`])];
        const reader = await connection.runAndReadAll(`COPY (SELECT ${[...names, ...more].join(', ')}
          FROM traffic ${label === undefined ? '' : 'JOIN truths USING (id, "row")'} ORDER BY time ${label === undefined ? '' : 'DESC'}, id, "row" LIMIT ${rows}) TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
        return Number(reader.getRowsJS()[0]?.[0]);
      });
      if (kept > 0) {
        await rename(draft, to);
      }
      return { rows: kept };
    } finally {
      await rm(draft, { force: true });
    }
  });
}

/** Makes a table of the truths. @returns SQL of their values: numbers where all of them are numbers */
async function labelled(connection: DuckDBConnection, { feedback }: TrafficPaths): Promise<string> {
  const truths = truthsOf({ files: [], predictions: 'traffic', feedback }, { ids: 'TRUE', keys: 'TRUE' });
  await connection.run(`CREATE OR REPLACE TEMP TABLE truths AS SELECT id, "row", truth->>'$' AS truth FROM ${truths}`);
  return typed(connection, 'truths', 'truths.truth');
}

/** @returns SQL of texts: as numbers where all of them are numbers */
async function typed(connection: DuckDBConnection, table: string, text: string): Promise<string> {
  const [whole, number] = (await connection.runAndReadAll(`SELECT bool_and(TRY_CAST(${text} AS BIGINT) IS NOT NULL AND NOT contains(${text}, '.')), bool_and(TRY_CAST(${text} AS DOUBLE) IS NOT NULL) FROM ${table}`)).getRows()[0] ?? [];
  return `${text}${whole === true ? '::BIGINT' : number === true ? '::DOUBLE' : ''}`;
}
