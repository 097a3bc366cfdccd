/** What the engines of this window have of one kind, read when it is first asked for and again when a notice says that it has changed. */
import * as vscode from 'vscode';
import type { Notice } from '../../protocol/events';
import { Gathering } from '../gathering';
import { eachProject } from './eachProject';
import type { Project } from './project';
import type { Projects } from './projects';

export interface ListReading<T> {
  /** of a project whose engine answers */
  readonly list: (project: Project) => Promise<readonly T[]>;
  /** whether a notice tells that the list has changed */
  readonly concerns: (notice: Notice) => boolean;
  /** what else changes it */
  readonly also?: (project: Project, again: () => void) => vscode.Disposable;
}

export class ProjectLists<T> implements vscode.Disposable {
  private readonly read = new Map<Project, readonly T[]>();
  private readonly readings = new Map<Project, Gathering>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(readonly projects: Projects, private readonly reading: ListReading<T>) {
    this.listener = eachProject(projects, (project) => this.follow(project));
  }

  /** Read first where they are not known. Empty without an engine. */
  async of(project: Project): Promise<readonly T[]> {
    const known = this.read.get(project);
    if (known !== undefined || project.client === undefined) {
      return known ?? [];
    }
    await this.list(project);
    return this.read.get(project) ?? [];
  }

  get known(): readonly T[] { return [...this.read.values()].flat(); }

  /** Reads everything again, for what no notice tells. */
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
    const soon = (): void => reading.soon();
    return vscode.Disposable.from(
      reading, project.onReset(soon), project.onDidChangeState(({ kind }) => { if (kind === 'ready') { soon(); } }),
      project.onNotice((notice) => { if (this.reading.concerns(notice)) { soon(); } }), ...(this.reading.also === undefined ? [] : [this.reading.also(project, soon)]),
      new vscode.Disposable(() => { this.readings.delete(project); this.read.delete(project); this.changed.fire(); }),
    );
  }

  private async list(project: Project): Promise<void> {
    this.read.set(project, await this.reading.list(project));
  }
}
