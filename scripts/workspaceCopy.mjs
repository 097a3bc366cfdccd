// The folder that a test opens: a fresh copy of an example, never the example itself.
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

const left = new Set(['.slipway', 'data', '.venv', '__pycache__', 'mlruns', 'mlflow.db', 'model.pkl']);

/**
 * Makes `<home>/workspace` and returns it: a copy of examples/<name>, an empty folder for `empty`, undefined for `none`
 * (a window without a folder).
 */
export function copyWorkspace(home, name) {
  if (name === 'none') return undefined;
  const folder = path.join(home, 'workspace', name);
  mkdirSync(folder, { recursive: true });
  if (name !== 'empty') {
    cpSync(inRoot('examples', name), folder, { recursive: true, filter: (file) => !left.has(path.basename(file)) });
  }
  return folder;
}
