/** What the engines of this window watch, kept up to date by their notices: for the view, the status bar and notifications. */
import * as vscode from 'vscode';
import type { Alert } from '../../protocol/monitors';
import { eachProject } from '../connection/eachProject';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Gathering } from '../gathering';
import type { MonitorNode } from './nodes';

export class Monitors implements vscode.Disposable {
  private readonly read = new Map<Project, readonly MonitorNode[]>();
  private readonly readings = new Map<Project, Gathering>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(readonly projects: Projects) {
    this.listener = eachProject(projects, (project) => this.follow(project));
  }

  /** By name; read first where they are not known. Empty without an engine. */
  async of(project: Project): Promise<readonly MonitorNode[]> {
    const known = this.read.get(project);
    if (known !== undefined || project.client === undefined) {
      return known ?? [];
    }
    await this.list(project);
    return this.read.get(project) ?? [];
  }

  get known(): readonly MonitorNode[] { return [...this.read.values()].flat(); }

  /** What nobody has seen to yet. */
  get openAlerts(): readonly { readonly node: MonitorNode; readonly alert: Alert }[] {
    return this.known.flatMap((node) => node.monitor.alerts.filter(({ state }) => state === 'open').map((alert) => ({ node, alert })));
  }

  /** Reads everything again: how far a window has come is told by no notice. */
  refresh(): void {
    this.readings.forEach((reading) => reading.soon());
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }

  private follow(project: Project): vscode.Disposable {
    const reading = new Gathering(async () => {
      if (project.client !== undefined) {
        await this.list(project);
        this.changed.fire();
      }
    });
    this.readings.set(project, reading);
    reading.soon();
    return vscode.Disposable.from(
      reading, project.onReset(() => reading.soon()), project.onDidChangeState(({ kind }) => { if (kind === 'ready') { reading.soon(); } }),
      project.onNotice((notice) => { if (notice.type === 'monitor') { reading.soon(); } }),
      new vscode.Disposable(() => { this.readings.delete(project); this.read.delete(project); this.changed.fire(); }),
    );
  }

  private async list(project: Project): Promise<void> {
    const monitors = await (await project.connect()).monitoring.list();
    this.read.set(project, monitors.map((monitor) => ({ kind: 'monitor', project, monitor })));
  }
}
