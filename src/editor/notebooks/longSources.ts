/** The source of a cell that is too long for a tag becomes an artifact of its run: the kernel leaves it in a file named by its digest. */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/experiments';
import { RunTag } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { inBackground } from '../problem';
import type { NotebookRuns } from './notebookRuns';

const ARTIFACT = 'slipway/cell.py';
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
  const { address } = await project.connect();
  // Read when it is needed: sockets are no business of activation.
  const [{ Agent }, { EngineError }, { exchange, readBody }] = await Promise.all([import('node:http'), import('../../connection/engineError'), import('../../connection/httpExchange')]);
  const agent = new Agent();
  try {
    const to = `/api/2.0/mlflow-artifacts/artifacts/${encodeURIComponent(row.experiment_id)}/${encodeURIComponent(row.run_id)}/artifacts/${ARTIFACT}`;
    const response = await exchange(address, agent, { method: 'PUT', path: to, body: source, headers: { 'content-type': 'text/x-python' } });
    const answer = (await readBody(address, response)).toString('utf8');
    if (response.statusCode !== 200) {
      throw new EngineError(response.statusCode ?? 0, 'ARTIFACT', answer);
    }
  } finally {
    agent.destroy();
  }
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
