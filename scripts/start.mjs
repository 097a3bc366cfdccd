// `npm start`: prepares everything, trains the iris example through the engine and opens VS Code with the run in view.
// `npm start -- --headless` stops after printing the trained runs. `npm start -- --story` plays the story of examples/story, with VS Code
// open on it; with --headless in the terminal alone.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureCodeServer } from './codeServer.mjs';
import { ensureNodePackages } from './nodePackages.mjs';
import { cache, inRoot, onPath, root } from './paths.mjs';
import { Advice, asScript, say } from './progress.mjs';
import { ensurePython } from './python.mjs';
import { endStory, playStory, prepareStory } from './story.mjs';
import { Telling } from './telling.mjs';
import { example, exampleEnvironment, printRuns, trainIris } from './trainExample.mjs';
import { startWorkbenchServer } from './workbenchServer.mjs';

const opener = inRoot('scripts', 'opener');

/** The desktop VS Code takes several extensions under development: ours, and the one that opens its views. */
function openDesktop(command, python, folder) {
  say(`Opening VS Code (${command}) with ${path.relative(root, folder)}`);
  const parameters = ['--new-window', `--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${opener}`, folder];
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

/** This checkout and the opener as extensions of code-server: only under VS Code's test driver it takes them from the address. */
function placeExtensions(folder) {
  // Without the list of what is installed the folders themselves are what counts.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(root, path.join(folder, 'slipway'), 'junction');
  cpSync(opener, path.join(folder, 'slipway-start.opener-1.0.0'), { recursive: true });
}

/** @param meanwhile what goes on while the window is open */
async function openCodeServer(python, folder, meanwhile) {
  await ensureCodeServer();
  // Kept between starts, so that the window comes back as it was left.
  const home = path.join(cache, 'start');
  placeExtensions(path.join(home, 'extensions'));
  const { PATH, SLIPWAY_NODE, VIRTUAL_ENV } = exampleEnvironment(python);
  const server = await startWorkbenchServer({
    home, env: { PATH, SLIPWAY_NODE, VIRTUAL_ENV }, settings: { 'python.defaultInterpreterPath': python, 'workbench.colorTheme': 'Dark Modern', 'remote.autoForwardPorts': false },
    // Under VS Code's test driver messages go to the bell and never come up, so nobody would see an alert.
    automation: false,
  });
  const address = server.address({ folder, payload: [['skipWelcome', 'true']] });
  process.stdout.write(`\nVS Code (code-server) is open at\n\n  ${address}\n\nIt is in the Slipway side bar. Ctrl+C ends it.\n\n`);
  openBrowser(address);
  const interrupted = untilInterrupted();
  await Promise.race([meanwhile(), interrupted]);
  await interrupted;
  say('Closing');
  await server.close();
}

asScript(async () => {
  const headless = process.argv.includes('--headless');
  const story = process.argv.includes('--story');
  const unknown = process.argv.slice(2).find((parameter) => parameter !== '--headless' && parameter !== '--story');
  if (unknown) throw new Advice(`npm start knows only --headless and --story, not ${unknown}.`);
  await ensureNodePackages();
  const python = await ensurePython();
  await ensureBuilt();
  const folder = story ? await prepareStory(python) : example.folder;
  if (!story) printRuns(await trainIris(python));
  const play = async () => {
    const telling = new Telling(folder);
    if (!headless) {
      say('The story begins when the window is open');
      await telling.untilSeen();
    }
    const numbers = await playStory(folder, python, (when, text) => telling.tell(when, text));
    process.stdout.write(`\n${JSON.stringify(numbers)}\n`);
  };
  const meanwhile = story ? play : async () => undefined;
  if (headless) {
    try {
      return await meanwhile();
    } finally {
      // In the terminal alone nothing is left that goes on.
      if (story) await endStory(folder, python);
    }
  }
  const code = process.env.SLIPWAY_VSCODE === 'code-server' ? undefined : onPath('code');
  if (code === undefined) return openCodeServer(python, folder, meanwhile);
  await openDesktop(code, python, folder);
  await meanwhile();
});
