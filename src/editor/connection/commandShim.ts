/** Puts the `slipway` command into a folder that integrated terminals have on their PATH. It runs on VS Code's own Node. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * @param storage where the folder `bin` stands
 * @param node executable that runs as Node with ELECTRON_RUN_AS_NODE=1
 * @param script absolute path of slipway.js
 * @returns the folder to put on the PATH
 */
export async function writeCommandShim(storage: string, node: string, script: string): Promise<string> {
  const folder = path.join(storage, 'bin');
  await mkdir(folder, { recursive: true });
  await write(path.join(folder, 'slipway'), `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(node)} ${quoted(script)} "$@"\n`);
  await write(path.join(folder, 'slipway.cmd'), `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${node}" "${script}" %*\r\n`);
  return folder;
}

/** Written beside and renamed: a terminal may be running the old one at this moment. */
async function write(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') { return undefined; } throw error; });
  if (before !== text) {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, text);
    await chmod(draft, 0o755);
    await rename(draft, file);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
