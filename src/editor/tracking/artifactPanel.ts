/**
 * An HTML artifact in an editor of its own: a frame that is sandboxed, loads nothing from any network, and runs no script unless the person
 * asks for it. The page around it has no script at all, and what the frame may do is said by the policy that it inherits. An editor, not a
 * panel: VS Code knows its file, and so brings it back after a reload although nothing in it can keep a state.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, EditorType } from '../contributions';
import { sentenceOf } from '../problem';
import { artifactOf, artifactUri } from './artifactFiles';
import { frameHtml } from './artifactFrame';

/** A larger page is not drawn: the browser would take minutes over it. */
const LARGEST = 64 * 1024 * 1024;

interface ArtifactPage extends vscode.CustomDocument { readonly html: string; readonly title: string }

export class ArtifactPages implements vscode.CustomReadonlyEditorProvider<ArtifactPage>, vscode.Disposable {
  private readonly shown = new Map<string, { readonly panel: vscode.WebviewPanel; readonly page: ArtifactPage }>();
  private readonly registration: vscode.Disposable;
  private last = 0;

  constructor(private readonly projects: Projects) {
    this.registration = vscode.window.registerCustomEditorProvider(EditorType.artifact, this);
  }

  /** Opens the page, without scripts. */
  async show(project: Project, runId: string, artifact: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', artifactUri(project, runId, artifact), EditorType.artifact);
  }

  async openCustomDocument(uri: vscode.Uri): Promise<ArtifactPage> {
    await this.projects.open();
    const { project, runId, artifact } = artifactOf(this.projects, uri);
    try {
      const { bytes, size } = await (await project.connect()).artifactPart(runId, artifact, 0, LARGEST);
      const html = size > LARGEST ? '<p>This page is larger than 64 MB. Download it, and open it in a browser.</p>' : new TextDecoder().decode(bytes);
      return { uri, html, title: path.posix.basename(artifact), dispose: () => undefined };
    } catch (error) {
      throw new Error(sentenceOf(error), { cause: error });
    }
  }

  resolveCustomEditor(page: ArtifactPage, panel: vscode.WebviewPanel): void {
    this.last += 1;
    const id = String(this.last);
    this.shown.set(id, { panel, page });
    panel.onDidDispose(() => this.shown.delete(id));
    panel.webview.options = { enableScripts: false, enableCommandUris: [Command.runPageScripts], localResourceRoots: [] };
    panel.webview.html = frameHtml({ id, html: page.html, title: page.title, scripts: false });
  }

  /** What the link in the page's bar does. */
  runScripts(id: string): void {
    const known = this.shown.get(id);
    if (known !== undefined) {
      known.panel.webview.options = { enableScripts: true, localResourceRoots: [] };
      known.panel.webview.html = frameHtml({ id, html: known.page.html, title: known.page.title, scripts: true });
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}
