/** Asks on the terminal whether files may be loaded that no run here has made. */
import { createInterface } from 'node:readline/promises';
import type { UntrustedFile } from '../protocol/registry';
import { progress } from './session';

/**
 * @param options trust: agreed beforehand · json: a program reads the answers, and can't be asked
 * @returns their digests, to be sent as trusted; undefined when nobody has agreed
 */
export async function trusted(files: readonly UntrustedFile[], options: { readonly trust?: boolean; readonly json?: boolean }): Promise<string[] | undefined> {
  const agreed = files.length > 0 && (options.trust === true || (options.json !== true && await asked(files)));
  return agreed ? files.map(({ digest }) => digest) : undefined;
}

/** A file each, with its digest and where it comes from. */
export function trustText(files: readonly UntrustedFile[]): string {
  return files.map(({ path, digest, from }) => `  ${path}\n    sha256 ${digest}, from ${from}`).join('\n');
}

/** No where there is no terminal. */
async function asked(files: readonly UntrustedFile[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    return false;
  }
  progress(trustText(files));
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('Load what these files hold, here and later in this store? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}
