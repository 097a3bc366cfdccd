/** Which Python runs a script: our own setting, else the Python extension's choice, then the setting, then a virtual environment in the folder, then the PATH. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Setting } from '../contributions';
import { Problem, type NextStep } from '../problem';

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
    const found = await executable(chosen);
    if (found === undefined) {
      throw new Problem(`The selected Python is gone: ${chosen}. Select another one.`, selectSteps());
    }
    return interpreter(found);
  }
  const folders = [...new Set([path.dirname(script.fsPath), ...(folder === undefined ? [] : [folder.uri.fsPath])])];
  for (const home of folders) {
    for (const name of ['.venv', 'venv']) {
      const found = await executable(inEnvironment(path.join(home, name)));
      if (found !== undefined) {
        return interpreter(found);
      }
    }
  }
  for (const name of WINDOWS ? ['python', 'py'] : ['python3', 'python']) {
    const found = await onPath(name);
    if (found !== undefined) {
      return interpreter(found);
    }
  }
  throw new Problem('No Python was found: no .venv here, no python3 on the PATH. Install Python, or say where it is.', selectSteps());
}

/** The Python inside a virtual environment's folder. */
export function inEnvironment(folder: string): string {
  return WINDOWS ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

/** Runs Python and gives what it prints. Rejects with what it said on stderr. */
export async function runPython(python: string, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(python, [...words], { cwd, timeout: 60_000, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(`${python} could not run: ${stderr.trim().split('\n').at(-1) || error.message}`, { cause: error }));
      }
    });
  });
}

async function fromPythonExtension(script: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>('ms-python.python');
  if (extension === undefined) {
    return undefined;
  }
  const api = await extension.activate();
  const active = api?.environments?.getActiveEnvironmentPath(script);
  const resolved = active === undefined ? undefined : await api.environments?.resolveEnvironment(active);
  return resolved?.executable.uri?.fsPath;
}

function fromSetting(section: string, name: string, script: vscode.Uri, folder: vscode.WorkspaceFolder | undefined): string | undefined {
  const value = vscode.workspace.getConfiguration(section, script).get<string>(name, '').trim();
  // `python` is the default of the Python extension's setting and says nothing.
  if (value === '' || value === 'python') {
    return undefined;
  }
  return value.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? path.dirname(script.fsPath)).replace(/^~(?=[/\\])/, homedir())
    .replaceAll(/\$\{env:(\w+)\}/g, (_, variable: string) => process.env[variable] ?? '');
}

async function executable(file: string): Promise<string | undefined> {
  if (!path.isAbsolute(file)) {
    return onPath(file);
  }
  return access(file, constants.X_OK).then(() => file, () => undefined);
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
  const isEnvironment = await access(path.join(environment, 'pyvenv.cfg')).then(() => true, () => false);
  return isEnvironment ? { python, environment } : { python };
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
