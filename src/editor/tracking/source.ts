/** From a run back to the code that made it: its script, at its line, and what has changed in it since. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { absent } from '../../connection/engineError';
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import { Scheme } from '../contributions';
import { Problem } from '../problem';
import type { RunNode } from './nodes';

const run = promisify(execFile);
/** Where a script logs: the line that a person means by "its line". */
const TRACKING_CALL = /\b(?:mlflow\s*\.\s*(?:start_run|autolog|\w+\.autolog|set_experiment)|MlflowClient)\s*\(/;

/** Opens the script at the line that started the run, as far as it can be told, else at the first call of mlflow. */
export async function revealSource(node: RunNode): Promise<void> {
  const file = await sourceOf(node);
  const document = await vscode.workspace.openTextDocument(file);
  const lines = document.getText().split('\n');
  const tagged = Number(node.row.tags['slipway.source.line']);
  const line = Number.isInteger(tagged) && tagged > 0 ? tagged - 1 : Math.max(0, lines.findIndex((text) => TRACKING_CALL.test(text) && !text.trimStart().startsWith('#')));
  const position = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
  const editor = await vscode.window.showTextDocument(document, { preview: true });
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Shows the script as it was when the run started (the commit with its uncommitted changes) against what it is now. */
export async function diffSource(node: RunNode): Promise<void> {
  const { file, text } = await recordedSource(node);
  RecordedSources.shared.put(node.row.run_id, text);
  const before = vscode.Uri.from({ scheme: Scheme.recordedSource, path: file.path, query: node.row.run_id });
  await vscode.commands.executeCommand('vscode.diff', before, file, `${path.basename(file.fsPath)} (${node.row.run_name} ↔ now)`);
}

/** The script as it was when the run started, and where it stands now. @throws Problem when no commit is recorded, or it cannot be read */
export async function recordedSource(node: RunNode): Promise<{ readonly file: vscode.Uri; readonly text: string }> {
  const file = await sourceOf(node);
  const commit = node.row.tags[RunTag.commit];
  if (commit === undefined) {
    throw new Problem(`No git commit is recorded with ${node.row.run_name}, so there is nothing to compare with. Runs of scripts in a git repository record it.`, [], 'info');
  }
  return { file, text: await recordedText(node, file.fsPath, commit) };
}

/** The left side of such a comparison. */
export class RecordedSources implements vscode.TextDocumentContentProvider {
  static readonly shared = new RecordedSources();
  private readonly texts = new Map<string, string>();

  put(runId: string, text: string): void { this.texts.set(runId, text); }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.query) ?? 'Choose "Show diff to the current code" on the run again: the window was reloaded since.\n';
  }
}

async function sourceOf(node: RunNode): Promise<vscode.Uri> {
  const name = node.row.tags[RunTag.sourceName];
  if (name === undefined || name === '') {
    throw new Problem(`${node.row.run_name} does not say which file it came from.`, [], 'info');
  }
  const candidates = path.isAbsolute(name) ? [name] : [node.project.root, ...node.project.folders.map((folder) => folder.uri.fsPath)].map((folder) => path.join(folder, name));
  for (const candidate of candidates) {
    const uri = vscode.Uri.file(candidate);
    if (await vscode.workspace.fs.stat(uri).then((stat) => (stat.type & vscode.FileType.File) !== 0, () => false)) {
      return uri;
    }
  }
  // Moved since, or recorded relative to another working folder: a single file of that name is surely meant.
  const [only, second] = await vscode.workspace.findFiles(`**/${path.basename(name)}`, '{**/node_modules/**,**/.venv/**}', 2);
  if (only === undefined || second !== undefined) {
    throw new Problem(`${name} is no longer where ${node.row.run_name} found it. It may have been moved, or the run was made on another machine.`, [], 'info');
  }
  return only;
}

async function recordedText(node: RunNode, file: string, commit: string): Promise<string> {
  const folder = path.dirname(file);
  const top = (await git(folder, ['rev-parse', '--show-toplevel'])).trim();
  const relative = (await git(folder, ['ls-files', '--full-name', '--', file])).trim() || path.relative(top, file).split(path.sep).join('/');
  const patch = await (await node.project.connect()).artifact(node.row.run_id, RunArtifact.patch).catch(absent);
  let committed = '';
  try {
    committed = await git(top, ['show', `${commit}:${relative}`]);
  } catch (error) {
    if (patch === undefined) {
      throw new Problem(`The commit ${commit.slice(0, 7)} does not hold ${relative}, or is not in this repository. Fetch it, then try again.`, [], 'info');
    }
    // New in the uncommitted changes: the patch makes it out of nothing.
    if (!(error instanceof Problem)) {
      throw error;
    }
  }
  return patch === undefined ? committed : applied(committed, patch, relative);
}

/** Applies the recorded changes to one file, in a folder of its own, so that nothing of the user's is touched. */
export async function applied(committed: string, patch: Buffer, relative: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-diff-'));
  try {
    const target = path.join(folder, relative);
    await mkdir(path.dirname(target), { recursive: true });
    if (committed !== '') {
      await writeFile(target, committed);
    }
    await writeFile(path.join(folder, '.changes'), patch);
    await git(folder, ['apply', '--whitespace=nowarn', `--include=${relative}`, '.changes'], { GIT_CEILING_DIRECTORIES: path.dirname(folder) });
    return await readFile(target, 'utf8');
  } catch (error) {
    if (error instanceof Problem || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Problem(`The uncommitted changes recorded with ${path.basename(relative)} do not fit its commit, so its text at that time cannot be rebuilt.`, [], 'warning');
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What git prints. @throws Problem with git's own first line of what went wrong */
export async function git(folder: string, words: readonly string[], env: Record<string, string> = {}): Promise<string> {
  try {
    return (await run('git', [...words], { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Problem('Git is not on the PATH, and the code of that time is in it. Install git, then try again.');
    }
    throw new Problem(`Git could not tell: ${((error as { stderr?: string }).stderr ?? '').trim().split('\n')[0] ?? ''}`);
  }
}
