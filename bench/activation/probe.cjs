// Runs inside the extension host, in the place of a test suite: activates Slipway once, writes down what that cost, and ends.
// SLIPWAY_BENCH_RESULT names the file to write. With SLIPWAY_BENCH_FILES=1 the file system calls of our code are written down too
// (from another host than the timed ones, because looking at each call's stack takes time).
// Node's loader has no other name to listen under.
/* oxlint-disable no-underscore-dangle */
const fs = require('node:fs');
const Module = require('node:module');
const childProcess = require('node:child_process');
const path = require('node:path');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const vscode = require('vscode');

const opening = ['open', 'openSync', 'readFile', 'readFileSync', 'writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createReadStream', 'createWriteStream', 'mkdir', 'mkdirSync', 'copyFile', 'copyFileSync', 'cp', 'cpSync', 'opendir', 'opendirSync'];
const looking = ['stat', 'statSync', 'lstat', 'lstatSync', 'access', 'accessSync', 'exists', 'existsSync', 'readdir', 'readdirSync', 'realpath', 'realpathSync', 'watch', 'watchFile'];

/** Replaces `names` of `target` so that calls made by code below `root` are noted. */
function listen(target, names, root, note) {
  for (const name of names) {
    const original = target[name];
    if (typeof original !== 'function') continue;
    const heard = function heard(...values) {
      const stack = new Error('who called').stack ?? '';
      if (stack.includes(root)) note(name, String(values[0]));
      return Reflect.apply(original, this, values);
    };
    // realpathSync.native and the like stay where they are.
    target[name] = Object.assign(heard, original);
  }
}

/** Notes every module that code below `root` loads, how long the main bundle takes, and how long its `activate` does. */
function watchLoading(main, root, times, modules) {
  const original = Module._load;
  Module._load = function load(request, parent, isMain) {
    const begun = performance.now();
    const loaded = Reflect.apply(original, this, [request, parent, isMain]);
    if (request === main) {
      times.load = performance.now() - begun;
      return { ...loaded, activate: (context) => timedActivate(loaded.activate, context, times) };
    }
    if (parent?.filename?.startsWith(root) && request !== 'vscode') modules.push(request);
    return loaded;
  };
}

function timedActivate(activate, context, times) {
  const begun = performance.now();
  const answer = activate(context);
  times.call = performance.now() - begun;
  return Promise.resolve(answer).finally(() => {
    times.resolved = performance.now() - begun;
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

exports.run = async () => {
  const extension = vscode.extensions.getExtension('slipway.slipway');
  if (!extension) throw new Error('The extension slipway.slipway is not in this host.');
  if (extension.isActive) {
    // A slow machine lets the workbench wake it before the probe comes: this host has nothing to tell.
    fs.writeFileSync(process.env.SLIPWAY_BENCH_RESULT, JSON.stringify({ tooLate: true }));
    return;
  }
  const main = path.resolve(extension.extensionPath, extension.packageJSON.main);
  // Our bundles only: this probe lies below the extension's folder too.
  const root = path.dirname(main) + path.sep;
  const times = {};
  const modules = [];
  const calls = { opened: [], lookedAt: [], started: [] };
  Error.stackTraceLimit = 60;
  watchLoading(main.endsWith('.js') ? main : `${main}.js`, root, times, modules);
  if (process.env.SLIPWAY_BENCH_FILES === '1') {
    for (const target of [fs, fs.promises]) {
      listen(target, opening, root, (_, file) => calls.opened.push(file));
      listen(target, looking, root, (_, file) => calls.lookedAt.push(file));
    }
    listen(childProcess, ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'], root, (_, program) => calls.started.push(program));
  }
  // The host is still busy with itself just after a window has opened.
  await pause(3000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(300);
  const quiet = delay.max / 1e6;
  delay.reset();
  const begun = performance.now();
  await extension.activate();
  const whole = performance.now() - begun;
  await pause(20);
  const blocked = delay.max / 1e6;
  const during = structuredClone(calls);
  delay.reset();
  await pause(2000);
  delay.disable();
  const result = { ...times, whole, quiet, blocked, blockedLater: delay.max / 1e6, modules, during, whole2s: calls, version: vscode.version, node: process.versions.node };
  fs.writeFileSync(process.env.SLIPWAY_BENCH_RESULT, JSON.stringify(result));
};
