/** What the run panel's host answers about its run, and what its buttons do. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import { absent } from '../../connection/engineError';
import type { Run, WireNumber } from '../../protocol/mlflow';
import type { BaselineRun, RunMethods, RunView } from '../../protocol/panels/runPanel';
import { RunTag, tagRecord } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import type { Answers } from '../panels/panel';
import { Problem, telling } from '../problem';
import type { State } from '../state';
import { artifactUri, saveArtifact } from './artifactFiles';
import { listArtifacts } from './artifactList';
import type { ArtifactPages } from './artifactPanel';
import { conditionOf } from '../../protocol/condition';
import { rowsById } from './query';
import { colorsOf } from './runColors';
import { runAction } from './runActions';
import { openNotebook, readCode, showChanges } from './runCode';
import { readEnvironment } from './runEnvironment';
import { readLog } from './runLog';

const MOST_ARTIFACTS = 20_000;

/** What answering needs: the run, its panel, and the other panels that it leads to. */
export interface RunPanelContext {
  readonly project: Project;
  readonly runId: string;
  readonly panel: vscode.WebviewPanel;
  readonly state: State;
  /** editors of HTML artifacts */
  readonly pages: ArtifactPages;
  /** opens the compare panel on these runs of one experiment */
  readonly compare: (project: Project, experimentIds: readonly string[], selected: readonly string[], title: string) => void;
  /** starts the command of a job once more */
  readonly again: (project: Project, jobId: string) => Promise<void>;
  /** the panel is used: it is no preview any more */
  readonly settle: () => void;
  /** is given what lasts as long as the panel is about this run */
  readonly until: (lasting: vscode.Disposable) => void;
}

export function runAnswers(context: RunPanelContext): Answers<RunMethods> {
  const { project, runId, panel, state } = context;
  const read = async (signal: AbortSignal): Promise<RunView> => readRun(await project.connect(), runId, state, signal);
  // Asked while VS Code still makes the page: its first ask finds the answer there, unless the run has changed meanwhile.
  let early: Promise<RunView> | undefined = read(new AbortController().signal);
  // A failure is told to the ask that takes it; until then it is nobody's.
  early.catch(() => undefined);
  context.until(project.onNotice((notice) => { if (notice.type === 'run' && notice.run_id === runId) { early = undefined; } }));
  return {
    run: async (_, signal) => {
      const taken = early;
      early = undefined;
      const view = await (taken ?? read(signal));
      panel.title = view.run.info.run_name;
      return view;
    },
    act: async ({ action }) => telling(async () => runAction(context, action)),
    saveNote: async ({ text }) => (await project.connect()).setTag(runId, RunTag.note, text),
    setHeadlines: async ({ keys }) => {
      const { info } = await (await project.connect()).run(runId);
      await state.setHeadlines(project.store, info.experiment_id, keys);
    },
    curves: async ({ asks }, signal) => (await project.connect()).severalCurves({ asks: asks.map((ask) => ({ ...ask, run_ids: [runId] })) }, signal),
    artifacts: async (_, signal) => {
      const files = await listArtifacts(await project.connect(), runId, MOST_ARTIFACTS + 1, signal);
      return { files: files.slice(0, MOST_ARTIFACTS).map(({ path, file_size: size }) => ({ path, size: size ?? 0 })), cut: files.length > MOST_ARTIFACTS };
    },
    artifactPart: async ({ path, from, to }, signal) => {
      const { bytes, size } = await (await project.connect()).artifactPart(runId, path, from, to, signal);
      // Without the rest of the buffer that Node may have put it in.
      return { bytes: Uint8Array.from(bytes), size };
    },
    openArtifact: async ({ path }) => { await vscode.commands.executeCommand('vscode.open', artifactUri(project, runId, path)); },
    saveArtifact: async ({ path }) => saveArtifact(project, runId, path),
    showPage: async ({ path }) => context.pages.show(project, runId, path),
    code: async (_, signal) => readCode(project, await (await project.connect()).run(runId, signal), signal),
    showChanges: async ({ path }) => telling(async () => showChanges(project, await (await project.connect()).run(runId), path)),
    openNotebook: async () => telling(async () => openNotebook(project, await (await project.connect()).run(runId))),
    log: async ({ offset }, signal) => readLog(project, runId, offset, signal),
    environment: async (_, signal) => readEnvironment(await project.connect(), runId, signal),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    settle: () => context.settle(),
  };
}

/** @throws EngineError RESOURCE_DOES_NOT_EXIST when the run is gone for good */
async function readRun(client: EngineClient, runId: string, state: State, signal: AbortSignal): Promise<RunView> {
  const run = await client.run(runId, signal);
  const experimentId = run.info.experiment_id;
  const [{ rows: [row], project_tags: projectTags }, experiment] = await Promise.all([
    client.runRows(rowsById(experimentId, [runId]), signal),
    client.experiment(experimentId, signal),
  ]);
  if (row === undefined) {
    throw new Problem('This run is no longer in this project.');
  }
  const tags = tagRecord([...experiment.tags ?? [], ...projectTags ?? []]);
  const pinned = tags[RunTag.baseline];
  const [color = 0] = colorsOf(state, [runId]);
  return {
    run, row, condition: conditionOf(row, Date.now()), experiment: { experiment_id: experimentId, name: experiment.name, tags },
    baseline: pinned === undefined || pinned === '' || pinned === runId ? null : await readBaseline(client, pinned, signal),
    isBaseline: pinned === runId, headlines: state.headlines(client.address.store, experimentId), color,
    canRunAgain: row.tags[RunTag.job] !== undefined,
  };
}

/** @returns null for a baseline that was deleted since: there is nothing to compare with then */
async function readBaseline(client: EngineClient, runId: string, signal: AbortSignal): Promise<BaselineRun | null> {
  const run = await client.run(runId, signal).catch(absent);
  return run === undefined || run.info.lifecycle_stage === 'deleted' ? null : { run_id: runId, run_name: run.info.run_name, metrics: latestOf(run) };
}

function latestOf(run: Run): Record<string, WireNumber> {
  return Object.fromEntries((run.data.metrics ?? []).map(({ key, value }) => [key, value]));
}
