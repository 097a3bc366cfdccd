/** Puts a missing package into the environment that a script runs in, with progress and a log. */
import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { Problem } from '../problem';
import type { Interpreter } from './interpreter';
import { runPython } from './runPython';

/** Names under which modules are published, where that is not the module's own. */
const PACKAGES: Readonly<Record<string, string>> = {
  sklearn: 'scikit-learn', cv2: 'opencv-python', PIL: 'Pillow', yaml: 'PyYAML', skimage: 'scikit-image', bs4: 'beautifulsoup4', dotenv: 'python-dotenv', attr: 'attrs', dateutil: 'python-dateutil',
};

let output: vscode.OutputChannel | undefined;

/** Resolves with true when it is installed. Throws a Problem that names the log when it could not be. */
export async function installModule(interpreter: Interpreter, module: string, cwd: string): Promise<boolean> {
  const name = PACKAGES[module] ?? module;
  output ??= vscode.window.createOutputChannel('Slipway: packages');
  const log = output;
  const [program, words] = await installer(interpreter, name, cwd);
  log.appendLine(`> ${program} ${words.join(' ')}`);
  const code = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Installing ${name}`, cancellable: true }, async (progress, cancelled) => new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, words, { cwd, windowsHide: true });
    cancelled.onCancellationRequested(() => child.kill());
    const write = (data: Buffer): void => {
      log.append(data.toString('utf8'));
      progress.report({ message: data.toString('utf8').trim().split('\n').at(-1)?.slice(0, 80) ?? '' });
    };
    child.stdout.on('data', write);
    child.stderr.on('data', write);
    child.once('error', (error) => reject(new Problem(program === 'uv'
      ? `${name} could not be installed: ${interpreter.python} has no pip, and uv is not on the PATH. Run "${interpreter.python} -m ensurepip" in a terminal, then try again.`
      : `${name} could not be installed: ${error.message}.`)));
    child.once('close', (exitCode) => cancelled.isCancellationRequested ? reject(new vscode.CancellationError()) : resolve(exitCode));
  }));
  if (code !== 0) {
    throw new Problem(`${name} could not be installed: its installer ended with exit code ${code}.`, [{ title: 'Show log', run: () => log.show() }]);
  }
  return true;
}

/** pip where the environment has it, else uv, which makes environments without pip. */
async function installer(interpreter: Interpreter, name: string, cwd: string): Promise<[string, string[]]> {
  const hasPip = await runPython(interpreter.python, ['-c', 'import pip'], cwd).then(() => true, () => false);
  return hasPip
    ? [interpreter.python, ['-m', 'pip', 'install', '--disable-pip-version-check', name]]
    : ['uv', ['pip', 'install', '--python', interpreter.python, name]];
}
