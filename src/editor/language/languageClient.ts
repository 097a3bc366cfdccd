/**
 * The editor's end of the language server: a bundle of its own (dist/languageClient.js), loaded with the first slipway.yaml. It shares
 * no object with the extension but what is handed over.
 */
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import { NAMES_REQUEST, type ExistingNames, type NamesRequest } from '../../language/names';

export interface LanguageClientParts {
  /** absolute path of dist/language.js */
  readonly server: string;
  /** name of the file that it is for */
  readonly file: string;
  /** what exists in the project of a file */
  names(file: vscode.Uri, model: string | undefined): Promise<ExistingNames>;
}

/** Starts the server. Resolves when it answers. */
export async function startLanguageClient({ server, file, names }: LanguageClientParts): Promise<vscode.Disposable> {
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${file}`);
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: 'file', pattern: `**/${file}` }],
    synchronize: { fileEvents: watcher },
    outputChannelName: 'Slipway language server',
    // Its log is there for who looks for it; it never comes up by itself.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
  const module = { module: server, transport: TransportKind.ipc };
  const client = new LanguageClient('slipway', 'Slipway', { run: module, debug: module }, options);
  const listener = client.onRequest(NAMES_REQUEST, ({ uri, model }: NamesRequest) => names(vscode.Uri.parse(uri), model));
  await client.start();
  return new vscode.Disposable(() => {
    listener.dispose();
    watcher.dispose();
    // The window may be closing: the server ends with its channel in any case.
    client.dispose().catch(() => undefined);
  });
}
