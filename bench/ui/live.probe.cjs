// Runs inside the extension host, in the place of a test suite: a script logs a thousand metrics a second while the side bar and both
// panels show its run; writes down how long the host's event loop was blocked, with the script and, just before, without it. Whoever
// started it says through the socket SLIPWAY_BENCH_GATE that both panels show the run.
const { fork, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const vscode = require('vscode');
const { lookAtLoop } = require('./loopLooks.cjs');

const seconds = Number(process.env.SLIPWAY_BENCH_SECONDS);
const idle = fork(path.join(__dirname, 'loopLooks.cjs'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The host's loop while `work` lasts, and beside it that of a process that does nothing; times in ms. */
async function watched(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const load = performance.eventLoopUtilization();
  delay.enable();
  idle.send('look');
  const end = lookAtLoop();
  await work();
  const host = { ...end(), p99: delay.percentile(99) / 1e6 - 1, busy: performance.eventLoopUtilization(load).utilization };
  delay.disable();
  idle.send('end');
  const [beside] = await once(idle, 'message');
  return { ...host, idle: beside };
}

/** The run that will grow and the one before it, as soon as the tree has them. */
async function shownRuns(tree) {
  return new Promise((resolve) => {
    const look = async () => {
      const experiment = (await tree.getChildren()).find((node) => node.kind === 'experiment' && node.summary.name === 'live');
      const runs = experiment === undefined ? [] : await tree.getChildren(experiment);
      if (runs.length === 2) resolve(runs);
    };
    tree.onDidChangeTreeData(look);
    void look();
  });
}

exports.run = async () => {
  const { projects, tree } = await vscode.extensions.getExtension('slipway.slipway').activate();
  const [project] = projects.all;
  await project.connect();
  await vscode.commands.executeCommand('workbench.view.extension.slipway');
  const { url, clientToken } = project.address;
  const script = spawn(process.env.SLIPWAY_BENCH_PYTHON, [process.env.SLIPWAY_BENCH_SCRIPT], {
    stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, MLFLOW_TRACKING_URI: url.replace('//', `//slipway:${clientToken}@`), NO_PROXY: '127.0.0.1' },
  });
  const ended = new Promise((resolve) => {
    script.once('exit', resolve);
  });
  let said = '';
  const told = (text) => new Promise((resolve) => {
    const look = () => {
      if (said.includes(text)) resolve();
    };
    script.stdout.on('data', look);
    look();
  });
  script.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await told('logged');
  const runs = await shownRuns(tree);
  const run = runs.find(({ row }) => row.run_name === 'live');
  await vscode.commands.executeCommand('slipway.run.open', run);
  await vscode.commands.executeCommand('slipway.run.compare', run, runs);
  await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
  const gate = net.connect(process.env.SLIPWAY_BENCH_GATE);
  const [shown] = await Promise.race([once(gate, 'data'), once(gate, 'close')]);
  gate.destroy();
  if (!Buffer.isBuffer(shown)) throw new Error('The window did not show both panels.');
  const rest = await watched(() => pause(seconds * 1000));
  const began = performance.now();
  script.stdin.write('go\n');
  const training = await watched(() => ended);
  const rate = Number(/rate (\d+)/.exec(said)?.[1]);
  idle.disconnect();
  fs.writeFileSync(process.env.SLIPWAY_BENCH_RESULT, JSON.stringify({ rest, training, rate, took: (performance.now() - began) / 1000, version: vscode.version, node: process.version }));
};
