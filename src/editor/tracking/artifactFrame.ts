/** The HTML around an HTML artifact, and the policy that its frame inherits. */
import { Command } from '../contributions';
import { escapeHtml } from '../../wording/escapeHtml';

/** The panel's HTML: a bar that says what is off, and the artifact in its frame. */
export function frameHtml({ id, html, title, scripts }: { readonly id: string; readonly html: string; readonly title: string; readonly scripts: boolean }): string {
  const inline = "data: blob: 'unsafe-inline'";
  const policy = ["default-src 'none'", `style-src ${inline}`, 'img-src data: blob:', 'font-src data: blob:', 'media-src data: blob:',
    ...(scripts ? [`script-src ${inline} 'unsafe-eval'`, 'worker-src blob:'] : [])].join('; ');
  const link = `command:${Command.runPageScripts}?${encodeURIComponent(JSON.stringify([id]))}`;
  const bar = scripts
    ? 'Its scripts run. Nothing is loaded from the network.'
    : `Scripts are off, and nothing is loaded from the network. <a href="${escapeHtml(link)}">Run its scripts</a>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <title>${escapeHtml(title)}</title>
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
  <iframe title="${escapeHtml(title)}" sandbox="${scripts ? 'allow-scripts' : ''}" srcdoc="${escapeHtml(html)}"></iframe>
</body>
</html>`;
}
