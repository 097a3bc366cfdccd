// Trains the iris example through the engine, with the same command that a person would type.
import path from 'node:path';
import { run } from './command.mjs';
import { inRoot, node24, toolEnvironment } from './paths.mjs';
import { Advice, say } from './progress.mjs';

const cli = inRoot('dist', 'slipway.js');

/** The example's folder and its store. */
export const example = { folder: inRoot('examples', 'iris'), store: inRoot('examples', 'iris', '.slipway') };

/** Environment of the engine and the script: ours, with the Python environment of the examples first on the PATH. */
export function exampleEnvironment(python) {
  const env = toolEnvironment({ SLIPWAY_NODE: node24(), VIRTUAL_ENV: path.dirname(path.dirname(python)) });
  return { ...env, PATH: `${path.dirname(python)}${path.delimiter}${env.PATH}` };
}

async function slipway(python, parameters, options = {}) {
  return run(node24(), [cli, ...parameters, '--store', example.store], { cwd: example.folder, env: exampleEnvironment(python), ...options });
}

/** `slipway run` takes everything after `--` as the command, so the store has to come before. */
async function train(python, script) {
  say(`Training examples/iris/${script}`);
  const result = await run(node24(), [cli, 'run', '--store', example.store, '--', python, script], {
    cwd: example.folder, env: exampleEnvironment(python), show: true,
  });
  if (result.code !== 0) throw new Advice(`Training examples/iris/${script} failed (exit ${result.code}); its output above says why.`);
}

async function runs(python) {
  const { code, standard, output } = await slipway(python, ['runs', '--json'], { all: true });
  if (code !== 0) throw new Advice(`The runs could not be read.\n${output}`);
  return JSON.parse(standard);
}

/** Trains both versions of the example and returns the new runs, in the shape of `slipway runs --json`. */
export async function trainIris(python) {
  const started = Date.now();
  for (const script of ['train.py', 'train_autolog.py']) await train(python, script);
  return (await runs(python)).filter((row) => row.start_time >= started);
}

/** Prints name, status, id and metrics of runs on stdout. */
export function printRuns(trained) {
  for (const { run_id: id, name, status, metrics } of trained) {
    process.stdout.write(`\n${name}  ${status}\n  id  ${id}\n`);
    for (const [key, value] of Object.entries(metrics)) process.stdout.write(`  ${key}  ${Number(value.toPrecision(4))}\n`);
  }
}
