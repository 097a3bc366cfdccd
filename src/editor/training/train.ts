/** "Slipway: Train…": from a Python file to a job of the engine. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { JobRequest } from '../../protocol/jobs';
import { definedOf, readEnvFile } from '../connection/ownTrackingSources';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { envFilesOf } from '../connection/terminalTracking';
import { Setting } from '../contributions';
import { splitArguments } from '../../projectFile/commandWords';
import { Problem, sentenceOf } from '../problem';
import type { State } from '../state';
import { trustedFirst } from '../trust';
import { installModule } from './installModule';
import { findInterpreter, selectSteps, type Interpreter } from './interpreter';
import type { FollowedJobs } from './followedJobs';
import type { StartedJob } from './jobProgress';
import { JobTerminal } from './jobTerminal';
import type { Jobs } from './jobs';
import { runPython } from './runPython';


interface Imports { readonly imports?: readonly string[]; readonly missing?: readonly string[]; readonly syntax_error?: { readonly line: number | null; readonly message: string } }

export interface TrainingRoom {
  readonly projects: Projects;
  readonly jobs: Jobs;
  readonly state: State;
  /** dist/python. */
  readonly scripts: string;
  readonly followed: FollowedJobs;
}

/** Starts a script as a tracked job. Resolves when it is submitted; progress goes on by itself. */
export async function train(room: TrainingRoom, resource: { readonly fsPath: string }): Promise<StartedJob> {
  trustedFirst('training');
  const script = vscode.Uri.file(resource.fsPath);
  await savedFirst(script);
  const project = room.projects.ofFile(script) ?? room.projects.active();
  const folder = vscode.workspace.getWorkspaceFolder(script);
  const cwd = folder?.uri.fsPath ?? path.dirname(script.fsPath);
  const words = await argumentsOf(room.state, script);
  const interpreter = await findInterpreter(script, folder);
  await checkImports(room, interpreter, script, cwd, async () => train(room, script));
  return submit(room, project, interpreter, {
    command: [interpreter.python, script.fsPath, ...words], cwd, env: await environmentOf(folder, interpreter),
    interpreter: interpreter.python, source: script.fsPath,
  });
}

/** Hands a job to the engine, shows its terminal and follows it. */
export async function submit(room: TrainingRoom, project: Project, interpreter: Interpreter, request: JobRequest): Promise<StartedJob> {
  const job = await (await project.connect()).submitJob(request);
  room.jobs.add(project, job);
  const started: StartedJob = { project, job, interpreter, cwd: request.cwd };
  JobTerminal.show(job, room.jobs);
  room.followed.follow(started);
  return started;
}

/** What is run is the file on disk. Throws a Problem where an open text of it can't be saved. */
export async function savedFirst(script: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === script.toString());
  if (document?.isDirty === true && !await document.save()) {
    throw new Problem(`${path.basename(script.fsPath)} could not be saved, and what runs is the file on disk. Save it, then train.`);
  }
}

async function argumentsOf(state: State, script: vscode.Uri): Promise<string[]> {
  const before = state.trainArguments(script.fsPath) ?? '';
  if (!vscode.workspace.getConfiguration(Setting.section, script).get(Setting.confirmArguments, true)) {
    return splitArguments(before);
  }
  const text = await vscode.window.showInputBox({
    title: `Train ${path.basename(script.fsPath)}`, value: before, placeHolder: '--epochs 20 --lr 0.01', prompt: 'Arguments of the script; Enter for none',
    validateInput: (typed) => {
      try {
        splitArguments(typed);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
  });
  if (text === undefined) {
    throw new vscode.CancellationError();
  }
  await state.setTrainArguments(script.fsPath, text);
  return splitArguments(text);
}

/**
 * A script that tracks needs mlflow; one that does not import it becomes a run all the same.
 * @param again what is done once mlflow is installed
 */
export async function checkImports(room: TrainingRoom, interpreter: Interpreter, script: vscode.Uri, cwd: string, again: () => Promise<unknown>): Promise<void> {
  const found = await importsOf(interpreter.python, path.join(room.scripts, 'imports.py'), script, cwd);
  if (found.missing?.includes('mlflow') === true) {
    const place = interpreter.environment === undefined ? interpreter.python : vscode.workspace.asRelativePath(interpreter.environment);
    throw new Problem(`${path.basename(script.fsPath)} imports \`mlflow\`, and ${place} does not have it. Install it?`, [
      { title: 'Install mlflow', run: async () => { await installModule(interpreter, 'mlflow', cwd); await again(); } },
      ...selectSteps(),
    ]);
  }
}

async function importsOf(python: string, reader: string, script: vscode.Uri, cwd: string): Promise<Imports> {
  try {
    return JSON.parse(await runPython(python, [reader, script.fsPath], cwd)) as Imports;
  } catch (error) {
    throw new Problem(error instanceof SyntaxError ? `${python} does not answer like a Python. Select another one.` : `${sentenceOf(error).replace(/\.?$/, '.')} Select another Python.`, selectSteps());
  }
}

/** What a terminal of this folder would have: the process's environment, the terminal settings, the env file; the virtual environment first on the PATH. */
export async function environmentOf(folder: vscode.WorkspaceFolder | undefined, interpreter: Interpreter): Promise<Record<string, string>> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
  const settings = vscode.workspace.getConfiguration('terminal.integrated.env', folder).get<Record<string, string | null>>(platform, {});
  const files = folder === undefined ? [] : await Promise.all(envFilesOf(folder).map(readEnvFile));
  const env: Record<string, string> = Object.assign({}, definedOf(process.env), ...files, definedOf(settings));
  if (interpreter.environment !== undefined) {
    env['VIRTUAL_ENV'] = interpreter.environment;
    env['PATH'] = path.dirname(interpreter.python) + path.delimiter + (env['PATH'] ?? '');
  }
  return env;
}
