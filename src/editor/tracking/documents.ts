/** Opens runs as read-only documents that follow a running run. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import type { Experiment } from '../../protocol/mlflow';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Language, Scheme } from '../contributions';
import { Problem, sentenceOf } from '../problem';
import type { RunNode } from './nodes';
import { rowsById } from './query';
import { runDocument } from './runDocument';
import { listArtifacts } from './artifactList';

/** A page is written anew at most so often while notices keep coming. */
const GATHER = 500;
const ARTIFACTS = 200;

export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly stale = new Map<string, NodeJS.Timeout>();
  private readonly watched = new Map<Project, vscode.Disposable>();
  private readonly listeners: vscode.Disposable;

  constructor(private readonly projects: Projects) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(Scheme.run, this),
      projects.onDidChange(() => this.watch()),
    );
    this.watch();
  }

  /** Opens one run, in the preview tab unless it shall stay. */
  async openRun(node: RunNode, preview = true): Promise<vscode.TextEditor> {
    return open(uriOf(Scheme.run, node.row.run_name, node.project, node.row.experiment_id, [node.row.run_id]), preview);
  }

  /** Opens a run that is known by its ids only. */
  async openRunById(project: Project, experimentId: string | null, runId: string): Promise<vscode.TextEditor> {
    const run = await (await project.connect()).run(runId);
    return open(uriOf(Scheme.run, run.info.run_name, project, experimentId ?? run.info.experiment_id, [runId]), true);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { project, experimentId, runIds } = this.read(uri);
    try {
      const client = await project.connect();
      return await runPage(client, experimentId, runIds[0] ?? '');
    } catch (error) {
      return `This page cannot be shown. ${sentenceOf(error)}\n`;
    }
  }

  dispose(): void {
    this.stale.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(this.listeners, ...this.watched.values()).dispose();
    this.changed.dispose();
  }

  private watch(): void {
    for (const project of this.projects.all) {
      if (!this.watched.has(project)) {
        this.watched.set(project, vscode.Disposable.from(
          project.onNotice((notice) => { if (notice.type === 'run') { this.rewrite(project, notice.run_id); } }),
          project.onReset(() => this.rewrite(project)),
        ));
      }
    }
  }

  private rewrite(project: Project, runId?: string): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === Scheme.run) {
        const page = partsOf(uri);
        if (page.store === project.store && (runId === undefined || page.runs.includes(runId)) && !this.stale.has(uri.toString())) {
          this.stale.set(uri.toString(), setTimeout(() => {
            this.stale.delete(uri.toString());
            this.changed.fire(uri);
          }, GATHER));
        }
      }
    }
  }

  private read(uri: vscode.Uri): { project: Project; experimentId: string; runIds: readonly string[] } {
    const parts = partsOf(uri);
    const project = this.projects.all.find((candidate) => candidate.store === parts.store);
    if (project === undefined) {
      throw new Problem('The project of this run is not open in this window. Open its folder to see the run.', [], 'info');
    }
    return { project, experimentId: parts.experiment, runIds: parts.runs };
  }
}

async function open(uri: vscode.Uri, preview: boolean): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uri);
  const named = await vscode.languages.setTextDocumentLanguage(document, Language.document);
  return vscode.window.showTextDocument(named, { preview, preserveFocus: true });
}

function uriOf(scheme: string, title: string, project: Project, experiment: string, runs: readonly string[]): vscode.Uri {
  // A slash in a name would make folders of it in the tab's title.
  const query = JSON.stringify({ store: project.store, experiment, runs });
  return vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', '∕')}`, query });
}

function partsOf(uri: vscode.Uri): { store: string; experiment: string; runs: readonly string[] } {
  return JSON.parse(uri.query) as { store: string; experiment: string; runs: readonly string[] };
}

async function runPage(client: EngineClient, experimentId: string, runId: string): Promise<string> {
  const [run, { rows }, experiment, artifacts] = await Promise.all([
    client.run(runId), client.runRows(rowsById(experimentId, [runId])),
    experimentOf(client, experimentId), listArtifacts(client, runId, ARTIFACTS + 1),
  ]);
  const [row] = rows;
  if (row === undefined) {
    throw new Problem(`The run ${runId} is no longer in this project.`);
  }
  return runDocument({
    run, row, experimentName: experiment.name, experimentTags: tagsOf(experiment),
    artifacts: artifacts.slice(0, ARTIFACTS), artifactsCut: artifacts.length > ARTIFACTS, now: Date.now(),
  });
}

async function experimentOf(client: EngineClient, experimentId: string): Promise<Experiment> {
  const { experiment } = await client.request<{ experiment: Experiment }>('GET', `/api/2.0/mlflow/experiments/get?experiment_id=${encodeURIComponent(experimentId)}`);
  return experiment;
}

function tagsOf(experiment: Experiment): Record<string, string> {
  return Object.fromEntries((experiment.tags ?? []).map(({ key, value }) => [key, value]));
}
