/** What one project's engine serves, kept up to date by its notices. */
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import type { DeploymentNode } from './nodes';

export class ProjectDeployments implements vscode.Disposable {
  private nodes: readonly DeploymentNode[] | undefined;
  private readonly changed = new vscode.EventEmitter<readonly DeploymentNode[] | undefined>();
  private readonly reading = new Gathering(async () => this.read());
  private readonly listeners: vscode.Disposable;
  /** which lines have changed; undefined: the list */
  readonly onDidChange = this.changed.event;

  constructor(readonly project: Project) {
    this.listeners = vscode.Disposable.from(
      project.onNotice((notice) => { if (notice.type === 'deployment') { this.reading.soon(); } }),
      project.onReset(() => this.refresh()),
    );
  }

  /** By name; empty without an engine. */
  async all(): Promise<readonly DeploymentNode[]> {
    if (this.nodes === undefined && this.project.client !== undefined) {
      this.nodes = await this.list();
    }
    return this.nodes ?? [];
  }

  get known(): readonly DeploymentNode[] { return this.nodes ?? []; }

  /** Everything is read afresh. The view is there only while something is deployed, so that it can't be what asks. */
  refresh(): void { this.reading.soon(); }

  dispose(): void {
    this.reading.dispose();
    this.listeners.dispose();
    this.changed.dispose();
  }

  private async read(): Promise<void> {
    if (this.project.client === undefined) {
      return;
    }
    const before = this.nodes;
    this.nodes = await this.list();
    const same = before !== undefined && before.length === this.nodes.length && before.every((node, index) => node === this.nodes?.[index]);
    this.changed.fire(same ? this.nodes : undefined);
  }

  private async list(): Promise<readonly DeploymentNode[]> {
    const kept = new Map(this.known.map((node) => [node.deployment.name, node]));
    return (await (await this.project.connect()).serving.list()).map((deployment) => {
      const node: DeploymentNode = kept.get(deployment.name) ?? { kind: 'deployment', project: this.project, deployment };
      node.deployment = deployment;
      return node;
    });
  }
}
