/** Answers one ask of the engine. */
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AnalysisAsk, Table } from './ask';
import { confined } from './confined';
import { column, literal } from './sqlText';

/** @throws Error in DuckDB's words */
export function answer(ask: AnalysisAsk): Promise<Table> {
  switch (ask.do) {
    case 'rows':
      return confined(ask.files, undefined, async (connection) => {
        const reader = await connection.runAndReadAll(ask.sql, [...(ask.values ?? [])]);
        return { columns: reader.columnNames(), rows: reader.getRowsJS() };
      });
    case 'parquet':
      return writeParquet(ask);
  }
}

/** A temporary name, a flush, a rename, a flush of the folder: a power cut leaves the whole file or none. */
async function writeParquet({ sql, values, files, to, expect, about }: AnalysisAsk & { readonly do: 'parquet' }): Promise<Table> {
  const draft = `${to}.tmp`;
  const metadata = Object.entries(about).map(([name, text]) => `${column(name)}: ${literal(text)}`).join(', ');
  try {
    const written = await confined(files, draft, async (connection) => {
      const reader = await connection.runAndReadAll(`COPY (${sql}) TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${metadata}})`, [...(values ?? [])]);
      return Number(reader.getRowsJS()[0]?.[0]);
    });
    if (written !== expect) {
      throw new Error(`${path.basename(to)} would have ${written} rows, where ${expect} are expected`);
    }
    await flush(draft);
    await rename(draft, to);
    await flush(path.dirname(to));
    return { columns: ['rows'], rows: [[written]] };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Windows flushes no folders, and files only for those who may write.
    if (process.platform !== 'win32') {
      throw error;
    }
  } finally {
    await handle.close();
  }
}
