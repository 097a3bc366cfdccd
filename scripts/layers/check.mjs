// The type checker and the linter, which holds the walls between the rooms. Each counts as one test.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { inRoot, node24, root } from '../paths.mjs';
import { tally } from './tally.mjs';

const tools = [
  { title: 'types (tsc)', file: ['typescript', 'bin', 'tsc'], parameters: ['--noEmit'] },
  { title: 'lint (oxlint)', file: ['oxlint', 'bin', 'oxlint'], parameters: [] },
];

function scripts(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.name.endsWith('.mjs')).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Runs both over the whole checkout, and Node's own parser over the scripts. */
export async function checkLayer({ env }) {
  const result = tally();
  for (const { title, file, parameters } of tools) {
    const { code, output } = await run(node24(), [inRoot('node_modules', ...file), ...parameters], { cwd: root, env, show: true });
    if (code === 0) result.passed += 1;
    else result.failures.push({ title, reason: output });
  }
  const broken = [];
  for (const file of scripts(inRoot('scripts'))) {
    const { code, output } = await run(node24(), ['--check', file], { env });
    if (code !== 0) broken.push(output);
  }
  if (broken.length === 0) result.passed += 1;
  else result.failures.push({ title: 'scripts (node --check)', reason: broken.join('\n') });
  return result;
}
