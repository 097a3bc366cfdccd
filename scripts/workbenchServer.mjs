// Starts code-server's inner server (VS Code's own) with everything of its own: settings, extensions, data, runtime folder.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { codeServer } from './codeServer.mjs';
import { adopt } from './command.mjs';
import { node24 } from './paths.mjs';

/** Settings of a workbench that shows our product and nothing else: no chat bar, no tips, no toasts, no network. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'window.autoDetectColorScheme': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'security.workspace.trust.untrustedFiles': 'open',
};

// The host asks its gallery at every start; this keeps the question on loopback, where nobody answers.
const gallery = JSON.stringify({ serviceUrl: 'http://127.0.0.1:9/none', itemUrl: '', resourceUrlTemplate: '' });

/** A TCP port on loopback that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function untilListening(child, output) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The VS Code server did not start within 60 s.\n${output.text}`)), 60_000);
    const look = (chunk) => {
      output.text = (output.text + chunk).slice(-20_000);
      if (/Extension host agent listening on/.test(output.text)) {
        clearTimeout(late);
        resolve();
      }
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`The VS Code server ended at once (exit ${code}).\n${output.text}`));
    });
  });
}

/**
 * Starts a server below `home` (an existing folder of the caller's). `trusted: false` leaves workspace trust on;
 * `env` is what extension hosts and terminals inherit. Resolves when it listens.
 * `address({ folder, payload })` is the page to open; `close()` ends the server and every extension host of it.
 */
export async function startWorkbenchServer({ home, env = {}, settings = {}, trusted = true, automation = true }) {
  const folders = { data: path.join(home, 'server'), user: path.join(home, 'user'), extensions: path.join(home, 'extensions') };
  for (const folder of [...Object.values(folders), path.join(folders.data, 'data', 'Machine'), path.join(folders.user, 'User')]) mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  writeFileSync(path.join(folders.user, 'User', 'settings.json'), text);
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(home, 'connection-token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const parameters = [
    codeServer.server, '--host', '127.0.0.1', '--port', String(port), '--connection-token-file', tokenFile, '--accept-server-license-terms',
    '--server-data-dir', folders.data, '--user-data-dir', folders.user, '--extensions-dir', folders.extensions, '--telemetry-level', 'off',
    ...(trusted ? ['--disable-workspace-trust'] : []), ...(automation ? ['--enable-smoke-test-driver'] : []),
  ];
  const output = { text: '' };
  const child = spawn(node24(), parameters, { env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: gallery, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  adopt(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await untilListening(child, output);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    port,
    folders,
    address({ folder, payload = [] }) {
      const query = new URLSearchParams({ tkn: token, ...(folder ? { folder } : { ew: 'true' }), ...(payload.length > 0 ? { payload: JSON.stringify(payload) } : {}) });
      return `http://127.0.0.1:${port}/?${query}`;
    },
    /** Address under which the page names a folder of this machine. */
    remote: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    log: () => output.text,
    async close() {
      const end = (signal) => {
        try {
          process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
        } catch (error) {
          if (error.code !== 'ESRCH') throw error;
        }
      };
      end('SIGTERM');
      const late = setTimeout(() => end('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
      end('SIGKILL');
    },
  };
}

/** Our environment without what a VS Code or an npm script around us has put there. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|MLFLOW_)/.test(name)));
}
