/** Opens the profile of a data file, brings it back after a reload, and keeps one panel per file. */
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineJson } from '../../connection/engineJson';
import type { ValidationReport } from '../../protocol/dataSchema';
import type { ProfileMethods, ProfilePanelState, ProfileProgress } from '../../protocol/panels/profilePanel';
import type { ProfileReport } from '../../protocol/profile';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { type Answers, Panel } from '../panels/panel';
import { type Subject, type SubjectLife, SubjectPanels } from '../panels/subjectPanels';
import { Problem, telling } from '../problem';
import { dataAnswer } from './dataCommand';
import { projectFileOf, schemasFor } from './fileSchemas';
import { showSchema, suggestSchema } from './suggestSchema';

/** A file that is being written changes many times, ms. */
const GATHER = 500;

export class ProfilePanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<ProfilePanelState>;

  /** @param program absolute path of dist/slipway.js */
  constructor(extension: vscode.Uri, projects: Projects, program: string) {
    this.panels = new SubjectPanels<ProfilePanelState>(extension, projects, { type: PanelType.profile, kind: 'profile', about: (panel, project, state, life) => about(panel, project, state, life, program) });
  }

  /** Opens the profile of a data file. */
  show(project: Project, file: string): void {
    this.panels.show(project, { store: project.store, path: file }, `Profile of ${path.basename(file)}`, { preview: false });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, state: ProfilePanelState, { until }: SubjectLife, program: string): Subject<ProfilePanelState> {
  const page = new Panel<ProfileMethods>(panel, 'profile', answers(project, state.path, program), project);
  let gathering: NodeJS.Timeout | undefined;
  until(new vscode.Disposable(() => clearTimeout(gathering)));
  const changed = (): void => {
    clearTimeout(gathering);
    gathering = setTimeout(() => page.tell('reset', {}), GATHER);
  };
  for (const file of [state.path, projectFileOf(project, state.path)]) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file)));
    until(vscode.Disposable.from(watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed)));
  }
  return { page, is: (other) => other.path === state.path };
}

function answers(project: Project, file: string, program: string): Answers<ProfileMethods> {
  let progress: ProfileProgress = { done: 0, of: 0 };
  // A page that was hidden, or that hears of an engine that came up, asks again for what has not changed.
  let known: { readonly mark: string; readonly answer: EngineJson<ProfileReport> } | undefined;
  const cwd = path.dirname(file);
  return {
    profile: async (_, signal) => {
      const { mtimeMs, size } = await stat(file).catch(() => { throw new Problem(`${path.basename(file)} is not there any more. Close this tab, or put the file back.`); });
      const mark = `${mtimeMs} ${size}`;
      if (known?.mark === mark) {
        return known.answer;
      }
      progress = { done: 0, of: 0 };
      const answer = await dataAnswer<ProfileReport>({ program, words: ['profile', file, '--json', '--progress'], cwd, signal, tell: (done, of) => { progress = { done, of }; } });
      known = { mark, answer };
      return answer;
    },
    progress: () => progress,
    validation: async (_, signal) => {
      const projectFile = projectFileOf(project, file);
      const [schema] = await schemasFor(projectFile, file);
      return schema === undefined ? null : dataAnswer<ValidationReport | null>({ program, words: ['validate', file, '--schema', schema.name, '--json', '--store', project.store], cwd: path.dirname(projectFile), signal });
    },
    // The page has no place for what goes wrong with these: a message has, with its next step.
    suggest: async () => telling(async () => suggestSchema(program, project.store, { file, projectFile: projectFileOf(project, file) })),
    openSchema: async () => telling(async () => {
      const projectFile = projectFileOf(project, file);
      await showSchema(projectFile, (await schemasFor(projectFile, file))[0]?.name ?? '');
    }),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
  };
}
