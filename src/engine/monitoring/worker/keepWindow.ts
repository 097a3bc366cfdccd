/** Rows of traffic as a data file. */
import { rename, rm } from 'node:fs/promises';
import { confined } from '../../analysis/confined';
import { column, literal } from '../../analysis/sqlText';
import { whileItMoves } from '../../serving/traffic/qualityQuery';
import { makeWindowTable, trafficPaths } from '../../serving/traffic/windowTable';
import type { KeepAsk } from './ask';

/**
 * Writes the inputs of the first rows of a window, which is there whole or not at all.
 * @returns how many rows there were
 * @throws Error in DuckDB's words
 */
export function keepWindow({ watched, window, rows, to }: KeepAsk): Promise<{ readonly rows: number }> {
  return whileItMoves(watched.folder, async () => {
    const paths = trafficPaths(watched.folder);
    const draft = `${to}.tmp`;
    try {
      const kept = await confined([...paths.segments, ...paths.lines], draft, async (connection) => {
        const { inputs } = await makeWindowTable(connection, 'traffic', paths, window, watched.signatures);
        if (inputs.length === 0) {
          return 0;
        }
        const names = inputs.map((name) => `${column(`input_${name}`)} AS ${column(name)}`).join(', ');
        const reader = await connection.runAndReadAll(`COPY (SELECT ${names} FROM traffic ORDER BY time, id, "row" LIMIT ${rows}) TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
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
