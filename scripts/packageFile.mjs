// Packs the extension into one .vsix, from the bundles that stand in dist/, with the native programs of one platform.
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { must } from './command.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';

/** Where native programs for a platform stand. ONNX Runtime has none for some, and models are scored in Python there; without DuckDB traffic stays JSON lines. */
const programs = (platform, arch) => [`node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`, `node_modules/@duckdb/node-bindings-${platform}-${arch}`];

/** Packs what dist/ holds into `file`; returns its size in bytes. */
export async function packExtension(file, { platform = process.platform, arch = process.arch } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const vsce = inRoot('node_modules', '@vscode', 'vsce', 'vsce');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-pack-'));
  try {
    const ignore = path.join(folder, 'ignore');
    copyFileSync(inRoot('.vscodeignore'), ignore);
    const present = programs(platform, arch).filter((program) => existsSync(inRoot(program)));
    appendFileSync(ignore, present.map((program) => `\n!${program}/**\n`).join(''));
    // Links of the README stay relative: the checkout does not know at which address it is published.
    await must('Packing the extension', node24(), [vsce, 'package', '--out', file, '--ignoreFile', ignore, '--allow-missing-repository', '--no-rewrite-relative-links'], { cwd: root, env: toolEnvironment() });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return statSync(file).size;
}
