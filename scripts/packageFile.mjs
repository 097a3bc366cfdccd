// Packs the extension into one .vsix, from the bundles that stand in dist/.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { must } from './command.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';

/** Packs what dist/ holds into `file`; returns its size in bytes. */
export async function packExtension(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const vsce = inRoot('node_modules', '@vscode', 'vsce', 'vsce');
  // Links of the README stay relative: the checkout does not know at which address it is published.
  await must('Packing the extension', node24(), [vsce, 'package', '--out', file, '--allow-missing-repository', '--no-rewrite-relative-links'], { cwd: root, env: toolEnvironment() });
  return statSync(file).size;
}
