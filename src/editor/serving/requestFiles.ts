/** Files of one request: an image that goes into it, and the request itself where it is too long for code. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ImageFile } from '../../protocol/panels/deploymentPanel';
import { formatBytes } from '../../wording/formatBytes';
import { Problem } from '../problem';

/** Larger ones are no photos; bytes. */
const LARGEST = 50_000_000;
/** What the page can decode. */
const IMAGES = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif'];

/** @returns null when none was chosen @throws Problem for a file that is too large */
export async function chooseImage(title: string): Promise<ImageFile | null> {
  const [chosen] = await vscode.window.showOpenDialog({ title, openLabel: 'Choose', filters: { Images: IMAGES } }) ?? [];
  if (chosen === undefined) {
    return null;
  }
  const name = path.posix.basename(chosen.path);
  const { size } = await vscode.workspace.fs.stat(chosen);
  if (size > LARGEST) {
    throw new Problem(`${name} has ${formatBytes(size)}, and images of at most ${formatBytes(LARGEST)} are read here. Choose a smaller one.`);
  }
  return { name, content: Buffer.from(await vscode.workspace.fs.readFile(chosen)).toString('base64') };
}

/** @returns where it was written; null when nobody said where */
export async function saveRequest(body: string): Promise<string | null> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const target = await vscode.window.showSaveDialog({ title: 'Save request', filters: { JSON: ['json'] }, ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, 'request.json') }) });
  if (target === undefined) {
    return null;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(body));
  return target.fsPath;
}
