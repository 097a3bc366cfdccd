// `npm start`: prepares everything, trains the iris example through the engine and opens VS Code with the run in view.
// `npm start -- --headless` stops after printing the trained runs.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureCodeServer } from './codeServer.mjs';
import { ensureNodePackages } from './nodePackages.mjs';
import { cache, inRoot, onPath, root } from './paths.mjs';
import { Advice, asScript, say } from './progress.mjs';
import { ensurePython } from './python.mjs';
import { example, exampleEnvironment, printRuns, trainIris } from './trainExample.mjs';
import { startWorkbenchServer } from './workbenchServer.mjs';

const opener = inRoot('scripts', 'opener');

/** The desktop VS Code takes several extensions under development: ours, and the one that opens its views. */
function openDesktop(command, python) {
  say(`Opening VS Code (${command}) with examples/iris`);
  const parameters = ['--new-window', `--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${opener}`, example.folder];
  const windows = process.platform === 'win32';
  const child = spawn(command, parameters, { env: exampleEnvironment(python), stdio: 'inherit', shell: windows });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Advice(`VS Code did not open (exit ${code}).`))));
  });
}

/** Opens an address in the person's browser where there is one to ask; the printed address serves everyone else. */
function openBrowser(address) {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? (process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? onPath('xdg-open') : undefined);
  if (command === undefined) return;
  spawn(command, [address], { stdio: 'ignore', detached: true }).once('error', (error) => say(`The browser did not open (${error.message}); open the address above.`)).unref();
}

function untilInterrupted() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
}

async function openCodeServer(python) {
  await ensureCodeServer();
  // Kept between starts, so that the window comes back as it was left.
  const home = path.join(cache, 'start');
  mkdirSync(path.join(home, 'extensions'), { recursive: true });
  cpSync(opener, path.join(home, 'extensions', 'slipway-start.opener-1.0.0'), { recursive: true });
  const { PATH, SLIPWAY_NODE, VIRTUAL_ENV } = exampleEnvironment(python);
  const server = await startWorkbenchServer({
    home, env: { PATH, SLIPWAY_NODE, VIRTUAL_ENV }, settings: { 'python.defaultInterpreterPath': python, 'workbench.colorTheme': 'Dark Modern' },
  });
  const address = server.address({ folder: example.folder, payload: [['extensionDevelopmentPath', server.remote(root)], ['skipWelcome', 'true']] });
  process.stdout.write(`\nVS Code (code-server) is open at\n\n  ${address}\n\nThe runs are in the Slipway side bar. Ctrl+C ends it.\n`);
  openBrowser(address);
  await untilInterrupted();
  say('Closing');
  await server.close();
}

asScript(async () => {
  const headless = process.argv.includes('--headless');
  const unknown = process.argv.slice(2).find((parameter) => parameter !== '--headless');
  if (unknown) throw new Advice(`npm start knows only --headless, not ${unknown}.`);
  await ensureNodePackages();
  const python = await ensurePython();
  await ensureBuilt();
  printRuns(await trainIris(python));
  if (headless) return;
  const code = process.env.SLIPWAY_VSCODE === 'code-server' ? undefined : onPath('code');
  await (code ? openDesktop(code, python) : openCodeServer(python));
});
