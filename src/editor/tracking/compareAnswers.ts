/** What the compare panel's host answers: the engine's tables and curves, and what only the editor can do. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import type { CompareMethods, ComparePanelState } from '../../protocol/panels/comparePanel';
import type { TableValuesRequest } from '../../protocol/table';
import { comparedMetric } from '../../protocol/comparedMetric';
import { directionTag } from '../../protocol/direction';
import { imageType } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import type { Answers } from '../panels/panel';
import { executeCommand } from '../register';
import type { State } from '../state';
import { listArtifacts } from './artifactList';
import { diffRuns } from './comparedRuns';
import { saveFile } from './compareFiles';
import { chooseView, nameView } from './compareViews';
import { EarlyAnswers } from './earlyAnswers';
import { colorsOf } from './runColors';

/** Artifacts of a run that are looked through for images. */
const MOST_FILES = 5000;

/** Opens the page of a run that is known by its ids. */
export type OpenRun = (project: Project, runId: string) => Promise<unknown>;

/** @param early what was asked for the page before it stood */
export function compareAnswers(project: Project, state: State, openRun: OpenRun, extensionId: string, early: EarlyAnswers): Answers<CompareMethods> {
  return {
    experiments: (input, signal) => early.take('experiments', input, async () => (await project.connect()).experiments(false, signal)),
    runs: (selection, signal) => early.take('runs', selection, async () => (await project.connect()).tableRuns(selection, signal)),
    columns: async (selection, signal) => (await project.connect()).tableColumns(selection, signal),
    values: (request, signal) => early.take('values', request, async () => (await project.connect()).tableValues(request, signal)),
    curves: async (request, signal) => (await project.connect()).severalCurves(request, signal),
    band: async (request, signal) => (await project.connect()).curveBand(request, signal),
    colors: ({ run_ids: runIds }) => colorsOf(state, runIds),
    pinBaseline: async ({ experiment_id: experiment, run_id: run }) => (await project.connect()).setExperimentTag(experiment, RunTag.baseline, run ?? ''),
    setDirection: async ({ experiment_id: experiment, key, direction }) => (await project.connect()).setExperimentTag(experiment, directionTag(key), direction),
    diff: async ({ run_ids: [left = '', right = ''] }) => diffRuns(project, [left, right]),
    openRun: async ({ run_id: run }) => { await openRun(project, run); },
    images: async ({ run_ids: runIds }, signal) => {
      const client = await project.connect();
      return Promise.all(runIds.map(async (id) => ({ run_id: id, files: await imagesOf(client, id, signal) })));
    },
    image: async ({ run_id: run, path }, signal) => ({ bytes: new Uint8Array(await (await project.connect()).artifact(run, path, signal)), type: imageType(path) ?? '' }),
    train: async () => { await executeCommand(Command.train); },
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    views: async (_, signal) => (await (await project.connect()).views(signal)).map(({ name }) => name),
    chooseView: async () => (await chooseView([project], extensionId))?.state ?? null,
    nameView: async ({ state: view, link }) => nameView(project, extensionId, view, link),
    save: async ({ name, kind, text }) => saveFile(project, name, kind, text),
  };
}

/** Asks what a page that opens with this state asks first: its experiments and runs and, where nobody has sorted yet, the metric that the best is found by. */
export function askEarly(project: Project, kept: ComparePanelState): EarlyAnswers {
  const early = new EarlyAnswers(project);
  const ids = [...kept.experiment_ids];
  const filter = typeof kept['filter'] === 'string' ? kept['filter'] : '';
  const selection = { experiment_ids: ids, ...(filter.trim() === '' ? {} : { filter }) };
  const experiments = early.ask('experiments', {}, async () => (await project.connect()).experiments(false));
  early.ask('runs', selection, async () => (await project.connect()).tableRuns(selection));
  if (kept['tab'] === undefined) {
    const askHeadline = async (): Promise<void> => {
      const key = comparedMetric(await experiments, ids);
      if (key !== undefined) {
        const request: TableValuesRequest = { selection, columns: [{ kind: 'metric', key }] };
        early.ask('values', request, async () => (await project.connect()).tableValues(request));
      }
    };
    // Without it the page asks itself, and is told why that failed.
    askHeadline().catch(() => undefined);
  }
  return early;
}

async function imagesOf(client: EngineClient, runId: string, signal: AbortSignal): Promise<{ path: string; size: number | undefined }[]> {
  const files = await listArtifacts(client, runId, MOST_FILES, signal);
  return files.filter(({ path }) => imageType(path) !== undefined).map(({ path, file_size: size }) => ({ path, size }));
}
