/** What can be done with policies and with what they have begun, from anywhere in the editor. */
import * as vscode from 'vscode';
import type { Retraining, RetrainingChange } from '../../protocol/retraining';
import { candidateName, retrainingSummary, retrainingWord } from '../../wording/retrainText';
import { chosen } from '../chosen';
import type { Project } from '../connection/project';
import { untilEnded } from '../connection/untilEnded';
import { Problem, inBackground } from '../problem';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import { projectPython } from '../training/projectPython';
import { trustedFirst } from '../trust';
import type { PolicyNode } from './nodes';

/** A policy of slipway.yaml holds from now on; what it trains later gets the Python and the environment of now. */
export async function hold(project: Project, name: string): Promise<void> {
  trustedFirst('retraining');
  const found = await projectPython(project, PROJECT_FILE_NAME);
  await (await project.connect()).retraining.hold({ name, root: project.root, ...found, env: found?.env ?? {} });
}

/** It starts nothing any more; what it has begun goes on. */
export async function release({ project, name }: PolicyNode): Promise<void> {
  await (await project.connect()).retraining.release(name);
}

/** Starts one and says how far it is, until it waits for somebody, answers its first share or has ended: from there on the view tells. @param why kept with it */
export async function begin({ project, name, policy }: PolicyNode, why?: string): Promise<void> {
  trustedFirst('retraining');
  const { retraining_id: id } = await (await project.connect()).retraining.now(name, why);
  const reached = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Retraining ${name}`, cancellable: true }, async (progress, token) => {
    token.onCancellationRequested(() => inBackground(async () => (await project.connect()).retraining.change(id, { what: 'veto', why: 'cancelled' })));
    return untilEnded(project, {
      read: async (client) => client.retraining.retraining(id),
      concerns: (notice) => notice.type === 'retraining' && notice.retraining_id === id,
      goesOn: isMade,
      tell: (retraining) => progress.report({ message: retrainingSummary(retraining, policy, null) }),
    });
  });
  if (reached.state === 'collecting' && !reached.paused) {
    throw new Problem(`${name} trains when there are enough labels: ${retrainingSummary(reached, policy, null)}. Send truths to the feedback address of ${reached.deployment}.`, [], 'info');
  }
}

/** Whether its candidate is being made, and nobody has to do anything for that. */
function isMade({ state, paused, labelled_rows: rows }: Retraining): boolean {
  return !paused && (state === 'training' || state === 'judging' || (state === 'collecting' && rows === null));
}

/** The candidate answers its first share. @throws Problem where it waits no more */
export async function approve(project: Project, asked: Retraining): Promise<void> {
  trustedFirst('retraining');
  const retraining = await goingOn(project, asked);
  if (retraining.state !== 'waiting') {
    throw new Problem(`${candidateName(retraining)} waits for nobody: ${retrainingWord(retraining.state)}.`, [], 'info');
  }
  await change(project, retraining, { what: 'approve' });
}

/** Asks for a reason, which may be left out, and says what is ended by it. @throws CancellationError; Problem where it has ended */
export async function veto(project: Project, asked: Retraining): Promise<void> {
  const retraining = await goingOn(project, asked);
  const why = await chosen(vscode.window.showInputBox({
    title: `Veto the retraining of ${retraining.policy}`, prompt: `${consequence(retraining)} Enter ends it; Escape lets it go on.`, placeHolder: 'Why? It is kept with it',
    validateInput: (text) => (text.length > 500 ? 'At most 500 characters.' : undefined),
  }));
  await change(project, retraining, { what: 'veto', ...(why.trim() === '' ? {} : { why: why.trim() }) });
}

function consequence(retraining: Retraining): string {
  switch (retraining.state) {
    case 'training': return 'Its training is stopped.';
    case 'judging': return 'Its gate is stopped.';
    case 'shadowing':
    case 'rolling_out': return `${candidateName(retraining)} is taken out of ${retraining.deployment}.`;
    default: return `${candidateName(retraining)} answers nothing.`;
  }
}

/** Its next step is not taken. */
export async function pause(project: Project, asked: Retraining): Promise<void> {
  await change(project, await goingOn(project, asked), { what: 'pause' });
}

export async function resume(project: Project, asked: Retraining): Promise<void> {
  trustedFirst('retraining');
  await change(project, await goingOn(project, asked), { what: 'resume' });
}

async function change(project: Project, { retraining_id: id }: Retraining, what: RetrainingChange): Promise<void> {
  await (await project.connect()).retraining.change(id, what);
}

/** As it stands now: a message may have been on screen for hours. @throws Problem where it has ended */
async function goingOn(project: Project, { retraining_id: id }: Retraining): Promise<Retraining> {
  const retraining = await (await project.connect()).retraining.retraining(id);
  if (retraining.ended_at !== null) {
    throw new Problem(`This retraining of ${retraining.policy} has ended: ${retrainingWord(retraining.state)}.`, [], 'info');
  }
  return retraining;
}
