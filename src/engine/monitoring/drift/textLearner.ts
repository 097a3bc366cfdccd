/** A classifier of texts: the real scikit-learn, in the user's Python (src/python/slipway_text_drift.py). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { NotJudged } from './sample';

export interface Python {
  /** absolute path, or a name on the PATH, of an interpreter that has scikit-learn */
  readonly interpreter: string;
  /** absolute path of slipway_text_drift.py */
  readonly script: string;
}

/** ROC-AUC of the classifier; and, where a level was asked for, what random answers reach with that probability at most. */
export interface Told { readonly auc: number; readonly chance: number | null }

type Texts = AsyncIterable<readonly string[]>;

/** How much is kept of what Python says beside its answer. */
const MOST_SAID = 2_000;

/**
 * Teaches a classifier to tell the texts of both data sets apart.
 * @param level of chance, 0 to 1; null for none
 * @throws NotJudged where Python or scikit-learn is missing, or has no answer
 */
export async function tellApart({ interpreter, script }: Python, reference: Texts, current: Texts, level: number | null): Promise<Told> {
  const child = spawn(interpreter, [script], { stdio: 'pipe', windowsHide: true, env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' } });
  let [answer, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MOST_SAID);
  });
  // One that ends early says why by its exit; writing to it then is no news.
  child.stdin.on('error', () => child.stdin.destroy());
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : (said.trim().split('\n').at(-1) ?? '') || `it ended with ${signal ?? `exit code ${code}`}`));
  });
  try {
    await write(child.stdin, `${JSON.stringify({ level })}\n`);
    await writeTexts(child.stdin, reference);
    await write(child.stdin, 'null\n');
    await writeTexts(child.stdin, current);
  } catch (error) {
    // Nobody reads any longer: how it ended tells why.
    if (!child.stdin.destroyed) {
      throw error;
    }
  } finally {
    child.stdin.end();
  }
  const fault = await ended;
  if (fault !== undefined) {
    throw new NotJudged(`${interpreter} could not compare its texts: ${fault}`);
  }
  const told = JSON.parse(answer) as Told | { readonly error: string };
  if ('error' in told) {
    throw new NotJudged(told.error);
  }
  return told;
}

async function writeTexts(to: Writable, texts: Texts): Promise<void> {
  for await (const part of texts) {
    await write(to, part.map((text) => `${JSON.stringify(text)}\n`).join(''));
  }
}

/** Waits until there is room for more; nothing is written where nobody reads any longer. */
async function write(to: Writable, text: string): Promise<void> {
  if (!to.destroyed && !to.write(text)) {
    const closed = new AbortController();
    await Promise.race([once(to, 'drain', { signal: closed.signal }), once(to, 'close', { signal: closed.signal })]).finally(() => closed.abort());
  }
}
