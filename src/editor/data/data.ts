/** Wires the room: "Profile Data" on data files, and schemas that are suggested from them. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { registerCommand } from '../register';
import { projectFileOf } from './fileSchemas';
import { ProfilePanels } from './profilePanel';
import { suggestSchema } from './suggestSchema';

/** As package.json shows the command for. */
const DATA_FILES = ['csv', 'tsv', 'parquet', 'pq', 'jsonl', 'ndjson', 'json', 'arrow', 'feather'];

/** @returns the commands and the panels */
export function registerData(extension: vscode.Uri, projects: Projects): vscode.Disposable {
  const program = vscode.Uri.joinPath(extension, 'dist', 'slipway.js').fsPath;
  const panels = new ProfilePanels(extension, projects, program);
  return vscode.Disposable.from(
    panels,
    registerCommand(Command.profileData, async (resource) => {
      const file = vscode.Uri.file(resource?.fsPath ?? await chosenFile());
      await projects.open();
      panels.show(projects.ofFile(file) ?? projects.active(), file.fsPath);
    }),
    registerCommand(Command.suggestSchema, async ({ fsPath, schema, folder }) => {
      await projects.open();
      const project = projects.ofFile(vscode.Uri.file(fsPath)) ?? projects.active();
      const projectFile = folder === undefined ? projectFileOf(project, fsPath) : path.join(folder, 'slipway.yaml');
      await suggestSchema(program, project.store, { file: fsPath, projectFile, ...(schema === undefined ? {} : { name: schema }) });
    }),
  );
}

/** The data file in the active tab, else one that is picked. */
async function chosenFile(): Promise<string> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const active = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  if (active?.scheme === 'file' && DATA_FILES.includes(path.extname(active.fsPath).slice(1).toLowerCase())) {
    return active.fsPath;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [picked] = await vscode.window.showOpenDialog({ title: 'Profile a data file', openLabel: 'Profile', filters: { 'Data files': DATA_FILES }, ...(folder === undefined ? {} : { defaultUri: folder }) }) ?? [];
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.fsPath;
}
