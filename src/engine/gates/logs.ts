/** What the Python of gates says on stderr: a file each, the oldest go. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const KEPT = 100;

/** Removes all but the newest hundred logs. */
export async function pruneLogs(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  });
  const files = await Promise.all(names.map(async (name) => ({ file: path.join(folder, name), written: (await stat(path.join(folder, name))).mtimeMs })));
  await Promise.all(files.toSorted((a, b) => b.written - a.written).slice(KEPT).map(({ file }) => rm(file, { force: true })));
}
