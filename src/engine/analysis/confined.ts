/** DuckDB, shut in: it reads the files that an ask names, writes where an ask says, and fetches nothing. */
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literals } from './sqlText';

/** A query that needs more fails: the machine is also there for training. Nothing is spilled to the disk, unless the ask has a folder for it. */
const MEMORY = '1GB';
/** Of the disk, where there is a folder to spill to. */
const MOST_SPILLED = '20GB';
/** Both cores of a small machine; more would take them from what is served. */
const THREADS = '2';

/**
 * Opens a database in memory for one ask, and closes it when `work` is done.
 * @param reads absolute paths of files
 * @param writes absolute path of a file that may be made
 * @param spill absolute path of a folder that may be made and used in place of memory; its owner removes it
 */
export async function confined<T>(reads: readonly string[], writes: string | undefined, work: (connection: DuckDBConnection) => Promise<T>, spill = ''): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', memory_limit: MEMORY, threads: THREADS, temp_directory: spill, ...(spill === '' ? {} : { max_temp_directory_size: MOST_SPILLED }) });
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
