/** Runs `slipway profile` and `slipway validate` beside the extension host: DuckDB stands in a process that ends with the ask. */
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { EngineJson } from '../../connection/engineJson';
import { Problem } from '../problem';

/** Exit codes of the command: done, failed or "no", wrong use. */
const ANSWERED: readonly (number | null)[] = [0, 1];

export interface DataAsk {
  /** absolute path of dist/slipway.js */
  readonly program: string;
  /** its arguments, `--json` among them */
  readonly words: readonly string[];
  /** absolute; slipway.yaml is looked for upward from here */
  readonly cwd: string;
  /** ends the process */
  readonly signal?: AbortSignal;
  /** is told the numbers of each line of progress: `3 of 12 columns …` */
  readonly tell?: (done: number, of: number) => void;
}

/** @returns its document, unparsed. @throws Problem in the command's words; AbortError when the signal ended it */
export async function dataAnswer<T>(ask: DataAsk): Promise<EngineJson<T>> {
  const { code, out, said } = await run(ask);
  ask.signal?.throwIfAborted();
  if (out.length === 0 || !ANSWERED.includes(code)) {
    throw new Problem(said.trim() || `${path.basename(ask.program)} ended with ${code === null ? 'a signal' : `exit code ${code}`} and said nothing. The file may need more memory than there is.`);
  }
  return new EngineJson<T>(out);
}

interface Ended { readonly code: number | null; readonly out: Uint8Array; readonly said: string }

async function run({ program, words, cwd, signal, tell }: DataAsk): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], { cwd, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const end = (): void => { child.kill(); };
    const out: Buffer[] = [];
    let said = '';
    signal?.addEventListener('abort', end, { once: true });
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const [, done, of] of text.matchAll(/^(\d+) of (\d+) columns /gm)) {
        tell?.(Number(done), Number(of));
      }
      said += text.replaceAll(/^\d+ of \d+ columns .*\n?/gm, '');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end);
      resolve({ code, out: new Uint8Array(Buffer.concat(out)), said });
    });
    if (signal?.aborted === true) {
      end();
    }
  });
}
