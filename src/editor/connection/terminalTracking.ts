/** What puts a project's engine into the environment of integrated terminals and tasks, per workspace folder. */
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { trackingVariables } from '../../connection/trackingEnvironment';
import { Setting } from '../contributions';
import { reportProblem } from '../problem';
import type { State } from '../state';
import { definedOf, findOwnTracking, type EnvironmentPlaces, type OwnTracking } from './ownTrackingSources';
import type { Project } from './project';
import type { Projects } from './projects';

export class TerminalTracking implements vscode.Disposable {
  /** What stands in each folder's collection, so that it is touched only when something changes: each touch marks open terminals. */
  private readonly applied = new Map<string, string>();
  private readonly own = new Map<string, OwnTracking>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable;
  private running: Promise<void> = Promise.resolve();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly collection: vscode.GlobalEnvironmentVariableCollection,
    private readonly projects: Projects,
    private readonly state: State,
    private readonly commandFolder: () => Promise<string>,
  ) {
    collection.persistent = false;
    const envFiles = vscode.workspace.createFileSystemWatcher('**/.env*');
    this.listeners = vscode.Disposable.from(
      envFiles, envFiles.onDidChange(() => this.apply()), envFiles.onDidCreate(() => this.apply()), envFiles.onDidDelete(() => this.apply()),
      projects.onDidChange(() => this.apply()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (['terminal.integrated.env', 'python.envFile', `${Setting.section}.${Setting.trackTerminals}`].some((section) => event.affectsConfiguration(section))) {
          this.apply();
        }
      }),
    );
  }

  /** The user's own tracking server in any of the folders, for the view to say so. */
  get ownTracking(): OwnTracking | undefined { return [...this.own.values()][0]; }

  /** Brings every folder's environment to what it should be now; calls queue up behind each other. */
  apply(): void {
    this.running = this.running.then(async () => this.applyAll()).catch((error: unknown) => reportProblem(error));
  }

  /** Settles when what was asked for so far stands. */
  async settled(): Promise<void> { await this.running; }

  /** Variables for a process that starts in `folder`; none while paused, without an engine, or where the user's own value wins. */
  async variables(folder: vscode.WorkspaceFolder, origin: 'terminal' | 'debug', base: Record<string, string>): Promise<Record<string, string>> {
    const address = this.projects.ofFolder(folder)?.address;
    if (address === undefined || this.state.paused || !isOn(folder) || await findOwnTracking(placesOf(folder)) !== undefined) {
      return {};
    }
    return trackingVariables(address, { 'slipway.origin': origin }, base);
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
    this.collection.clear();
  }

  private async applyAll(): Promise<void> {
    for (const project of this.projects.all) {
      for (const folder of project.folders) {
        await this.applyFolder(project, folder);
      }
    }
    this.changed.fire();
  }

  private async applyFolder(project: Project, folder: vscode.WorkspaceFolder): Promise<void> {
    const key = folder.uri.toString();
    const own = await findOwnTracking(placesOf(folder));
    if (own === undefined) {
      this.own.delete(key);
    } else {
      this.own.set(key, own);
    }
    // While an engine is being replaced its address most likely stays: what stands is left until the new one is known.
    if (project.state.kind === 'starting' && !this.state.paused && own === undefined) {
      return;
    }
    const variables = await this.variables(folder, 'terminal', definedOf(process.env));
    const wanted = JSON.stringify(variables);
    const scoped = this.collection.getScoped({ workspaceFolder: folder });
    if (this.applied.get(key) === wanted) {
      return;
    }
    this.applied.set(key, wanted);
    scoped.clear();
    if (Object.keys(variables).length > 0) {
      scoped.description = `Runs that \`mlflow\` makes here show up in Slipway (${project.name}), and the command \`slipway\` is at hand.`;
      for (const [name, value] of Object.entries(variables)) {
        scoped.replace(name, value);
      }
      scoped.prepend('PATH', (await this.commandFolder()) + path.delimiter);
    }
  }
}

/** The files and settings in which the user may have chosen a server for `folder`. */
export function placesOf(folder: vscode.WorkspaceFolder): EnvironmentPlaces {
  const platform = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
  const terminalEnv = vscode.workspace.getConfiguration('terminal.integrated.env', folder).get<Record<string, string | null>>(platform, {});
  return { processEnv: process.env, terminalEnv, envFiles: envFilesOf(folder) };
}

/** `.env` in the folder, and the file that `python.envFile` names. */
export function envFilesOf(folder: vscode.WorkspaceFolder): readonly string[] {
  const named = vscode.workspace.getConfiguration('python', folder).get<string>('envFile', '${workspaceFolder}/.env');
  const file = named.replaceAll('${workspaceFolder}', folder.uri.fsPath).replace(/^~(?=[/\\])/, homedir());
  return [...new Set([path.join(folder.uri.fsPath, '.env'), path.resolve(folder.uri.fsPath, file)])];
}

function isOn(folder: vscode.WorkspaceFolder): boolean {
  return vscode.workspace.isTrusted && vscode.workspace.getConfiguration(Setting.section, folder).get(Setting.trackTerminals, true);
}
