/** Requests of a deployment as read-only JSON documents: closing one asks nobody to save it. */
import * as vscode from 'vscode';
import { Scheme } from '../contributions';

/** So many are kept for their editors; older ones are empty after a reload. */
const MOST = 50;

export class ShownRequests implements vscode.TextDocumentContentProvider {
  static readonly shared = new ShownRequests();
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? 'This request was shown before the window was reloaded. Open it again from the panel of its deployment.\n';
  }

  /** @param text JSON */
  async show(id: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: Scheme.request, path: `/${id.replaceAll(/[^\w.-]/g, '_')}.json` });
    this.texts.delete(uri.path);
    this.texts.set(uri.path, text);
    for (const path of [...this.texts.keys()].slice(0, -MOST)) {
      this.texts.delete(path);
    }
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
