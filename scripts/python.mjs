// Python environments, shared by all checkouts with the same list: with mlflow and scikit-learn for the examples and the tests, with Evidently, and with NannyML.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, run } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache, inRoot, onPath } from './paths.mjs';
import { Advice, say } from './progress.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

/** What each environment holds; `warm` compiles modules now, so that the first run of a test or an example does not pay for it. */
const environments = {
  examples: { name: 'python', list: inRoot('scripts', 'requirements.txt'), title: 'mlflow, scikit-learn and pytest', warm: 'import mlflow.sklearn, sklearn.ensemble, sklearn.datasets, matplotlib.pyplot' },
  nannyml: { name: 'nannyml', list: inRoot('scripts', 'requirements.nannyml.txt'), title: 'nannyml and river', warm: 'import os; os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"; import nannyml, river.drift' },
  evidently: { name: 'evidently', list: inRoot('scripts', 'requirements.evidently.txt'), title: 'evidently', warm: 'import evidently.presets, pyarrow.parquet' },
};
const candidates = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const probe = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print("%d.%d" % sys.version_info[:2])';

/** First interpreter that is Python 3.10 or newer and can make environments, with its version; undefined when there is none. */
async function findInterpreter() {
  for (const name of candidates) {
    const program = onPath(name);
    if (program === undefined) continue;
    const result = await run(program, ['-c', probe]);
    if (result.code === 0) return { program, version: result.standard.trim() };
  }
  return undefined;
}

/** Debian leaves ensurepip out of python3 and puts it, in the same folder, into python3-venv. */
function debianHasEnsurepip() {
  if (process.platform !== 'linux') return true;
  return readdirSync('/usr/lib').some((name) => /^python3\.\d+$/.test(name) && existsSync(path.join('/usr/lib', name, 'ensurepip')));
}

async function ensureInterpreter() {
  const found = await findInterpreter();
  if (found) return found;
  await ensureSystemPackages('make the Python environment of the examples and tests', [
    { apt: 'python3', met: () => onPath('python3') !== undefined },
    { apt: 'python3-venv', met: debianHasEnsurepip },
  ]);
  const installed = await findInterpreter();
  if (installed) return installed;
  throw new Advice('No Python 3.10 or newer that can make virtual environments was found on the PATH. Install one (Debian and Ubuntu: sudo apt-get install -y python3 python3-venv) and start again.');
}

/** Makes the environment of the examples and tests when it is not there yet; returns the path of its interpreter. */
export function ensurePython() {
  return ensure(environments.examples);
}

/** As `ensurePython`: the environment of Evidently, the peer of drift. */
export function ensureEvidently() {
  return ensure(environments.evidently);
}

/** As `ensurePython`: the environment of NannyML and river, the peers of estimated quality and concept drift. */
export function ensureNannyml() {
  return ensure(environments.nannyml);
}

async function ensure({ name, list: file, title, warm }) {
  const list = readFileSync(file, 'utf8');
  const { program, version } = await ensureInterpreter();
  const key = createHash('sha256').update(`${version}\n${list}`).digest('hex').slice(0, 12);
  const folder = path.join(cache, `${name}-${key}`);
  const interpreter = process.platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
  // Written last: an environment without it was cut off half-way. (A venv cannot be moved, so it is built in its place.)
  const complete = path.join(folder, 'slipway-complete');
  if (existsSync(complete)) return interpreter;
  await withLock(path.join(cache, `${name}-${key}.lock`), async () => {
    if (existsSync(complete)) return;
    mkdirSync(cache, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    say(`Making a Python ${version} environment with ${title} (once; a minute or two)`);
    await must('Making the Python environment', program, ['-m', 'venv', folder]);
    await must('Installing Python packages', interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file]);
    await run(interpreter, ['-c', warm]);
    writeFileSync(complete, '');
    say('The Python environment is ready');
  });
  return interpreter;
}
