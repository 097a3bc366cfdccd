/** The HTML around a panel's page: a strict policy, one script, one style sheet. */
import * as vscode from 'vscode';

const NONCE = 18;

/**
 * @param name folder of the page in webview/: its bundle is `dist/webview/<name>.js` and `.css`
 * @param state what the page begins with when it has kept nothing itself
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name: string, state: unknown): string {
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
<body data-state="${escapeAttribute(JSON.stringify(state))}">
  <div id="page"></div>
  <script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}

/** What a page may load: its own bundles, nothing of the workspace. */
export function pageOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')] };
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
