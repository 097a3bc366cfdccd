/** Opens the lineage panel, brings it back after a reload, and keeps one panel per node. */
import * as vscode from 'vscode';
import type { LineageMethods, LineagePanelState } from '../../protocol/panels/lineagePanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { fillPanel, pageOptions } from '../panels/page';
import { type Answers, Panel } from '../panels/panel';
import { restorePanels } from '../panels/restoredPanels';
import { reportProblem } from '../problem';
import { openNode, type OpenRun } from './opening';

interface OpenLineage { readonly panel: vscode.WebviewPanel; readonly store: string; node: string }

/** Changes of models are gathered for so long, ms. */
const GATHER = 250;

export class LineagePanels implements vscode.Disposable {
  private readonly open = new Set<OpenLineage>();
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, projects: Projects, private readonly openRun: OpenRun) {
    this.registration = restorePanels<LineagePanelState>(PanelType.lineage, extension, projects, (panel, project, kept) => this.fill(panel, project, kept));
  }

  /** Opens the lineage of a node, such as `version:iris/3`. */
  show(project: Project, node: string, name: string): void {
    const known = [...this.open].find((one) => one.store === project.store && one.node === node);
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    this.fill(vscode.window.createWebviewPanel(PanelType.lineage, titleOf(name), vscode.ViewColumn.Active, pageOptions(this.extension)), project, { store: project.store, node });
  }

  dispose(): void {
    this.registration.dispose();
    this.open.forEach(({ panel }) => panel.dispose());
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: LineagePanelState): void {
    const opened: OpenLineage = { panel, store: project.store, node: state.node };
    const page = new Panel<LineageMethods>(panel, 'lineage', this.answers(project, opened), project);
    let gathering: NodeJS.Timeout | undefined;
    // Panels hear of runs by themselves; what happens to models says no more here than that the graph is to be asked for again.
    const changes = project.onNotice((notice) => {
      if (notice.type === 'registered_model' || notice.type === 'logged_model') {
        gathering ??= setTimeout(() => { gathering = undefined; page.tell('reset', {}); }, GATHER);
      }
    });
    this.open.add(opened);
    panel.onDidDispose(() => {
      clearTimeout(gathering);
      changes.dispose();
      page.dispose();
      this.open.delete(opened);
    });
    fillPanel(panel, this.extension, 'lineage', state);
  }

  private answers(project: Project, opened: OpenLineage): Answers<LineageMethods> {
    return {
      lineage: async ({ node, unfold }, signal) => {
        const lineage = await (await project.connect()).lineage.of({ node, unfold }, signal);
        opened.node = node;
        opened.panel.title = titleOf(lineage.nodes[0]?.name ?? node);
        return lineage;
      },
      open: async (asked) => {
        try {
          await openNode(project, asked, this.openRun);
        } catch (error) {
          // The page has no place for it: a message has, with its next step.
          reportProblem(error);
        }
      },
      copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    };
  }
}

function titleOf(name: string): string {
  return `Lineage of ${name}`;
}
