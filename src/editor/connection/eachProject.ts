/** Follows the projects of this window as they come and go. */
import * as vscode from 'vscode';
import type { Project } from './project';
import type { Projects } from './projects';

/**
 * Begins something with every project, those that are open and those that come.
 * @param begin what it returns is disposed of when the project goes, or with what this function returns
 */
export function eachProject(projects: Projects, begin: (project: Project) => vscode.Disposable): vscode.Disposable {
  const begun = new Map<Project, vscode.Disposable>();
  const look = (): void => {
    for (const [project, disposable] of begun) {
      if (!projects.all.includes(project)) {
        begun.delete(project);
        disposable.dispose();
      }
    }
    projects.all.filter((project) => !begun.has(project)).forEach((project) => begun.set(project, begin(project)));
  };
  const listener = projects.onDidChange(look);
  look();
  return new vscode.Disposable(() => vscode.Disposable.from(listener, ...begun.values()).dispose());
}
