/** Commands of training. */
import * as vscode from 'vscode';
import { Command, type ArgumentsOf } from '../contributions';
import { formatElapsed } from '../../wording/formatTime';
import { Problem, inBackground } from '../problem';
import { registerCommand } from '../register';
import { trustedFirst } from '../trust';
import { JobTerminal } from './jobTerminal';
import type { KnownJob } from './jobs';
import { chooseTraining } from './choice';
import type { StartedJob } from './jobProgress';
import { trainTarget } from './target';
import { train, type TrainingRoom } from './train';

/** Registers them. */
export function registerTrainingCommands(room: TrainingRoom): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.train, async (resource) => (await trainChosen(room, resource)).job.job_id),
    registerCommand(Command.showJobs, async () => showJobs(room)),
    registerCommand(Command.stopJob, async (jobId) => stopJob(room, jobId)),
  );
}

async function trainChosen(room: TrainingRoom, resource: ArgumentsOf<typeof Command.train>[0]): Promise<StartedJob> {
  trustedFirst('training');
  const { fsPath, target } = resource ?? await chooseTraining();
  return target === undefined ? train(room, { fsPath }) : trainTarget(room, vscode.Uri.file(fsPath), target);
}

const STOP: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: 'Stop' };

async function showJobs(room: TrainingRoom): Promise<void> {
  const active = room.jobs.active;
  if (active.length === 0) {
    throw new Problem('No job is running.', [], 'info');
  }
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { known: KnownJob }>();
  pick.title = 'Jobs';
  pick.placeholder = 'Choose one to see its log';
  pick.items = active.map((known) => ({ label: known.job.name, description: stateOf(known), detail: known.job.command.join(' '), buttons: [STOP], known }));
  pick.onDidAccept(() => {
    pick.selectedItems.forEach(({ known }) => JobTerminal.show(known.job, room.jobs, false));
    pick.hide();
  });
  pick.onDidTriggerItemButton(({ item }) => {
    pick.hide();
    inBackground(async () => stopJob(room, item.known.job.job_id));
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

async function stopJob(room: TrainingRoom, jobId: string | undefined): Promise<void> {
  const known = room.jobs.active.find(({ job }) => job.job_id === jobId) ?? (jobId === undefined ? await pickJob(room) : undefined);
  if (known === undefined) {
    throw new Problem('This job has ended already.', [], 'info');
  }
  await (await known.project.connect()).stopJob(known.job.job_id);
}

async function pickJob(room: TrainingRoom): Promise<KnownJob | undefined> {
  const active = room.jobs.active;
  if (active.length <= 1) {
    return active[0];
  }
  const chosen = await vscode.window.showQuickPick(active.map((known) => ({ label: known.job.name, description: stateOf(known), known })), { title: 'Stop job' });
  if (chosen === undefined) {
    throw new vscode.CancellationError();
  }
  return chosen.known;
}

function stateOf({ job }: KnownJob): string {
  return job.state === 'queued' ? 'waiting' : `running ${formatElapsed(Date.now() - (job.started_at ?? job.submitted_at))}`;
}
