/**
 * What one project's engine knows about experiments and runs, as far as it is shown, kept up to date by its notices: at most four reads
 * a second, and only of what was touched.
 */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import type { Notice } from '../../protocol/events';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import type { ExperimentNode, RunNode, RunParent } from './nodes';
import { experimentOf } from './nodes';
import { dependsOnContent, rowsById, type Query } from './query';
import { RunList } from './runList';

const ROWS_AT_ONCE = 200;

/** What a read found out: nodes whose own line may have changed, parents whose lists did; `all` when the experiments did. */
export interface Changes { readonly nodes: readonly (ExperimentNode | RunNode)[]; readonly lists: readonly RunParent[]; readonly all: boolean }

export class ProjectRuns implements vscode.Disposable {
  private experimentNodes: readonly ExperimentNode[] | undefined;
  private readonly lists = new Map<string, RunList>();
  private readonly touched = new Map<string, Set<string>>();
  private readonly structural = new Set<string>();
  private experimentsTouched = false;
  private readonly reading = new Gathering(async () => this.read(), { onFailure: (failure) => this.failed.fire(failure) });
  private readonly changed = new vscode.EventEmitter<Changes>();
  private readonly failed = new vscode.EventEmitter<unknown>();
  private readonly listeners: vscode.Disposable;
  readonly onDidChange = this.changed.event;
  readonly onDidFail = this.failed.event;

  constructor(readonly project: Project, private readonly query: () => Query) {
    this.listeners = vscode.Disposable.from(
      project.onNotice((notice) => this.onNotice(notice)),
      project.onReset(() => this.forget()),
    );
  }

  /** Experiments, last touched first; empty without an engine. */
  async experiments(): Promise<readonly ExperimentNode[]> {
    if (this.experimentNodes === undefined) {
      const { client } = this.project;
      if (client === undefined) {
        return [];
      }
      await this.loadExperiments(client);
    }
    return this.experimentNodes ?? [];
  }

  /** What has been read of the experiments so far. */
  get known(): readonly ExperimentNode[] { return this.experimentNodes ?? []; }

  /** The list below `parent`, read when it is first asked for. Rejects with the engine's error (a filter it cannot read). */
  async list(parent: RunParent): Promise<RunList> {
    const key = keyOf(parent);
    const known = this.lists.get(key);
    if (known !== undefined) {
      return known;
    }
    const list = new RunList(parent);
    const { client } = this.project;
    if (client !== undefined) {
      await list.load(client, this.query());
      this.lists.set(key, list);
    }
    return list;
  }

  /** Adds the next page to the list below `parent`. */
  async showMore(parent: RunParent): Promise<void> {
    const { client } = this.project;
    const list = await this.list(parent);
    if (client !== undefined) {
      list.wantMore();
      await list.load(client, this.query());
      this.changed.fire({ nodes: [], lists: [parent], all: false });
    }
  }

  /** Every run that is shown now. */
  get shownRuns(): readonly RunNode[] { return [...this.lists.values()].flatMap((list) => list.runs); }

  /** Everything is read afresh when it is next asked for. */
  forget(): void {
    this.experimentNodes = undefined;
    this.lists.clear();
    this.changed.fire({ nodes: [], lists: [], all: true });
  }

  dispose(): void {
    this.reading.dispose();
    this.listeners.dispose();
    this.changed.dispose();
    this.failed.dispose();
  }

  private onNotice(notice: Notice): void {
    if (notice.type === 'run') {
      const runs = this.touched.get(notice.experiment_id) ?? new Set();
      runs.add(notice.run_id);
      this.touched.set(notice.experiment_id, runs);
      // A tag can make a run somebody's child.
      if (notice.changes.some((change) => change === 'created' || change === 'deleted' || change === 'restored' || change === 'tags')) {
        this.structural.add(notice.experiment_id);
      }
    } else if (notice.type === 'experiment') {
      this.experimentsTouched = true;
    } else {
      return;
    }
    this.reading.soon();
  }

  private async read(): Promise<void> {
    const { client } = this.project;
    const touched = new Map(this.touched);
    const structural = new Set(this.structural);
    this.touched.clear();
    this.structural.clear();
    if (client === undefined || (this.experimentNodes === undefined && this.lists.size === 0)) {
      return;
    }
    const all = await this.loadExperiments(client) || this.experimentsTouched;
    this.experimentsTouched = false;
    const nodes: (ExperimentNode | RunNode)[] = (this.experimentNodes ?? []).filter((node) => touched.has(node.summary.experiment_id));
    const parents: RunParent[] = [];
    for (const [experimentId, runIds] of touched) {
      const lists = [...this.lists.values()].filter((list) => experimentOf(list.parent).summary.experiment_id === experimentId);
      if (structural.has(experimentId) || dependsOnContent(this.query())) {
        for (const list of lists) {
          if (await list.load(client, this.query())) {
            parents.push(list.parent);
          }
          nodes.push(...list.runs.filter((node) => runIds.has(node.row.run_id)), ...list.runs.filter((node) => node.row.child_count > 0));
        }
      } else {
        nodes.push(...await this.readRows(client, experimentId, lists, [...runIds]));
      }
    }
    this.changed.fire({ nodes, lists: parents, all });
  }

  private async readRows(client: EngineClient, experimentId: string, lists: readonly RunList[], runIds: readonly string[]): Promise<RunNode[]> {
    const shown = runIds.filter((id) => lists.some((list) => list.node(id) !== undefined));
    const nodes: RunNode[] = [];
    for (let start = 0; start < shown.length; start += ROWS_AT_ONCE) {
      const { rows } = await client.runRows(rowsById(experimentId, shown.slice(start, start + ROWS_AT_ONCE)));
      for (const row of rows) {
        nodes.push(...lists.flatMap((list) => list.update(row) ?? []));
      }
    }
    return nodes;
  }

  /** @returns whether experiments came, went or changed places. */
  private async loadExperiments(client: EngineClient): Promise<boolean> {
    const before = this.experimentNodes;
    const experiments = await client.experiments(this.query().showsArchived);
    const used = experiments.filter((experiment) => experiment.run_count + experiment.deleted_count > 0 || experiment.experiment_id !== '0');
    const kept = new Map(before?.map((node) => [node.summary.experiment_id, node]));
    const nodes = used.map((summary): ExperimentNode => {
      const node = kept.get(summary.experiment_id) ?? { kind: 'experiment', project: this.project, summary };
      node.summary = summary;
      return node;
    });
    this.experimentNodes = stableOrder(nodes, before);
    return before === undefined || before.length !== this.experimentNodes.length || before.some((node, index) => node !== this.experimentNodes?.[index]);
  }
}

/**
 * Experiments stand last touched first when they are first read; from then on what is there stays where it is, so that two trainings at
 * once do not swap places under the pointer. New ones come on top.
 */
function stableOrder(nodes: readonly ExperimentNode[], before: readonly ExperimentNode[] | undefined): readonly ExperimentNode[] {
  if (before === undefined) {
    return nodes;
  }
  const fresh = nodes.filter((node) => !before.includes(node));
  return [...fresh, ...before.filter((node) => nodes.includes(node))];
}

function keyOf(parent: RunParent): string {
  return parent.kind === 'experiment' ? `experiment ${parent.summary.experiment_id}` : `run ${parent.row.run_id}`;
}
