/** DuckDB, shut in: it reads the files that an ask names, writes where an ask says, and fetches nothing. */
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literals } from './sqlText';

/** A query that needs more fails, with nothing spilled to the disk: the machine is also there for training. */
const MEMORY = '1GB';
/** Both cores of a small machine; more would take them from what is served. */
const THREADS = '2';

/**
 * Opens a database in memory for one ask, and closes it when `work` is done.
 * @param reads absolute paths of files
 * @param writes absolute path of a file that may be made
 */
export async function confined<T>(reads: readonly string[], writes: string | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', memory_limit: MEMORY, threads: THREADS, temp_directory: '' });
  try {
    const connection = await instance.connect();
    try {
      await connection.run(`SET allowed_paths = ${literals(reads.concat(writes ?? []).map((file) => path.resolve(file)))}`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
