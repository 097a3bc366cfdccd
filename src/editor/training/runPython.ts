/** A short call of a Python interpreter. */
import { execFile } from 'node:child_process';

/** Runs Python and gives what it prints. Rejects with what it said on stderr. */
export async function runPython(python: string, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(python, [...words], { cwd, timeout: 60_000, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(`${python} could not run: ${stderr.trim().split('\n').at(-1) || (typeof error.code === 'number' ? `it ended with exit code ${error.code}` : error.message)}`, { cause: error }));
      }
    });
  });
}
