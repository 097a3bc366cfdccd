/** The traffic of a window as a table that questions are asked of. */
import { rename, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { confined } from '../../analysis/confined';
import { type TrafficSource, whileItMoves } from '../../serving/traffic/qualityQuery';
import { trafficPaths } from '../../serving/traffic/trafficFiles';
import { makeWindowTable, type WindowTable } from '../../serving/traffic/windowTable';
import type { TimeSpan } from '../windows';
import type { Watched } from './ask';

export interface TrafficTable extends WindowTable {
  /** in which the rows of the window are the table `traffic` (serving/traffic/windowTable.ts) */
  readonly connection: DuckDBConnection;
  readonly window: TimeSpan;
  /** these rows, with what came true of them */
  readonly source: TrafficSource;
}

/**
 * Opens the table for one piece of work, once more where files were sealed or removed meanwhile.
 * @param writes absolute path of a file that the work may make
 * @throws Error in DuckDB's words
 */
export function overTraffic<T>({ folder, signatures }: Watched, window: TimeSpan, work: (traffic: TrafficTable) => Promise<T>, writes?: string): Promise<T> {
  return whileItMoves(folder, async () => {
    const paths = trafficPaths(folder);
    return confined([...paths.segments, ...paths.lines, ...paths.feedback], writes, async (connection) => {
      const table = await makeWindowTable(connection, 'traffic', paths, window, signatures);
      return work({ ...table, connection, window, source: { files: [], predictions: 'traffic', feedback: paths.feedback } });
    });
  });
}

/**
 * Makes a data file from it: there whole or not at all.
 * @param to absolute path; its folder is there
 * @param write given the path that it writes to
 * @returns what `write` did; no file is left where it had no rows
 * @throws Error in DuckDB's words
 */
export async function fileOfTraffic<T extends { readonly rows: number }>(watched: Watched, window: TimeSpan, to: string, write: (traffic: TrafficTable, draft: string) => Promise<T>): Promise<T> {
  const draft = `${to}.tmp`;
  try {
    const written = await overTraffic(watched, window, (traffic) => write(traffic, draft), draft);
    if (written.rows > 0) {
      await rename(draft, to);
    }
    return written;
  } finally {
    await rm(draft, { force: true });
  }
}
