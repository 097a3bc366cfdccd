/** A file whose rows a deployment scores, slice by slice. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Deployment } from '../../protocol/deployments';
import type { BatchFile, BatchProgress } from '../../protocol/panels/deploymentPanel';
import { formatBytes } from '../../wording/formatBytes';
import { jsonObject } from '../../wording/parsedJson';
import { Problem } from '../problem';
import { ask } from './invoking';
import type { BatchTable } from './batchTable';

/** Rows of one request: small enough that others are answered in between. */
const SLICE = 1000;
/** Held in memory while it is scored, bytes. */
const LARGEST = 100_000_000;

export class Batch {
  private file: vscode.Uri | undefined;
  private table: BatchTable | undefined;
  private predictions = new Map<string, unknown[]>();

  /** @returns null when none was chosen @throws Problem for a file without a table */
  async choose(title: string): Promise<BatchFile | null> {
    const [chosen] = await vscode.window.showOpenDialog({ title, openLabel: 'Score', filters: { 'Tables': ['csv', 'json', 'jsonl'] } }) ?? [];
    if (chosen === undefined) {
      return null;
    }
    const { size } = await vscode.workspace.fs.stat(chosen);
    if (size > LARGEST) {
      throw new Problem(`${path.basename(chosen.fsPath)} has ${formatBytes(size)}, and at most ${formatBytes(LARGEST)} are scored from here. Send it with a script: the snippets show how.`);
    }
    const { readBatch } = await import('./batchTable');
    const name = path.basename(chosen.path);
    const table = readBatch(name, new TextDecoder().decode(await vscode.workspace.fs.readFile(chosen)));
    this.file = chosen;
    this.table = table;
    this.predictions = new Map();
    return { name, rows: table.rows.length, columns: table.columns };
  }

  /** Scores one slice. @throws Problem with what the deployment said, and which rows it was about */
  async score(deployment: Deployment, from: number, signal: AbortSignal): Promise<BatchProgress> {
    const { table } = this;
    if (table === undefined) {
      throw new Problem('No file is chosen any more. Choose it again.');
    }
    if (from === 0) {
      this.predictions = new Map();
    }
    const { addPredictions, batchRequest } = await import('./batchTable');
    const to = Math.min(table.rows.length, from + SLICE);
    const { status, headers, body } = await ask(deployment, { path: '/invocations', ...batchRequest(table, from, to) }, signal);
    const text = body.toString('utf8');
    if (status !== 200) {
      throw new Problem(`Rows ${from + 1} to ${to} were not scored: ${messageOf(text)}`);
    }
    addPredictions(this.predictions, text, to - from);
    const version = headers['x-slipway-version'];
    return { done: to, version: typeof version === 'string' ? version : null };
  }

  /** @returns where it was written; null when nobody said where */
  async save(): Promise<string | null> {
    const { file, table } = this;
    if (file === undefined || table === undefined) {
      throw new Problem('Nothing is scored yet. Choose a file first.');
    }
    const suggested = vscode.Uri.joinPath(file, '..', `${path.parse(file.path).name}-scored.csv`);
    const target = await vscode.window.showSaveDialog({ title: 'Save predictions', defaultUri: suggested, filters: { CSV: ['csv'] } });
    if (target === undefined) {
      return null;
    }
    const { scoredCsv } = await import('./batchTable');
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(scoredCsv(table, this.predictions)));
    return target.fsPath;
  }
}

/** What a refusal says, without its wrapping. */
function messageOf(text: string): string {
  const message = jsonObject(text)?.['message'];
  return typeof message === 'string' ? message : text.slice(0, 500);
}
