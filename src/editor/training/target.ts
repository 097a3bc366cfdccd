/** A train target of slipway.yaml as a job of the engine. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { readTrainTargets, targetRun } from '../../projectFile/trainTargets';
import { mustBeValid } from '../data/validatedInput';
import { Problem, type NextStep } from '../problem';
import { trustedFirst } from '../trust';
import { findInterpreter } from './interpreter';
import type { StartedJob } from './jobProgress';
import { checkImports, environmentOf, savedFirst, submit, type TrainingRoom } from './train';

/**
 * Starts it. Resolves when it is submitted. Throws a Problem where the file has a fault, no such target, or data that are not as asked.
 * @param checked whether the data that it names under `validate` are taken as they are
 */
export async function trainTarget(room: TrainingRoom, file: vscode.Uri, name: string, checked = false): Promise<StartedJob> {
  trustedFirst('training');
  await savedFirst(file);
  const found = await readTrainTargets(file.fsPath);
  const target = Object.hasOwn(found?.targets ?? {}, name) ? found?.targets[name] : undefined;
  if (found?.fault !== undefined) {
    throw new Problem(`${path.basename(file.fsPath)} can't be followed. Line ${found.fault.line + 1}: ${found.fault.message}`, [openStep(file, found.fault.line, found.fault.column)]);
  }
  if (target === undefined) {
    throw new Problem(`${path.basename(file.fsPath)} has no train target "${name}". It may have been renamed.`, [openStep(file, 0, 0)]);
  }
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const interpreter = await findInterpreter(file, folder);
  const run = targetRun(file.fsPath, target, interpreter.python);
  if (!existsSync(run.cwd)) {
    throw new Problem(`The folder of "${name}" is not there: ${run.cwd}. Correct it in ${path.basename(file.fsPath)}.`, [openStep(file, 0, 0)]);
  }
  if (run.source !== undefined) {
    const script = vscode.Uri.file(run.source);
    await savedFirst(script);
    await checkImports(room, interpreter, script, run.cwd, async () => trainTarget(room, file, name, checked));
  }
  const project = room.projects.ofFile(file) ?? room.projects.active();
  if (!checked && target.validate !== undefined) {
    await mustBeValid({ program: path.join(path.dirname(room.scripts), 'slipway.js'), store: project.store, projectFile: file.fsPath, names: target.validate, target: name, train: async () => trainTarget(room, file, name, true) });
  }
  return submit(room, project, interpreter, { ...run, command: [...run.command], env: await environmentOf(folder, interpreter), interpreter: interpreter.python });
}

function openStep(file: vscode.Uri, line: number, column: number): NextStep {
  const at = new vscode.Range(line, column, line, column);
  return { title: 'Open file', run: () => vscode.window.showTextDocument(file, { selection: at }) };
}
