/** F5: adds the tracking variables to Python launches; what the launch configuration sets itself wins. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { ownTracking } from '../../connection/trackingEnvironment';
import { definedOf, readEnvFile } from './ownTrackingSources';
import type { Projects } from './projects';
import type { TerminalTracking } from './terminalTracking';

interface PythonLaunch extends vscode.DebugConfiguration {
  readonly env?: Record<string, string>;
  readonly envFile?: string;
}

export class DebugTracking implements vscode.DebugConfigurationProvider {
  constructor(private readonly projects: Projects, private readonly tracking: TerminalTracking) {}

  /** Runs after `${…}` has been replaced, so an envFile is a real path by now. */
  async resolveDebugConfigurationWithSubstitutedVariables(folder: vscode.WorkspaceFolder | undefined, launch: PythonLaunch): Promise<vscode.DebugConfiguration> {
    const home = folder ?? this.projects.all[0]?.folders[0];
    if (launch.request !== 'launch' || home === undefined) {
      return launch;
    }
    const fromFile = launch.envFile === undefined ? {} : await readEnvFile(path.resolve(home.uri.fsPath, launch.envFile));
    if (ownTracking({ ...fromFile, ...launch.env }) !== undefined) {
      return launch;
    }
    const variables = await this.tracking.variables(home, 'debug', { ...definedOf(process.env), ...fromFile, ...launch.env });
    return { ...launch, env: { ...variables, ...launch.env } };
  }
}

/** Only Python's debuggers: a provider for every type would wake for Node and C++ too. */
export function registerDebugTracking(projects: Projects, tracking: TerminalTracking): vscode.Disposable {
  const provider = new DebugTracking(projects, tracking);
  return vscode.Disposable.from(...['debugpy', 'python'].map((type) => vscode.debug.registerDebugConfigurationProvider(type, provider)));
}
