/** The code that made a run: commit, what was not committed, script, notebook cell; and its changes in VS Code's diff editor. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../protocol/mlflow';
import type { RunCode } from '../../protocol/panels/runPanel';
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag, tagRecord } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { Scheme } from '../contributions';
import { Problem } from '../problem';
import { artifactText } from './artifactText';
import { changedFiles } from './runPatch';
import { RecordedSources, applied, git } from './source';

const REPOSITORY = 'mlflow.source.git.repoURL';

interface GitDocument { readonly branch?: string | null; readonly remote?: string | null; readonly patch_note?: string | null }
interface NotebookFile { readonly cells?: readonly { readonly id?: string; readonly cell_type?: string }[] }

/** Everything that the Code tab shows. */
export async function readCode(project: Project, run: Run, signal: AbortSignal): Promise<RunCode> {
  const tags = tagRecord(run.data.tags);
  const client = await project.connect();
  const [patch, document] = await Promise.all([artifactText(client, run.info.run_id, RunArtifact.patch, signal), artifactText(client, run.info.run_id, RunArtifact.git, signal)]);
  const recorded = document === undefined ? {} : JSON.parse(document) as GitDocument;
  const source = tags[RunTag.sourceName];
  const dirty = tags[RunTag.dirty];
  return {
    commit: tags[RunTag.commit] ?? null, branch: tags[RunTag.branch] ?? recorded.branch ?? null, repository: tags[REPOSITORY] ?? recorded.remote ?? null,
    dirty: dirty === undefined ? null : dirty === 'true', files: patch === undefined ? [] : changedFiles(patch), patch: patch ?? null, patchNote: recorded.patch_note ?? null,
    source: source === undefined || source === '' || tags[RunTag.notebook] !== undefined ? null : { path: source, found: await isThere(project, source) },
    notebook: await notebookOf(project, run, tags, signal),
  };
}

/** Opens what was not committed: the files as the commit has them on the left, as the run saw them on the right. */
export async function showChanges(project: Project, run: Run, only: string | undefined): Promise<void> {
  const commit = tagRecord(run.data.tags)[RunTag.commit];
  const patch = await artifactText(await project.connect(), run.info.run_id, RunArtifact.patch);
  if (patch === undefined || commit === undefined) {
    throw new Problem(`No uncommitted changes are recorded with ${run.info.run_name}. Runs that Slipway trains in a git repository record them.`, [], 'info');
  }
  const files = changedFiles(patch).filter((file) => file.kind !== 'binary' && (only === undefined || file.path === only));
  try {
    const sides = await Promise.all(files.map(async (file) => sidesOf(project, run, commit, patch, file.path)));
    const [first] = sides;
    if (only !== undefined && first !== undefined) {
      await vscode.commands.executeCommand('vscode.diff', first[1], first[2], `${path.basename(only)} (${commit.slice(0, 7)} ↔ ${run.info.run_name})`);
    } else {
      await vscode.commands.executeCommand('vscode.changes', `Uncommitted in ${run.info.run_name}`, sides);
    }
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    // The commit is not in this repository: the patch itself still says what was different.
    const document = await vscode.workspace.openTextDocument({ content: patch, language: 'diff' });
    await vscode.window.showTextDocument(document, { preview: true });
  }
}

/** Opens the notebook of a run at its cell. */
export async function openNotebook(project: Project, run: Run): Promise<void> {
  const tags = tagRecord(run.data.tags);
  const file = vscode.Uri.file(path.resolve(project.root, tags[RunTag.notebook] ?? ''));
  const at = await cellIndex(file.fsPath, tags[RunTag.cell]);
  const notebook = await vscode.workspace.openNotebookDocument(file);
  await vscode.window.showNotebookDocument(notebook, { preview: true, ...(at === undefined ? {} : { selections: [new vscode.NotebookRange(at, at + 1)] }) });
}

async function sidesOf(project: Project, run: Run, commit: string, patch: string, file: string): Promise<[vscode.Uri, vscode.Uri, vscode.Uri]> {
  const top = (await git(project.root, ['rev-parse', '--show-toplevel'])).trim();
  // Fails for a commit that this repository does not have; of one that it has, a file may still be new.
  await git(top, ['cat-file', '-e', `${commit}^{commit}`]);
  const committed = (await git(top, ['ls-tree', '--name-only', '-z', commit, '--', file])) === '' ? '' : await git(top, ['show', `${commit}:${file}`]);
  const side = (name: string, text: string): vscode.Uri => {
    const key = `${run.info.run_id} ${name} ${file}`;
    RecordedSources.shared.put(key, text);
    return vscode.Uri.from({ scheme: Scheme.recordedSource, path: path.posix.join('/', file), query: key });
  };
  return [vscode.Uri.file(path.join(top, file)), side('commit', committed), side('run', await applied(committed, Buffer.from(patch), file))];
}

async function notebookOf(project: Project, run: Run, tags: Readonly<Record<string, string>>, signal: AbortSignal): Promise<RunCode['notebook']> {
  const name = tags[RunTag.notebook];
  if (name === undefined) {
    return null;
  }
  const at = await cellIndex(path.resolve(project.root, name), tags[RunTag.cell]);
  const source = tags[RunTag.cellSource] ?? (tags[RunTag.cellSourceDigest] === undefined ? undefined : await artifactText(await project.connect(), run.info.run_id, RunArtifact.cell, signal));
  return { path: name, cell: at === undefined ? null : at + 1, source: source ?? null };
}

/** Where the cell stands in the notebook on disk; undefined when either is gone. */
async function cellIndex(file: string, id: string | undefined): Promise<number | undefined> {
  try {
    const notebook = JSON.parse(await readFile(file, 'utf8')) as NotebookFile;
    const at = notebook.cells?.findIndex((cell) => cell.id === id) ?? -1;
    return at < 0 ? undefined : at;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

async function isThere(project: Project, name: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(path.resolve(project.root, name))).then(() => true, () => false);
}
