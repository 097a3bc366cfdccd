/** The HTML around a panel's page: a strict policy, one script, one style sheet. */
import * as vscode from 'vscode';
import { escapeHtml } from '../../wording/escapeHtml';
import type { PanelKind } from './checks';

const NONCE = 18;

/**
 * Fills a panel with its page, under its icon (`media/<name>-light.svg` and `-dark.svg`).
 * @param name folder of the page in webview/: its bundle is `dist/webview/<name>.js` and `.css`
 * @param state what the page begins with when it has kept nothing itself
 */
export function fillPanel(panel: vscode.WebviewPanel, extension: vscode.Uri, name: PanelKind, state: unknown): void {
  const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', `${name}-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.webview.html = pageHtml(panel.webview, extension, name, state);
}

function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name: PanelKind, state: unknown): string {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE))).toString('base64');
  const built = vscode.Uri.joinPath(extension, 'dist', 'webview');
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(built, file)).toString();
  const policy = [
    "default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${webview.cspSource} 'nonce-${nonce}'`, `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} blob: data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri(`${name}.css`)}">
  <title>Slipway</title>
</head>
<body data-state="${escapeHtml(JSON.stringify(state))}">
  <div id="page"></div>
  <script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}

/** What a page may load: its own bundles, nothing of the workspace. */
export function pageOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')] };
}
