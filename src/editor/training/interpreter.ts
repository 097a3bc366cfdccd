/** Which Python runs a script: our own setting, else the Python extension's choice, then the setting, then a virtual environment in the folder, then the PATH. */
import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Setting } from '../contributions';
import { Problem, type NextStep } from '../problem';
import { repairEnvironment } from './repairEnvironment';

/** The part of the API of ms-python.python that is used here (its `environments` namespace). */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

export interface Interpreter {
  /** Absolute path of the executable. */
  readonly python: string;
  /** The virtual environment's folder, where it is one. */
  readonly environment?: string;
}

const WINDOWS = process.platform === 'win32';

/** Throws a Problem with a button where there is none. */
export async function findInterpreter(script: vscode.Uri, folder: vscode.WorkspaceFolder | undefined): Promise<Interpreter> {
  const chosen = fromSetting('slipway', Setting.trainPython, script, folder) ?? await fromPythonExtension(script) ?? fromSetting('python', 'defaultInterpreterPath', script, folder);
  if (chosen !== undefined) {
    const found = await executable(chosen.python);
    if (found === undefined) {
      throw new Problem(`The selected Python is gone: ${chosen.python} (${chosen.by}). Select another one.`, selectSteps());
    }
    return interpreter(found);
  }
  const folders = [...new Set([path.dirname(script.fsPath), ...(folder === undefined ? [] : [folder.uri.fsPath])])];
  for (const home of folders) {
    for (const name of ['.venv', 'venv']) {
      const environment = path.join(home, name);
      const found = await executable(inEnvironment(environment));
      if (found !== undefined) {
        return interpreter(found);
      }
      if (await isEnvironment(environment)) {
        throw await brokenEnvironment(environment);
      }
    }
  }
  const found = await firstOnPath();
  if (found !== undefined) {
    return interpreter(found);
  }
  throw new Problem('No Python was found: no .venv here, no python3 on the PATH. Install Python, or say where it is.', selectSteps());
}

/** The folder is a virtual environment, but its Python is gone: another one would train without the packages that stand there. */
async function brokenEnvironment(environment: string): Promise<Problem> {
  const name = path.basename(environment);
  const base = await firstOnPath();
  const steps = selectSteps();
  return base === undefined
    ? new Problem(`The Python that ${name} was made from is gone, and there is no other on the PATH. Install Python, or say where it is.`, steps)
    : new Problem(`The Python that ${name} was made from is gone. Repair ${name} with ${base}?`, [
      { title: `Repair ${name}`, run: async () => repairEnvironment(environment, base) }, ...steps,
    ]);
}

/** The Python inside a virtual environment's folder. */
export function inEnvironment(folder: string): string {
  return WINDOWS ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

/** A Python that was selected, and where. */
interface Chosen { readonly python: string; readonly by: string }

async function fromPythonExtension(script: vscode.Uri): Promise<Chosen | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>('ms-python.python');
  if (extension === undefined) {
    return undefined;
  }
  const api = await extension.activate();
  const active = api?.environments?.getActiveEnvironmentPath(script);
  const resolved = active === undefined ? undefined : await api.environments?.resolveEnvironment(active);
  const python = resolved?.executable.uri?.fsPath;
  return python === undefined ? undefined : { python, by: 'by the Python extension' };
}

function fromSetting(section: string, name: string, script: vscode.Uri, folder: vscode.WorkspaceFolder | undefined): Chosen | undefined {
  const value = vscode.workspace.getConfiguration(section, script).get<string>(name, '').trim();
  // `python` is the default of the Python extension's setting and says nothing.
  if (value === '' || value === 'python') {
    return undefined;
  }
  const python = value.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? path.dirname(script.fsPath)).replace(/^~(?=[/\\])/, homedir())
    .replaceAll(/\$\{env:(\w+)\}/g, (_, variable: string) => process.env[variable] ?? '');
  return { python, by: `setting ${section}.${name}` };
}

async function executable(file: string): Promise<string | undefined> {
  if (!path.isAbsolute(file)) {
    return onPath(file);
  }
  // A folder may be "executed" too.
  return await isFile(file) ? access(file, constants.X_OK).then(() => file, () => undefined) : undefined;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then((found) => found.isFile(), () => false);
}

async function firstOnPath(): Promise<string | undefined> {
  for (const name of WINDOWS ? ['python', 'py'] : ['python3', 'python']) {
    const found = await onPath(name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  const endings = WINDOWS ? ['.exe', '.bat', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter).filter((entry) => entry !== '')) {
    for (const ending of endings) {
      const found = await access(path.join(folder, name + ending), constants.X_OK).then(() => path.join(folder, name + ending), () => undefined);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

async function interpreter(python: string): Promise<Interpreter> {
  const environment = path.dirname(path.dirname(python));
  return await isEnvironment(environment) ? { python, environment } : { python };
}

async function isEnvironment(folder: string): Promise<boolean> {
  return isFile(path.join(folder, 'pyvenv.cfg'));
}

/** Buttons that let a person choose another Python. */
export function selectSteps(): NextStep[] {
  const hasPython = vscode.extensions.getExtension('ms-python.python') !== undefined;
  return [hasPython
    ? { title: 'Select interpreter', run: () => vscode.commands.executeCommand('python.setInterpreter') }
    : { title: 'Select interpreter', run: selectByHand }];
}

/** Without the Python extension: the file dialog. Its own setting is not to be had then, so the choice is kept in ours. */
async function selectByHand(): Promise<void> {
  const [chosen] = await vscode.window.showOpenDialog({ title: 'Select a Python interpreter', canSelectMany: false, openLabel: 'Use this Python' }) ?? [];
  if (chosen !== undefined) {
    await vscode.workspace.getConfiguration(Setting.section).update(Setting.trainPython, chosen.fsPath, vscode.workspace.workspaceFolders === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace);
  }
}
