/** Arrow's own files (streams, files, Feather) as a table of DuckDB, which reads none without a downloaded extension. A bundle of its own. */
import { open } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { DuckDBDataChunk } from '@duckdb/node-api';
import { CompressionType, compressionRegistry, RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow';
import { decompress as fromZstd } from 'fzstd';
import { decompress as fromLz4 } from 'lz4js';
import { arrowColumn, type ArrowColumn } from './arrowColumn';
import { column } from './sqlText';

/** Rows of one of DuckDB's chunks. */
const CHUNK = 2048;

/**
 * Reads batch by batch, so that only the table has to fit. Lists, structures and bytes become bytes: nothing is told of what they hold.
 * @param file absolute path
 */
export async function makeArrowTable(connection: DuckDBConnection, table: string, file: string): Promise<void> {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => Uint8Array.from(fromLz4(bytes)) });
  // Arrow looks at 64-bit values in place: they have to begin where such values may.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => fromZstd(bytes).slice() });
  const handle = await open(file);
  try {
    const reader = await RecordBatchReader.from(handle);
    await reader.open();
    const columns = columnsOf(reader.schema);
    await connection.run(`CREATE TABLE ${table} (${columns.map(({ name, type }) => `${column(name)} ${String(type)}`).join(', ')})`);
    const appender = await connection.createAppender(table);
    const types = columns.map(({ type }) => type);
    for await (const batch of reader) {
      for (let from = 0; from < batch.numRows; from += CHUNK) {
        appender.appendDataChunk(chunkOf(batch, from, columns, types));
      }
    }
    appender.flushSync();
    appender.closeSync();
  } finally {
    await handle.close();
  }
}

interface NamedColumn extends ArrowColumn { readonly name: string }

/** Names are made different, letter case aside, as DuckDB does with those of other files. */
function columnsOf(schema: Schema): NamedColumn[] {
  const taken = new Set<string>();
  return schema.fields.map(({ name, type }) => {
    let own = name;
    for (let again = 1; taken.has(own.toLowerCase()); again += 1) {
      own = `${name}_${again}`;
    }
    taken.add(own.toLowerCase());
    return { name: own, ...arrowColumn(type) };
  });
}

function chunkOf(batch: RecordBatch, from: number, columns: readonly NamedColumn[], types: readonly DuckDBType[]): DuckDBDataChunk {
  const rows = Math.min(CHUNK, batch.numRows - from);
  const chunk = DuckDBDataChunk.create(types, rows);
  for (const [at, { value }] of columns.entries()) {
    const vector = batch.getChildAt(at);
    chunk.setColumnValues(at, Array.from({ length: rows }, (_, row) => {
      const held: unknown = vector?.get(from + row);
      return held === null || held === undefined ? null : value(held);
    }));
  }
  return chunk;
}
