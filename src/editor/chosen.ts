/** What a person chooses or writes; closing the question is to be asked no further. */
import * as vscode from 'vscode';

/** @throws CancellationError where nothing was chosen */
export async function chosen<T>(asked: Thenable<T | undefined>): Promise<T> {
  const answer = await asked;
  if (answer === undefined) {
    throw new vscode.CancellationError();
  }
  return answer;
}
