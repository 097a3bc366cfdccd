/** What a commit changed, in VS Code's diff editor. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Scheme } from '../contributions';
import { git, RecordedSources } from '../tracking/source';

/** Files that are shown: more would be no help. */
const MOST_FILES = 100;

/** @throws Problem when git does not know the commit here */
export async function showCommit(root: string, commit: string): Promise<void> {
  const top = (await git(root, ['rev-parse', '--show-toplevel'])).trim();
  await git(top, ['cat-file', '-e', `${commit}^{commit}`]);
  const subject = (await git(top, ['log', '-1', '--format=%s', commit])).trim();
  const changed = (await git(top, ['diff-tree', '-r', '--root', '--no-commit-id', '--no-renames', '--name-status', '-z', commit])).split('\0').filter((part) => part !== '');
  const files = changed.flatMap((part, index) => (index % 2 === 0 ? [{ status: part, file: changed[index + 1] ?? '' }] : [])).slice(0, MOST_FILES);
  const sides = await Promise.all(files.map(async ({ status, file }): Promise<[vscode.Uri, vscode.Uri, vscode.Uri]> => [
    vscode.Uri.file(path.join(top, file)),
    side(`${commit}^`, file, status === 'A' ? '' : await git(top, ['show', `${commit}^:${file}`])),
    side(commit, file, status === 'D' ? '' : await git(top, ['show', `${commit}:${file}`])),
  ]));
  await vscode.commands.executeCommand('vscode.changes', `${commit.slice(0, 7)} ${subject}`, sides);
}

function side(commit: string, file: string, text: string): vscode.Uri {
  const key = `${commit} ${file}`;
  RecordedSources.shared.put(key, text);
  return vscode.Uri.from({ scheme: Scheme.recordedSource, path: path.posix.join('/', file), query: key });
}
