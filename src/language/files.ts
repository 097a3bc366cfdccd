/** Files beside a slipway.yaml that it may name, and the columns of those that hold rows. */
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import Papa from 'papaparse';

/** So deep, and so many, are looked for: completion is no search. */
const DEEPEST = 4;
const MOST_FILES = 200;
/** The first line of a table is not longer. In bytes. */
const HEADER = 64 * 1024;
const NOT_OURS = new Set(['node_modules', 'venv', 'site-packages', '__pycache__', 'mlruns', 'mlartifacts', 'dist', 'build']);

/**
 * Files with one of these endings, relative to `folder`, with `/` on every system; those nearest first.
 * @param endings with the dot, such as `.csv`
 */
export async function filesBelow(folder: string, endings: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  let level = [''];
  for (let depth = 0; depth <= DEEPEST && level.length > 0 && found.length < MOST_FILES; depth += 1) {
    const next: string[] = [];
    for (const within of level) {
      for (const entry of await entriesOf(path.join(folder, within))) {
        if (entry.isDirectory() && !entry.name.startsWith('.') && !NOT_OURS.has(entry.name)) {
          next.push(path.posix.join(within, entry.name));
        } else if (entry.isFile() && endings.includes(path.extname(entry.name).toLowerCase())) {
          found.push(path.posix.join(within, entry.name));
        }
      }
    }
    level = next;
  }
  return found.slice(0, MOST_FILES);
}

/**
 * Names of the columns of a table.
 * @param file absolute; .csv, .tsv, or .json/.jsonl/.ndjson with one object a line
 * @returns none where they can't be read cheaply: another format (Parquet keeps them at its end, in Thrift), a file that is gone
 */
export async function columnsOf(file: string): Promise<string[]> {
  const kind = path.extname(file).toLowerCase();
  if (kind === '.csv' || kind === '.tsv') {
    return Papa.parse<string[]>(await beginning(file), { preview: 1, ...(kind === '.tsv' ? { delimiter: '\t' } : {}) }).data[0]?.filter((name) => name !== '') ?? [];
  }
  if (kind === '.json' || kind === '.jsonl' || kind === '.ndjson') {
    return keysOf((await beginning(file)).split('\n', 1)[0] ?? '');
  }
  return [];
}

function keysOf(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    return []; // not one object a line, or one longer than what is read
  }
}

async function beginning(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER), 0, HEADER, 0);
      return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
    } finally {
      await handle.close();
    }
  } catch {
    return ''; // gone, a folder, or not ours to read: nothing to offer
  }
}

async function entriesOf(folder: string): Promise<{ name: string; isDirectory(): boolean; isFile(): boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return []; // gone meanwhile, or not ours to read
  }
}
