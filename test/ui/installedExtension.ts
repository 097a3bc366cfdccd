// Installs the packed extension as a user would, once per test run; each workbench gets a copy of the result.
import { execFile } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeServer } from '../../scripts/codeServer.mjs';
import { environmentValue } from './environmentValue';

const execute = promisify(execFile);

/** Puts the extension of the .vsix that SLIPWAY_TEST_VSIX names into the folder `extensions`. */
export async function installExtension(extensions: string, user: string): Promise<void> {
  const file = environmentValue('SLIPWAY_TEST_VSIX');
  const installed = path.join(path.dirname(file), 'installed-extensions');
  if (!existsSync(installed)) {
    await execute(environmentValue('SLIPWAY_NODE'), [codeServer.cli, '--install-extension', file, '--extensions-dir', installed, '--user-data-dir', user], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  }
  // The list of what is installed names folders by absolute path; without it the folders themselves are what counts.
  cpSync(installed, extensions, { recursive: true, filter: (entry) => path.basename(entry) !== 'extensions.json' });
}
