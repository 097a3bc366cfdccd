/**
 * Answers to what a page asks first, asked while VS Code still makes the page. Each is given away once, to an ask that is the same, unless
 * something was recorded meanwhile.
 */
import type * as vscode from 'vscode';
import type { Project } from '../connection/project';

interface Early { readonly asked: string; readonly answer: Promise<unknown> }

export class EarlyAnswers implements vscode.Disposable {
  readonly #answers = new Map<string, Early>();
  readonly #changes: readonly vscode.Disposable[];

  constructor(project: Pick<Project, 'onNotice' | 'onReset'>) {
    this.#changes = [project.onNotice(() => this.#answers.clear()), project.onReset(() => this.#answers.clear())];
  }

  /** Asks now what is to come as `method` with this input. */
  ask<T>(method: string, input: unknown, read: () => Promise<T>): Promise<T> {
    const answer = read();
    // A failure is told to the ask that takes it; until then it is nobody's.
    answer.catch(() => undefined);
    this.#answers.set(method, { asked: JSON.stringify(input), answer });
    return answer;
  }

  /** @returns the answer to `method` where it was asked with the same input, else what `read` says now */
  take<T>(method: string, input: unknown, read: () => Promise<T>): Promise<T> {
    const early = this.#answers.get(method);
    this.#answers.delete(method);
    return early?.asked === JSON.stringify(input) ? early.answer as Promise<T> : read();
  }

  dispose(): void {
    this.#answers.clear();
    this.#changes.forEach((change) => { change.dispose(); });
  }
}
