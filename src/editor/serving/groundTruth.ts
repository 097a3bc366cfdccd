/** What came true later, sent to a deployment from a file. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FeedbackAnswer } from '../../protocol/deploymentTraffic';
import { countOf } from '../../wording/formatNumber';
import type { Project } from '../connection/project';
import { Problem } from '../problem';

/** Asks for the file, and says what of it belongs to requests that are known. */
export async function sendTruth(project: Project, name: string): Promise<void> {
  const [file] = await vscode.window.showOpenDialog({ title: `Ground truth for ${name}: columns id (or key) and truth`, openLabel: 'Send', filters: { Tables: ['csv', 'parquet', 'jsonl', 'json'] } }) ?? [];
  if (file === undefined) {
    throw new vscode.CancellationError();
  }
  const answer = await (await project.connect()).serving.feedback(name, file.fsPath);
  const said = truthSentence(path.basename(file.fsPath), answer);
  if (answer.matched === 0) {
    throw new Problem(said, [], 'warning');
  }
  await vscode.window.showInformationMessage(said);
}

/** `truth.csv: 1,240 truths belong to known requests, 3 to none (such as a-17).` */
export function truthSentence(file: string, { matched, unmatched_count: unmatched, unmatched: ids, refused_count: refused, refused: why, not_sampled_count: unsampled }: FeedbackAnswer): string {
  const parts = [
    `${countOf(matched, 'truth')} ${matched === 1 ? 'belongs' : 'belong'} to known requests`,
    ...(unmatched === 0 ? [] : [`${unmatched.toLocaleString('en-US')} to none${ids[0] === undefined ? '' : ` (such as ${ids[0]})`}`]),
    ...(unsampled === 0 ? [] : [`${unsampled.toLocaleString('en-US')} to requests that are not logged`]),
    ...(refused === 0 ? [] : [`${refused.toLocaleString('en-US')} could not be used${why[0] === undefined ? '' : ` (${why[0].why})`}`]),
  ];
  return `${file}: ${parts.join(', ')}.`;
}
