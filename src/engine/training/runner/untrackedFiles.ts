/** Small untracked text files as a patch that makes them: a script that was never committed is the most wanted one of all. */
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';

const FILE_BYTES = 256 * 1024;
const ALL_BYTES = 2 * 1024 * 1024;
const MOST_FILES = 200;

/**
 * @param root folder that the names are relative to
 * @returns a patch in git's format, and what of the files it leaves out
 */
export async function readUntracked(root: string, names: readonly string[]): Promise<{ patch: string; notes: string[] }> {
  let patch = '';
  const left: string[] = [];
  for (const [index, name] of names.entries()) {
    const text = index < MOST_FILES && patch.length < ALL_BYTES ? await smallText(path.join(root, name)) : undefined;
    if (text === undefined) {
      left.push(name);
    } else {
      patch += creation(name, text.content, text.executable);
    }
  }
  const shown = left.slice(0, 20).join(', ');
  return { patch, notes: left.length === 0 ? [] : [`Untracked files that are large or no text were left out: ${shown}${left.length > 20 ? ` and ${left.length - 20} more` : ''}.`] };
}

async function smallText(file: string): Promise<{ content: string; executable: boolean } | undefined> {
  try {
    const stat = await lstat(file);
    if (!stat.isFile() || stat.size > FILE_BYTES) {
      return undefined;
    }
    const bytes = await readFile(file);
    const content = bytes.toString('utf8');
    return bytes.includes(0) || !Buffer.from(content, 'utf8').equals(bytes) ? undefined : { content, executable: (stat.mode & 0o100) !== 0 };
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      // Gone or unreadable in the meantime: it is told of as left out.
      return undefined;
    }
    throw error;
  }
}

function creation(name: string, content: string, executable: boolean): string {
  const head = `diff --git a/${name} b/${name}\nnew file mode ${executable ? '100755' : '100644'}\n`;
  if (content === '') {
    return head;
  }
  const ended = content.endsWith('\n');
  const lines = (ended ? content.slice(0, -1) : content).split('\n');
  return `${head}--- /dev/null\n+++ b/${name}\n@@ -0,0 +1${lines.length === 1 ? '' : `,${lines.length}`} @@\n${lines.map((line) => `+${line}\n`).join('')}${ended ? '' : '\\ No newline at end of file\n'}`;
}
