/**
 * Panels of one kind, each about one thing of a project: brought back after a reload, one per thing. The one that nobody has used yet is a
 * preview: like a preview tab, the next thing takes its place.
 */
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import type { PanelKind } from './checks';
import { fillPanel, pageOptions } from './page';
import { restorePanels } from './restoredPanels';

/** The host of a page, as long as it is about one thing. */
export interface SubjectPage extends vscode.Disposable {
  /** whether a page is there that hears what it is told */
  readonly hears: boolean;
  begin(state: object): void;
}

/** What a panel is about. */
export interface Subject<State> {
  readonly page: SubjectPage;
  /** whether that is what `state` names */
  readonly is: (state: State) => boolean;
}

/** How long a panel is about something. */
export interface SubjectLife {
  /** the panel is used: it is no preview any more */
  readonly settle: () => void;
  /** is given what lasts as long as the panel is about this */
  readonly until: (lasting: vscode.Disposable) => void;
}

export interface SubjectPanelsOptions<State> {
  /** type of the panel for VS Code */
  readonly type: string;
  readonly kind: PanelKind;
  /** begins to answer the page of a panel */
  readonly about: (panel: vscode.WebviewPanel, project: Project, state: State, life: SubjectLife) => Subject<State>;
}

/** How a panel is opened. */
export interface Opening {
  /** taken by the next thing until somebody uses it */
  readonly preview: boolean;
  /** a panel that is about it already begins anew with the state, instead of being shown as it is */
  readonly anew?: boolean;
}

interface Open<State> { readonly panel: vscode.WebviewPanel; readonly store: string; readonly subject: Subject<State>; readonly lasting: readonly vscode.Disposable[] }

export class SubjectPanels<State extends { readonly store: string }> implements vscode.Disposable {
  private readonly open = new Map<vscode.WebviewPanel, Open<State>>();
  private preview: vscode.WebviewPanel | undefined;
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, projects: Projects, private readonly options: SubjectPanelsOptions<State>) {
    this.registration = restorePanels<State>(options.type, extension, projects, (panel, project, kept) => { this.fill(panel, project, kept); });
  }

  /** Opens what `state` names. @param title until the page knows better */
  show(project: Project, state: State, title: string, { preview, anew = false }: Opening): void {
    const known = [...this.open.values()].find(({ store, subject }) => store === project.store && subject.is(state))?.panel;
    if (known !== undefined && !anew) {
      known.reveal(undefined, preview);
      return;
    }
    const before = known ?? (preview ? this.preview : undefined);
    if (before !== undefined && this.open.get(before)?.subject.page.hears === true) {
      // Making a page takes VS Code several times as long as filling one.
      this.turn(before, project, state, title, preview);
      return;
    }
    const panel = vscode.window.createWebviewPanel(this.options.type, title, { viewColumn: before?.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: preview }, pageOptions(this.extension));
    this.fill(panel, project, state);
    if (preview) {
      this.preview = panel;
    }
    before?.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    [...this.open.keys()].forEach((panel) => panel.dispose());
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: State): void {
    this.begin(panel, project, state);
    panel.onDidDispose(() => {
      this.end(panel);
      this.settle(panel);
    });
    fillPanel(panel, this.extension, this.options.kind, state);
  }

  /** Shows something else in the page that is there. */
  private turn(panel: vscode.WebviewPanel, project: Project, state: State, title: string, preserveFocus: boolean): void {
    this.end(panel);
    const { page } = this.begin(panel, project, state);
    panel.title = title;
    panel.reveal(undefined, preserveFocus);
    page.begin(state);
  }

  private begin(panel: vscode.WebviewPanel, project: Project, state: State): Subject<State> {
    const lasting: vscode.Disposable[] = [];
    const subject = this.options.about(panel, project, state, { settle: () => this.settle(panel), until: (one) => { lasting.push(one); } });
    this.open.set(panel, { panel, store: project.store, subject, lasting });
    return subject;
  }

  /** What the panel was about is its subject no more. */
  private end(panel: vscode.WebviewPanel): void {
    const open = this.open.get(panel);
    this.open.delete(panel);
    open?.subject.page.dispose();
    vscode.Disposable.from(...open?.lasting ?? []).dispose();
  }

  private settle(panel: vscode.WebviewPanel): void {
    if (this.preview === panel) {
      this.preview = undefined;
    }
  }
}
