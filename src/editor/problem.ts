/** The one place that turns an error into a message of VS Code: what happened, and a button for what to do next. */
import * as vscode from 'vscode';
import { EngineError, EngineStartError } from '../connection/engineError';
import { Command } from './contributions';

export interface NextStep {
  /** A verb: `Install mlflow`, `Show log`. */
  readonly title: string;
  run(): unknown;
}

/** An error that already knows how to speak to a person. */
export class Problem extends Error {
  constructor(message: string, readonly steps: readonly NextStep[] = [], readonly severity: 'error' | 'warning' | 'info' = 'error') {
    super(message);
    this.name = 'Problem';
  }
}

export const showLogStep: NextStep = { title: 'Show log', run: () => vscode.commands.executeCommand(Command.showEngineLog) };
export const retryEngineStep: NextStep = { title: 'Try again', run: () => vscode.commands.executeCommand(Command.retryEngine) };

/** Shows `error` and runs the step that is clicked. Cancelling is no problem: nothing is shown for it. */
export async function showProblem(error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError')) {
    return;
  }
  const problem = error instanceof Problem ? error : new Problem(sentenceOf(error), error instanceof EngineStartError ? [retryEngineStep, showLogStep] : [showLogStep]);
  const show = { error: vscode.window.showErrorMessage, warning: vscode.window.showWarningMessage, info: vscode.window.showInformationMessage }[problem.severity];
  const chosen = await show(problem.message, ...problem.steps.map((step) => step.title));
  await problem.steps.find((step) => step.title === chosen)?.run();
}

/** Shows a problem without making the caller wait for the click. */
export function reportProblem(problem: unknown): void {
  inBackground(async () => showProblem(problem), (failure) => console.error('Slipway could not show a message', failure));
}

/** Does what a button of a page asks for and waits for it. Problems become messages, with their next steps: the page has no place for them. */
export async function telling(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    reportProblem(error);
  }
}

/** Starts what nobody waits for; when it fails, a person is told. */
export function inBackground(work: () => Promise<unknown> | Thenable<unknown>, onFailure: (failure: unknown) => void = reportProblem): void {
  const whole = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onFailure(error);
    }
  };
  void whole();
}

/** One sentence for a person, without a stack or an error code where the words suffice. */
export function sentenceOf(error: unknown): string {
  if (error instanceof EngineError) {
    return error.status === 401
      ? 'The engine refused the credential. A .netrc entry or a proxy may have replaced it.'
      : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
