/** What a person chooses or writes; closing the question is to be asked no further. */
import * as vscode from 'vscode';

/**
 * Of a question that follows another one: the panel that had the focus takes it back when the first is answered, now and then when this one is
 * there already, which would close it and lose both answers.
 */
export const FOLLOWS = { ignoreFocusOut: true } as const;

/** @throws CancellationError where nothing was chosen */
export async function chosen<T>(asked: Thenable<T | undefined>): Promise<T> {
  const answer = await asked;
  if (answer === undefined) {
    throw new vscode.CancellationError();
  }
  return answer;
}
