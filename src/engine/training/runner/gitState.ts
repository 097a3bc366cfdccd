/** What git says of the code that is about to run: commit, branch, and a patch of what is not committed. */
import { isSecretFile, withoutCredentials } from '../credentials';
import { runCommand, type CommandResult } from './command';
import { readUntracked } from './untrackedFiles';
import type { GitState } from './jobFiles';

const PATCH_BYTES = 5 * 1024 * 1024;
const LIST_BYTES = 512 * 1024;
const TIMEOUT_MS = 20_000;
const UNTRACKED_KEPT = 200;

export interface GitCapture {
  readonly state: GitState;
  /** applies with `git apply` at the commit; empty when nothing was changed */
  readonly patch: string;
}

/**
 * @param cwd folder of the job
 * @returns undefined outside of git, without git, or before the first commit
 */
export async function captureGit(cwd: string, env: NodeJS.ProcessEnv): Promise<GitCapture | undefined> {
  const quiet = { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const git = (args: readonly string[], maxBytes = LIST_BYTES): Promise<CommandResult> => runCommand(['git', '-c', 'core.quotepath=off', '-c', 'core.fsmonitor=false', ...args], { cwd, env: quiet, maxBytes, timeoutMs: TIMEOUT_MS });
  const head = await git(['rev-parse', '--show-toplevel', 'HEAD']);
  const [root = '', commit = ''] = head.stdout.trim().split('\n');
  if (head.code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
    return undefined;
  }
  const [branch, remote, status, changed] = await Promise.all([
    git(['symbolic-ref', '--quiet', '--short', 'HEAD']),
    git(['config', '--get', 'remote.origin.url']),
    git(['ls-files', '--others', '--exclude-standard', '-z', '--full-name', ':/']),
    git(['diff', '--name-only', '-z', '--no-ext-diff', 'HEAD']),
  ]);
  const untracked = names(status).filter((name) => !name.startsWith('.slipway/') && !name.includes('/.slipway/'));
  const tracked = names(changed);
  const patch = await makePatch(git, root, tracked, untracked);
  return {
    state: {
      commit, branch: branch.code === 0 ? branch.stdout.trim() : null, dirty: tracked.length > 0 || untracked.length > 0,
      remote: remote.code === 0 ? withoutCredentials(remote.stdout.trim()) : null,
      untracked: untracked.slice(0, UNTRACKED_KEPT), patch_note: patch.notes.length > 0 ? patch.notes.join(' ') : null,
    },
    patch: withoutCredentials(patch.text),
  };
}

function names(result: CommandResult): string[] {
  return result.stdout.split('\0').filter((name) => name !== '');
}

async function makePatch(git: (args: readonly string[], maxBytes?: number) => Promise<CommandResult>, root: string, tracked: readonly string[], untracked: readonly string[]): Promise<{ text: string; notes: string[] }> {
  const notes: string[] = [];
  const secret = [...tracked, ...untracked].filter((name) => isSecretFile(name));
  if (secret.length > 0) {
    notes.push(`Left out, since such files hold credentials: ${secret.join(', ')}.`);
  }
  let text = '';
  if (tracked.some((name) => !isSecretFile(name))) {
    const excluded = tracked.filter((name) => isSecretFile(name)).map((name) => `:(top,exclude,literal)${name}`);
    const diff = await git(['diff', '--no-color', '--no-ext-diff', '--full-index', 'HEAD', '--', ':/', ...excluded], PATCH_BYTES);
    if (diff.cut) {
      notes.push(`The changes of tracked files are larger than ${PATCH_BYTES / 1024 / 1024} MB and were left out.`);
    } else {
      text = diff.stdout;
    }
  }
  const added = await readUntracked(root, untracked.filter((name) => !isSecretFile(name)));
  return { text: text + added.patch, notes: [...notes, ...added.notes] };
}
