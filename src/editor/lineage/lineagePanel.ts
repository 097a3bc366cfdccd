/** Opens the lineage panel, brings it back after a reload, and keeps one panel per node. */
import * as vscode from 'vscode';
import type { LineageMethods, LineagePanelState } from '../../protocol/panels/lineagePanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { type Answers, Panel } from '../panels/panel';
import { SubjectPanels, type Subject, type SubjectLife } from '../panels/subjectPanels';
import { reportProblem } from '../problem';
import { openNode, type OpenRun } from './opening';

/** Changes of models are gathered for so long, ms. */
const GATHER = 250;

export class LineagePanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<LineagePanelState>;

  constructor(extension: vscode.Uri, projects: Projects, openRun: OpenRun) {
    this.panels = new SubjectPanels<LineagePanelState>(extension, projects, { type: PanelType.lineage, kind: 'lineage', about: (panel, project, state, life) => about(panel, project, state, life, openRun) });
  }

  /** Opens the lineage of a node, such as `version:iris/3`. */
  show(project: Project, node: string, name: string): void {
    this.panels.show(project, { store: project.store, node }, titleOf(name), { preview: false });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, state: LineagePanelState, { until }: SubjectLife, openRun: OpenRun): Subject<LineagePanelState> {
  // Pages go from node to node by themselves.
  const shown = { node: state.node };
  const page = new Panel<LineageMethods>(panel, 'lineage', answers(project, panel, shown, openRun), project);
  let gathering: NodeJS.Timeout | undefined;
  until(new vscode.Disposable(() => clearTimeout(gathering)));
  // Panels hear of runs by themselves; what happens to models says no more here than that the graph is to be asked for again.
  until(project.onNotice((notice) => {
    if (notice.type === 'registered_model' || notice.type === 'logged_model') {
      gathering ??= setTimeout(() => { gathering = undefined; page.tell('reset', {}); }, GATHER);
    }
  }));
  return { page, is: ({ node }) => node === shown.node };
}

function answers(project: Project, panel: vscode.WebviewPanel, shown: { node: string }, openRun: OpenRun): Answers<LineageMethods> {
  return {
    lineage: async ({ node, unfold }, signal) => {
      const lineage = await (await project.connect()).lineage.of({ node, unfold }, signal);
      shown.node = node;
      panel.title = titleOf(lineage.nodes[0]?.name ?? node);
      return lineage;
    },
    open: async (asked) => {
      try {
        await openNode(project, asked, openRun);
      } catch (error) {
        // The page has no place for it: a message has, with its next step.
        reportProblem(error);
      }
    },
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
  };
}

function titleOf(name: string): string {
  return `Lineage of ${name}`;
}
