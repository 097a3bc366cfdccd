/** What one project's engine knows about registered models, as far as it is shown, kept up to date by its notices. */
import * as vscode from 'vscode';
import { Alias } from '../../protocol/aliases';
import type { Notice } from '../../protocol/events';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import { outcomesOf } from './gateOutcome';
import type { ModelNode, MoreNode, VersionFacts, VersionNode } from './nodes';

export const PAGE = 100;
/** Gate reports that are looked through for the last one of each version. */
const REPORTS = 1000;

interface VersionList { readonly nodes: readonly VersionNode[]; readonly wanted: number; readonly more: MoreNode | undefined }

/** Nodes whose line or list may have changed; undefined: all. */
export type Changed = readonly ModelNode[] | undefined;

export class ProjectModels implements vscode.Disposable {
  private models: readonly ModelNode[] | undefined;
  private readonly lists = new Map<string, VersionList>();
  private readonly touched = new Set<string>();
  private modelsTouched = false;
  private deploymentsTouched = false;
  private readonly reading = new Gathering(async () => this.readTouched(), { onFailure: (failure) => this.failed.fire(failure) });
  private readonly changed = new vscode.EventEmitter<Changed>();
  private readonly failed = new vscode.EventEmitter<unknown>();
  private readonly listeners: vscode.Disposable;
  readonly onDidChange = this.changed.event;
  readonly onDidFail = this.failed.event;

  constructor(readonly project: Project) {
    this.listeners = vscode.Disposable.from(project.onNotice((notice) => this.onNotice(notice)), project.onReset(() => this.forget()));
  }

  /** Models, last touched first; empty without an engine. */
  async all(): Promise<readonly ModelNode[]> {
    const { client } = this.project;
    if (this.models === undefined && client !== undefined) {
      await this.readModels();
    }
    return this.models ?? [];
  }

  get known(): readonly ModelNode[] { return this.models ?? []; }
  /** Versions that are shown now. */
  get shownVersions(): readonly VersionNode[] { return [...this.lists.values()].flatMap(({ nodes }) => nodes); }

  /** Versions of a model, newest first, and what leads to more of them. */
  async versions(model: ModelNode): Promise<readonly (VersionNode | MoreNode)[]> {
    const { nodes, more } = this.lists.get(model.row.name) ?? await this.readVersions(model, PAGE);
    return more === undefined ? nodes : [...nodes, more];
  }

  async showMore(model: ModelNode): Promise<void> {
    await this.readVersions(model, (this.lists.get(model.row.name)?.wanted ?? 0) + PAGE);
    this.changed.fire([model]);
  }

  /** The version that is champion, where it stands among those that are shown. */
  champion(model: ModelNode): VersionNode | undefined {
    const version = model.row.aliases.find(({ alias }) => alias === Alias.champion)?.version;
    return this.lists.get(model.row.name)?.nodes.find(({ row }) => row.version === version);
  }

  /** What the files of a version say, and what serves it. */
  async facts({ model, row }: VersionNode): Promise<VersionFacts> {
    const client = await this.project.connect();
    const [contents, all] = await Promise.all([client.registry.contents(model.row.name, row.version), client.serving.list()]);
    return { contents, deployments: all.filter(({ arms }) => arms.some((arm) => arm.model === model.row.name && arm.version === row.version)) };
  }

  /** Everything is read afresh when it is next asked for. */
  forget(): void {
    this.models = undefined;
    this.lists.clear();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.reading.dispose();
    this.listeners.dispose();
    this.changed.dispose();
    this.failed.dispose();
  }

  private onNotice(notice: Notice): void {
    if (notice.type === 'registered_model') {
      this.modelsTouched = true;
      this.touched.add(notice.name);
    } else if (notice.type === 'gate') {
      if (notice.state === 'running') {
        return;
      }
      this.touched.add(notice.name);
    } else if (notice.type === 'deployment') {
      this.deploymentsTouched = true;
    } else if (notice.type === 'run') {
      // Its number stands in a version's line.
      const shown = this.shownVersions.find(({ row }) => row.run_id === notice.run_id);
      if (shown === undefined) {
        return;
      }
      this.touched.add(shown.model.row.name);
    } else {
      return;
    }
    this.reading.soon();
  }

  private async readTouched(): Promise<void> {
    const names = [...this.touched];
    const listed = this.modelsTouched;
    const served = this.deploymentsTouched;
    this.touched.clear();
    this.modelsTouched = false;
    this.deploymentsTouched = false;
    if (this.models === undefined) {
      return;
    }
    const before = this.models;
    if (listed) {
      await this.readModels();
    }
    const stale = this.models.filter(({ row }) => names.includes(row.name));
    for (const model of stale) {
      const list = this.lists.get(model.row.name);
      if (list !== undefined) {
        await this.readVersions(model, list.wanted);
      }
    }
    const sameOrder = before.length === this.models.length && before.every((model, index) => model === this.models?.[index]);
    // What serves a version is read with its facts, where it is unfolded: it may be any of them, and their rows are as they were.
    this.changed.fire(!sameOrder ? undefined : served ? this.models : stale);
  }

  private async readModels(): Promise<void> {
    const rows = await (await this.project.connect()).registry.overview();
    const before = new Map((this.models ?? []).map((node) => [node.row.name, node]));
    this.models = rows.map((row) => {
      const node: ModelNode = before.get(row.name) ?? { kind: 'model', project: this.project, row };
      node.row = row;
      return node;
    });
    for (const name of this.lists.keys()) {
      if (!rows.some((row) => row.name === name)) {
        this.lists.delete(name);
      }
    }
  }

  private async readVersions(model: ModelNode, wanted: number): Promise<VersionList> {
    const client = await this.project.connect();
    const before = new Map((this.lists.get(model.row.name)?.nodes ?? []).map((node) => [node.row.version, node]));
    const nodes: VersionNode[] = [];
    let token: string | undefined;
    do {
      const page = await client.registry.versionRows({ name: model.row.name, max_results: Math.min(1000, wanted - nodes.length), ...(token === undefined ? {} : { page_token: token }) });
      nodes.push(...page.versions.map((row) => {
        const node: VersionNode = before.get(row.version) ?? { kind: 'version', project: this.project, model, row, experiment: undefined, gate: undefined };
        node.row = row;
        node.experiment = row.run === null ? undefined : page.experiments[row.run.experiment_id];
        return node;
      }));
      token = page.next_page_token;
    } while (token !== undefined && nodes.length < wanted);
    const outcomes = outcomesOf(await client.gates.list({ name: model.row.name, max_results: REPORTS }), new Map(nodes.map(({ row }) => [row.version, row.creation_timestamp])));
    for (const node of nodes) {
      node.gate = outcomes.get(node.row.version);
    }
    const remaining = token === undefined ? 0 : Math.max(1, model.row.version_count - nodes.length);
    const list: VersionList = { nodes, wanted, more: remaining === 0 ? undefined : { kind: 'more', project: this.project, model, remaining } };
    this.lists.set(model.row.name, list);
    return list;
  }
}
