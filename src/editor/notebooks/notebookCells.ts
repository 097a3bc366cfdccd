/** How a notebook and its cells are named in the tags of runs. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { realPath } from '../../connection/storeFolder';
import type { Project } from '../connection/project';

/** The type of `.ipynb` files, whichever extension runs their cells. */
export const NOTEBOOK = 'jupyter-notebook';

/** A notebook in which Python is written, or may be: one without code cells yet. */
export function isPython(notebook: vscode.NotebookDocument): boolean {
  const code = notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
  return notebook.notebookType === NOTEBOOK && (code.length === 0 || code.some((cell) => cell.document.languageId === 'python'));
}

/** The nbformat id of a cell, which stays with it in the file; undefined for a notebook of a format before 4.5 that gives it none. */
export function cellIdOf(cell: vscode.NotebookCell): string | undefined {
  const { id, metadata } = cell.metadata as { id?: unknown; metadata?: { id?: unknown } };
  return [id, metadata?.id].find((candidate) => typeof candidate === 'string' && candidate !== '') as string | undefined;
}

/** Path of a notebook below its project's root, with slashes; the whole path of one that lies outside; the title of an untitled one. */
export function nameOf(notebook: vscode.NotebookDocument, project: Project): string {
  if (notebook.isUntitled) {
    return notebook.uri.path;
  }
  const file = realPath(notebook.uri.fsPath);
  const relative = path.relative(project.root, file);
  return (relative.startsWith('..') || path.isAbsolute(relative) ? file : relative).split(path.sep).join('/');
}
