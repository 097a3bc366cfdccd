/** Registers a command so that its id, its arguments and what happens when it fails are the same everywhere. */
import * as vscode from 'vscode';
import type { ArgumentsOf, CommandId } from './contributions';
import { showProblem } from './problem';

/** @param run may fail: what it throws becomes a message with a next step. */
export function registerCommand<C extends CommandId>(id: C, run: (...given: ArgumentsOf<C>) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...given: ArgumentsOf<C>) => {
    try {
      return await run(...given);
    } catch (error) {
      await showProblem(error);
      return undefined;
    }
  });
}

/** Runs one of our commands with the arguments it takes. */
export async function executeCommand<C extends CommandId>(id: C, ...given: ArgumentsOf<C>): Promise<unknown> {
  return vscode.commands.executeCommand(id, ...given);
}
