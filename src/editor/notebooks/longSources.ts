/** The source of a cell that is too long for a tag becomes an artifact of its run: the kernel leaves it in a file named by its digest. */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/experiments';
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { inBackground } from '../problem';
import type { NotebookRuns } from './notebookRuns';

const DIGEST = /^[0-9a-f]{64}$/;
/** A source may be asked for again by another run of the same execution, not a day later. */
const KEPT = 24 * 60 * 60 * 1000;

/** @param folder where kernels leave long sources */
export function recordLongSources(notebooks: NotebookRuns, folder: string): vscode.Disposable {
  const done = new Set<string>();
  inBackground(async () => removeOld(folder), (error) => console.error('Slipway could not remove old sources of cells', error));
  return notebooks.onDidChangeRows(({ runs, rows }) => {
    for (const row of rows.filter((candidate) => candidate.tags[RunTag.cellSourceDigest] !== undefined && !done.has(candidate.run_id))) {
      done.add(row.run_id);
      inBackground(async () => upload(runs.project, row, folder), (error) => console.error('Slipway could not record the source of a cell', error));
    }
  });
}

async function upload(project: Project, row: RunRow, folder: string): Promise<void> {
  const digest = row.tags[RunTag.cellSourceDigest] ?? '';
  const source = DIGEST.test(digest) ? await readFile(path.join(folder, `${digest}.py`)).catch(notThere) : undefined;
  if (source === undefined) {
    return;
  }
  await (await project.connect()).putArtifact(row, RunArtifact.cell, source, 'text/x-python');
}

async function removeOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(notThere) ?? [];
  await Promise.all(names.map(async (name) => {
    const file = path.join(folder, name);
    if (Date.now() - (await stat(file)).mtimeMs > KEPT) {
      await rm(file, { force: true });
    }
  }));
}

function notThere(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return undefined;
  }
  throw error;
}
