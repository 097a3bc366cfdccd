/** One open panel: checks and answers what its page asks, and tells it what happens. What the panel is about stands in its methods. */
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import { EngineJson } from '../../connection/engineJson';
import type { AnswerOf, CommonNotices, InputOf, Methods, ToHost, ToPage } from '../../protocol/panels/contract';
import type { PanelKind } from './checks';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import { sentenceOf } from '../problem';

/**
 * The host's side of a panel's methods. `signal` aborts when the page no longer wants the answer. What the engine said in JSON may be
 * passed on as it came: megabytes that are parsed and written again here would hold the editor up.
 */
export type Answers<M extends Methods> = {
  readonly [Name in keyof M]: (input: InputOf<M[Name]>, signal: AbortSignal) => Promise<AnswerOf<M[Name]> | EngineJson<AnswerOf<M[Name]>>> | AnswerOf<M[Name]>
};

export class Panel<M extends Methods> implements vscode.Disposable {
  private readonly asked = new Map<number, AbortController>();
  private readonly listeners: vscode.Disposable[] = [];
  private readonly changedRuns = new Set<string>();
  private readonly experimentsOfRuns = new Set<string>();
  private readonly changedExperiments = new Set<string>();
  private readonly telling = new Gathering(() => this.tellRuns());
  private heard = false;

  /**
   * @param kind whose methods inputs are checked against
   * @param project whose runs the page shows
   */
  constructor(readonly panel: vscode.WebviewPanel, private readonly kind: PanelKind, private readonly answers: Answers<M>, readonly project: Project) {
    this.listeners.push(
      panel.webview.onDidReceiveMessage((message: ToHost) => { void this.receive(message); }),
      panel.onDidDispose(() => this.dispose()),
      project.onNotice((notice) => {
        if (notice.type === 'run') {
          this.changedRuns.add(notice.run_id);
          this.experimentsOfRuns.add(notice.experiment_id);
          this.telling.soon();
        } else if (notice.type === 'experiment') {
          this.changedExperiments.add(notice.experiment_id);
          this.telling.soon();
        } else if (notice.type === 'view') {
          this.tell('views', {});
        }
      }),
      project.onReset(() => this.tell('reset', {})),
      project.onDidChangeState((state) => this.tell('engine', { up: state.kind === 'ready' })),
    );
  }

  /** Whether a page is there that hears what it is told: it has asked something, and is not hidden. */
  get hears(): boolean {
    return this.heard && this.panel.visible;
  }

  /** Makes the page that is there begin anew, about what `state` says. */
  begin(state: object): void {
    this.heard = true;
    this.post({ type: 'begin', state });
  }

  /** A page that is hidden hears nothing; it asks afresh when it is shown again. */
  tell<Name extends keyof CommonNotices>(name: Name, value: CommonNotices[Name]): void {
    this.post({ type: 'notice', name, value });
  }

  dispose(): void {
    this.telling.dispose();
    this.asked.forEach((controller) => controller.abort());
    this.asked.clear();
    vscode.Disposable.from(...this.listeners.splice(0)).dispose();
  }

  private tellRuns(): void {
    if (this.changedRuns.size > 0) {
      this.tell('runs', { run_ids: [...this.changedRuns], experiment_ids: [...this.experimentsOfRuns] });
    }
    if (this.changedExperiments.size > 0) {
      this.tell('runs', { run_ids: [], experiment_ids: [...this.changedExperiments] });
    }
    this.changedRuns.clear();
    this.experimentsOfRuns.clear();
    this.changedExperiments.clear();
  }

  private async receive(message: ToHost): Promise<void> {
    if (message.type === 'cancel') {
      this.asked.get(message.id)?.abort();
      return;
    }
    this.heard = true;
    const { id, method, input } = message;
    const controller = new AbortController();
    this.asked.set(id, controller);
    try {
      const value = await this.answer(method, input, controller.signal);
      this.post(value instanceof EngineJson
        ? { type: 'json', id, bytes: value.bytes, ...(value.part === undefined ? {} : { part: value.part }) }
        : { type: 'answer', id, value });
    } catch (error) {
      const code = controller.signal.aborted ? 'CANCELLED' : error instanceof EngineError ? error.code : 'INTERNAL';
      this.post({ type: 'failure', id, failure: { code, message: sentenceOf(error) } });
    } finally {
      this.asked.delete(id);
    }
  }

  private async answer(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const { checkAsk } = await import('./checks');
    const verdict = checkAsk(this.kind, name, input);
    if (verdict !== 'fits') {
      throw new Error(`The page asked "${name}", ${verdict === 'unknown method' ? 'which this panel does not know' : 'and this panel does not understand how'}. Reload the window.`);
    }
    return this.answers[name as keyof M](input as never, signal);
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}
