/** The Python in which models of a project are loaded: the one that Train would take. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { findInterpreter } from './interpreter';
import { environmentOf } from './train';

export interface ProjectPython {
  /** absolute path */
  readonly python: string;
  readonly env: Record<string, string>;
}

/** @param file of the project, for settings that hold below a folder @returns undefined where there is none: not everything needs one, and what does says so */
export async function projectPython(project: Project, file: string): Promise<ProjectPython | undefined> {
  const folder = project.folders[0];
  try {
    const interpreter = await findInterpreter(vscode.Uri.file(path.join(project.root, file)), folder);
    return { python: interpreter.python, env: await environmentOf(folder, interpreter) };
  } catch (error) {
    if (error instanceof Problem) {
      return undefined;
    }
    throw error;
  }
}
