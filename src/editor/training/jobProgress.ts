/** The progress notification of a job that this window started, and the message when it has ended: what they say. */
import * as vscode from 'vscode';
import type { Job } from '../../protocol/jobs';
import type { Project } from '../connection/project';
import { Setting } from '../contributions';
import { formatNumber, toNumber } from '../../wording/formatNumber';
import { Problem, inBackground, showProblem, type NextStep } from '../problem';
import { installModule } from './installModule';
import type { Interpreter } from './interpreter';
import { JobTerminal } from './jobTerminal';
import type { Jobs } from './jobs';
import { endedSentence, missingModule } from './words';

export interface StartedJob { readonly project: Project; readonly job: Job; readonly interpreter: Interpreter; readonly cwd: string }

/** Opens a run document; given by the tracking room, so that this one need not know it. */
export type OpenRunById = (project: Project, runId: string) => Promise<unknown>;

/** Shows how the job is doing. Resolves with the job when it has ended. */
export async function showProgress(started: StartedJob, jobs: Jobs): Promise<Job> {
  const { project, job } = started;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Training ${job.name}`, cancellable: true }, async (progress, cancelled) => {
    const listener = vscode.Disposable.from(
      cancelled.onCancellationRequested(() => {
        progress.report({ message: 'stopping…' });
        inBackground(async () => (await project.connect()).stopJob(job.job_id));
      }),
      jobs.onDidChange(({ job: now }) => {
        if (now.job_id === job.job_id && now.state === 'queued') {
          progress.report({ message: 'waiting for a free worker' });
        }
      }),
      project.onNotice((notice) => {
        if (notice.type === 'run' && notice.changes.includes('metrics') && !cancelled.isCancellationRequested) {
          inBackground(async () => {
            const text = await headlineOf(project, job, notice.experiment_id, notice.run_id);
            progress.report(text === undefined ? {} : { message: text });
            // An engine that is gone for a moment: the next value comes with its own notice.
          }, (failure) => console.warn('Slipway could not read the latest value', failure));
        }
      }),
    );
    try {
      return await jobs.ended(job.job_id);
    } finally {
      listener.dispose();
    }
  });
}

async function headlineOf(project: Project, job: Job, experimentId: string, runId: string): Promise<string | undefined> {
  const rows = await project.client?.runRows({ experiment_id: experimentId, filter: `attributes.run_id = '${runId}'`, max_results: 1 });
  const [row] = rows?.rows ?? [];
  const [metric] = row?.metrics ?? [];
  return row?.tags['slipway.job'] !== job.job_id || metric === undefined ? undefined
    : `${metric.key} ${formatNumber(toNumber(metric.value))}${metric.step > 0 ? `, step ${metric.step}` : ''}`;
}

/** Says how the job ended. Resolves when the message is answered or gone. */
export async function tellEnd(started: StartedJob, ended: Job, jobs: Jobs, openRun: OpenRunById): Promise<void> {
  const wanted = vscode.workspace.getConfiguration(Setting.section).get(Setting.notifyWhenTrained, true);
  const [runId] = ended.run_ids;
  const showLog: NextStep = { title: 'Show log', run: () => JobTerminal.show(ended, jobs, false) };
  const open: NextStep[] = runId === undefined ? [] : [{ title: 'Open run', run: async () => openRun(started.project, runId) }];
  const sentence = endedSentence(ended);
  if (ended.state === 'finished' || ended.state === 'stopped') {
    if (wanted) {
      await showProblem(new Problem(sentence, [...open, showLog], 'info'));
    }
    return;
  }
  const module = missingModule(ended.failure);
  if (module !== undefined) {
    const place = started.interpreter.environment === undefined ? started.interpreter.python : vscode.workspace.asRelativePath(started.interpreter.environment);
    await showProblem(new Problem(`${sentence} Install it into ${place}?`, [{ title: 'Install', run: async () => installModule(started.interpreter, module, started.cwd) }, showLog]));
    return;
  }
  await showProblem(new Problem(sentence, [showLog, ...open]));
}
