/**
 * An HTML artifact in a panel of its own: a frame that is sandboxed, loads nothing from any network, and runs no script unless the person
 * asks for it. The panel around it has no script at all, and what the frame may do is said by the policy that it inherits.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Command, PanelType } from '../contributions';

/** A larger page is not drawn: the browser would take minutes over it. */
const LARGEST = 64 * 1024 * 1024;

export class ArtifactPanels implements vscode.Disposable {
  private readonly pages = new Map<string, { readonly panel: vscode.WebviewPanel; readonly html: string; readonly title: string }>();
  private last = 0;

  /** Opens the page, without scripts. */
  async show(project: Project, runId: string, artifact: string): Promise<void> {
    const client = await project.connect();
    const { bytes, size } = await client.artifactPart(runId, artifact, 0, LARGEST);
    const title = path.posix.basename(artifact);
    const html = size > LARGEST ? '<p>This page is larger than 64 MB. Download it, and open it in a browser.</p>' : new TextDecoder().decode(bytes);
    const panel = vscode.window.createWebviewPanel(PanelType.artifact, title, vscode.ViewColumn.Active, { enableScripts: false, enableCommandUris: [Command.runPageScripts], localResourceRoots: [] });
    this.last += 1;
    const id = String(this.last);
    this.pages.set(id, { panel, html, title });
    panel.onDidDispose(() => this.pages.delete(id));
    panel.webview.html = frameHtml({ id, html, title, scripts: false });
  }

  /** What the link in the page's bar does. */
  runScripts(id: string): void {
    const page = this.pages.get(id);
    if (page !== undefined) {
      page.panel.webview.options = { enableScripts: true, localResourceRoots: [] };
      page.panel.webview.html = frameHtml({ id, html: page.html, title: page.title, scripts: true });
    }
  }

  dispose(): void {
    this.pages.forEach(({ panel }) => panel.dispose());
  }
}

/** The panel's HTML: a bar that says what is off, and the artifact in its frame. */
export function frameHtml({ id, html, title, scripts }: { readonly id: string; readonly html: string; readonly title: string; readonly scripts: boolean }): string {
  const inline = "data: blob: 'unsafe-inline'";
  const policy = ["default-src 'none'", `style-src ${inline}`, 'img-src data: blob:', 'font-src data: blob:', 'media-src data: blob:',
    ...(scripts ? [`script-src ${inline} 'unsafe-eval'`, 'worker-src blob:'] : [])].join('; ');
  const link = `command:${Command.runPageScripts}?${encodeURIComponent(JSON.stringify([id]))}`;
  const bar = scripts
    ? 'Its scripts run. Nothing is loaded from the network.'
    : `Scripts are off, and nothing is loaded from the network. <a href="${escaped(link)}">Run its scripts</a>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <title>${escaped(title)}</title>
  <style>
    html, body { height: 100%; margin: 0; padding: 0; }
    body { display: flex; flex-direction: column; color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size) var(--vscode-font-family); }
    p { flex: none; margin: 0; padding: 6px 20px; border-bottom: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent)); color: var(--vscode-descriptionForeground); }
    a { color: var(--vscode-textLink-foreground); }
    iframe { flex: 1; border: none; background: #fff; color-scheme: light; }
  </style>
</head>
<body>
  <p role="status">${bar}</p>
  <iframe title="${escaped(title)}" sandbox="${scripts ? 'allow-scripts' : ''}" srcdoc="${escaped(html)}"></iframe>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
