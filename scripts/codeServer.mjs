// A VS Code for machines that cannot download one: the npm package code-server holds the same workbench and extension host.
// It is 600 MB and three minutes, so it is installed once per user, outside the checkout.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { must, npm } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache, inRoot, onPath, toolEnvironment } from './paths.mjs';
import { say } from './progress.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

export const codeServerVersion = '4.139.1';
const home = path.join(cache, `code-server-${codeServerVersion}`);

/** Paths of an installed code-server: `server` is VS Code's own server, `cli` installs extensions. */
export const codeServer = {
  home,
  server: path.join(home, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  cli: path.join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
};

/** Headers of the Node that runs npm here: node-gyp would else download them. */
function nodeHeaders() {
  const folder = inRoot('node_modules', 'node', 'node_modules');
  const inside = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  return inside.find((candidate) => existsSync(path.join(candidate, 'include', 'node', 'node.h')));
}

const kerberosHeaders = ['/usr/include/gssapi.h', '/usr/include/gssapi/gssapi.h', '/usr/local/include/gssapi/gssapi.h'];

async function install() {
  await ensureSystemPackages('build code-server (the VS Code that tests and `npm start` open)', [
    { apt: 'g++', met: () => onPath('g++', 'clang++') !== undefined },
    { apt: 'make', met: () => onPath('make') !== undefined },
    { apt: 'python3', met: () => onPath('python3') !== undefined },
    { apt: 'libkrb5-dev', met: () => process.platform !== 'linux' || kerberosHeaders.some(existsSync) },
  ]);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'code-server-new-'));
  const headers = nodeHeaders();
  say(`Installing code-server ${codeServerVersion} (once; 600 MB, about three minutes)`);
  const heartbeat = setInterval(() => say('  … still installing code-server'), 30_000);
  try {
    await must('Installing code-server', npm, ['install', '--no-audit', '--no-fund', '--prefix', folder, `code-server@${codeServerVersion}`], {
      cwd: folder, env: toolEnvironment(headers ? { npm_config_nodedir: headers } : {}),
    });
    renameSync(folder, home);
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
  say('code-server is installed');
}

/** Installs code-server when it is not there yet; safe to call from several processes at once. */
export async function ensureCodeServer() {
  if (existsSync(codeServer.server)) return codeServer;
  await withLock(path.join(cache, 'code-server.lock'), async () => {
    if (!existsSync(codeServer.server)) await install();
  });
  return codeServer;
}
