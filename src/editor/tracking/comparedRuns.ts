/** Params, environment and code of runs as read-only documents, and two runs of them in VS Code's own diff editor. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import type { Run } from '../../protocol/mlflow';
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import { parsedJson } from '../../wording/parsedJson';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Scheme } from '../contributions';
import { sentenceOf } from '../problem';
import { artifactText } from './artifactText';
import { readRunNode } from './runNode';
import { environmentLines, paramsText } from './runTexts';
import { recordedSource } from './source';

type Part = 'params' | 'environment' | 'code';
interface Place { readonly store: string; readonly run: string; readonly part: Part }

/** Provides the documents from their address alone, so that they come back after a reload. */
export class ComparedRuns implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(private readonly projects: Projects) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(Scheme.comparedRun, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { store, run, part } = JSON.parse(uri.query) as Place;
    await this.projects.open();
    const project = this.projects.ofStore(store);
    if (project === undefined) {
      return 'The project of this run is not open in this window. Open its folder to see the run.\n';
    }
    try {
      const client = await project.connect();
      switch (part) {
        case 'params': return paramsText(await client.run(run));
        case 'environment': return await environmentText(client, run);
        case 'code': return (await recordedSource(await readRunNode(project, run))).text;
      }
    } catch (error) {
      return `${sentenceOf(error)}\n`;
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Opens the diff of two runs, the first at the left: one editor with a part each for params, environment and code. */
export async function diffRuns(project: Project, [left, right]: readonly [string, string]): Promise<void> {
  const client = await project.connect();
  const [before, after] = await Promise.all([client.run(left), client.run(right)]);
  const source = fileOf(after) || fileOf(before);
  const parts: readonly [Part, string][] = [['params', 'params.yaml'], ['environment', 'environment.yaml'], ...(source === '' ? [] : [['code', source] as [Part, string]])];
  const changes = parts.map(([part, file]) => [label(file), address(project, before, part, file), address(project, after, part, file)]);
  await vscode.commands.executeCommand('vscode.changes', `${before.info.run_name} ↔ ${after.info.run_name}`, changes);
}

async function environmentText(client: EngineClient, runId: string): Promise<string> {
  const [packages, command] = await Promise.all([RunArtifact.packages, RunArtifact.command].map(async (file) => jsonArtifact(client, runId, file)));
  if (packages === undefined && command === undefined) {
    return '# No environment is recorded with this run. Runs that are trained from Slipway record it.\n';
  }
  return `${environmentLines(packages, command).join('\n')}\n`;
}

/** @returns undefined for a document that the run does not have, or that was cut off */
async function jsonArtifact(client: EngineClient, runId: string, file: string): Promise<unknown> {
  const text = await artifactText(client, runId, file);
  return text === undefined ? undefined : parsedJson(text);
}

function address(project: Project, run: Run, part: Part, file: string): vscode.Uri {
  const place: Place = { store: project.store, run: run.info.run_id, part };
  return vscode.Uri.from({ scheme: Scheme.comparedRun, path: `/${file}`, query: JSON.stringify(place) });
}

function label(file: string): vscode.Uri {
  return vscode.Uri.from({ scheme: Scheme.comparedRun, path: `/${file}` });
}

function fileOf(run: Run): string {
  return path.basename(run.data.tags?.find(({ key }) => key === RunTag.sourceName)?.value ?? '');
}
