/** The files that a script wrote: new or changed in its working folder while it ran. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { WrittenFile } from './jobFiles';

const MOST_ENTRIES = 20_000;
const MOST_FILES = 500;
const DEEPEST = 12;
const SKIPPED = new Set(['.slipway', '.git', '.hg', '.svn', '.dvc', 'node_modules', '__pycache__', '.venv', 'venv', 'site-packages', '.tox', '.nox', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.ipynb_checkpoints', '.cache', '.idea', '.vscode', 'mlruns', 'mlartifacts']);
const SKIPPED_FILE = /(\.py[co]|\.swp|\.tmp|~|\.DS_Store|mlflow\.db(-\w+)?)$/;

/**
 * @param since Unix time, ms: what was written or renamed at or after this
 * @param source the script itself, which an editor may have saved meanwhile
 * @returns files sorted by path, and why the list may be short
 */
export async function findWrittenFiles(cwd: string, since: number, source: string | null): Promise<{ files: WrittenFile[]; note: string | null }> {
  const files: WrittenFile[] = [];
  const folders: { folder: string; depth: number }[] = [{ folder: cwd, depth: 0 }];
  let seen = 0;
  let note: string | null = null;
  for (let at = folders.shift(); at !== undefined; at = folders.shift()) {
    const entries = await readdir(at.folder, { withFileTypes: true }).catch(() => []);
    if (at.depth > 0 && entries.some((entry) => entry.name === 'pyvenv.cfg')) {
      continue;
    }
    seen += entries.length;
    for (const entry of entries) {
      const full = path.join(at.folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && at.depth < DEEPEST) {
          folders.push({ folder: full, depth: at.depth + 1 });
        }
      } else if (entry.isFile() && full !== source && !SKIPPED_FILE.test(entry.name)) {
        const stat = await lstat(full).catch(() => undefined);
        // A rename into place keeps the time of the content and changes the time of the entry.
        if (stat !== undefined && Math.max(stat.mtimeMs, stat.ctimeMs) >= since) {
          files.push({ path: path.relative(cwd, full).split(path.sep).join('/'), size: stat.size });
        }
      }
    }
    if (seen > MOST_ENTRIES || files.length > MOST_FILES) {
      note = `The folder ${cwd} holds more than was looked through (${MOST_ENTRIES} entries, ${MOST_FILES} written files): some files that the script wrote may be missing here.`;
      break;
    }
  }
  return { files: files.slice(0, MOST_FILES).toSorted((a, b) => (a.path < b.path ? -1 : 1)), note };
}
