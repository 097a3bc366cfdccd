/**
 * An HTML artifact in a panel of its own: a frame that is sandboxed, loads nothing from any network, and runs no script unless the person
 * asks for it. The panel around it has no script at all, and what the frame may do is said by the policy that it inherits.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Command, PanelType } from '../contributions';
import { frameHtml } from './artifactFrame';

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
