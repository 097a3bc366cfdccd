/** A job's command once more: same words, same folder, the environment of today. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { trustedFirst } from '../trust';
import { findInterpreter } from './interpreter';
import { JobTerminal } from './jobTerminal';
import { environmentOf, type TrainingRoom } from './train';

/** What stands in a recorded command in place of a credential. */
const REMOVED = '[removed]';

/** Resolves when the new job is submitted; progress goes on by itself. */
export async function trainAgain(room: TrainingRoom, project: Project, jobId: string): Promise<void> {
  trustedFirst('training');
  const client = await project.connect();
  const before = await client.job(jobId);
  if (before.command.some((word) => word.includes(REMOVED))) {
    throw new Problem('The recorded command had a credential in it, which is not kept, so it cannot be run as it was. Start it with its arguments from Train…', [], 'info');
  }
  const script = vscode.Uri.file(before.source ?? path.join(before.cwd, 'script.py'));
  const folder = vscode.workspace.getWorkspaceFolder(script) ?? project.folders[0];
  const interpreter = await findInterpreter(script, folder);
  const job = await client.submitJob({
    command: before.command, cwd: before.cwd, env: await environmentOf(folder, interpreter),
    ...(before.source === null ? {} : { source: before.source }), ...(before.name === path.basename(before.source ?? '') ? {} : { name: before.name }),
  });
  room.jobs.add(project, job);
  JobTerminal.show(job, room.jobs);
  room.followed.follow({ project, job, interpreter, cwd: before.cwd });
}
