/** What the compare panel's host answers: the engine's tables and curves, and what only the editor can do. */
import * as vscode from 'vscode';
import type { CompareMethods } from '../../protocol/panels/comparePanel';
import { RunTag } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { Command, runColors } from '../contributions';
import type { Answers } from '../panels/panel';
import { executeCommand } from '../register';
import type { State } from '../state';
import { diffRuns } from './comparedRuns';
import { nameView, saveFile } from './compareViews';
import { assignColors } from './palette';

/** Opens the page of a run that is known by its ids. */
export type OpenRun = (project: Project, experimentId: string, runId: string) => Promise<unknown>;

export function compareAnswers(project: Project, state: State, openRun: OpenRun, extensionId: string): Answers<CompareMethods> {
  return {
    experiments: async (_, signal) => (await project.connect()).experiments(false, signal),
    runs: async (selection, signal) => (await project.connect()).tableRuns(selection, signal),
    columns: async (selection, signal) => (await project.connect()).tableColumns(selection, signal),
    values: async (request, signal) => (await project.connect()).tableValues(request, signal),
    curves: async (request, signal) => (await project.connect()).curves(request, signal),
    band: async (request, signal) => (await project.connect()).curveBand(request, signal),
    colors: async ({ run_ids: runIds }) => {
      const given = assignColors(runIds, runColors.length, { get: (id) => state.runColor(id), set: (id, color) => state.setRunColor(id, color) });
      await state.saveRunColors();
      return runIds.map((id) => given.get(id) ?? 0);
    },
    pinBaseline: async ({ experiment_id: experiment, run_id: run }) => (await project.connect()).setExperimentTag(experiment, RunTag.baseline, run ?? ''),
    setDirection: async ({ experiment_id: experiment, key, direction }) => (await project.connect()).setExperimentTag(experiment, `slipway.metric.direction.${key}`, direction),
    diff: async ({ run_ids: [left = '', right = ''] }) => diffRuns(project, [left, right]),
    openRun: async ({ experiment_id: experiment, run_id: run }) => { await openRun(project, experiment, run); },
    train: async () => { await executeCommand(Command.train); },
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    views: async (_, signal) => (await project.connect()).views(signal),
    saveView: async (view) => (await project.connect()).saveView(view),
    nameView: async ({ state: view, link }) => nameView(project, extensionId, view, link),
    save: async ({ name, kind, text }) => saveFile(project, name, kind, text),
    deleteView: async ({ name }) => (await project.connect()).deleteView(name),
  };
}
