/** Asks before files are loaded that no run here has made. */
import * as vscode from 'vscode';
import type { UntrustedFile } from '../../protocol/registry';
import { trustMessage } from './promotionWords';

/**
 * @param version as "iris/3"
 * @returns their digests, to be sent as trusted: the engine remembers them, and nobody is asked twice about the same bytes
 * @throws CancellationError when they are not to be loaded
 */
export async function askTrust(version: string, files: readonly UntrustedFile[]): Promise<string[]> {
  const { message, detail } = trustMessage(version, files);
  const load = files.length === 1 ? 'Load it' : 'Load them';
  if (await vscode.window.showWarningMessage(message, { modal: true, detail }, load) !== load) {
    throw new vscode.CancellationError();
  }
  return files.map(({ digest }) => digest);
}
