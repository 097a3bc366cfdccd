/** `slipway drift`: compares two data files, column by column, with no engine. */
import nodeModule from 'node:module';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { compileCacheFolder } from '../connection/compileCache';
import type { DriftOptions } from '../protocol/drift';
import { driftText } from './driftTable';
import { distFolder, Exit, print, printJson, progress } from './session';

type OfColumns = NonNullable<DriftOptions['perColumn']>;

interface Options extends Omit<DriftOptions, 'perColumn'> {
  readonly column?: OfColumns;
  readonly json?: boolean;
  readonly python?: string;
}

/** Adds the command to the program. */
export function addDriftCommand(program: Command): void {
  const command = program.command('drift')
    .description('compare current data with reference data, column by column; exit code 0 no drift, 1 drift, or nothing could be said')
    .argument('<reference>', 'data file: .csv, .tsv, .parquet, .jsonl, .json, .arrow, .feather')
    .argument('<current>', 'data file')
    .option('--method <name>', 'for all columns: psi, jensenshannon, … (default: by type, distinct values and rows, as Evidently chooses)')
    .option('--num-method <name>', 'for columns of numbers')
    .option('--cat-method <name>', 'for columns of categories')
    .option('--text-method <name>', 'for columns of texts: abs_text_content_drift, perc_text_content_drift; with --python')
    .option('--threshold <number>', 'for all columns (default: each method\'s own)', notNegative)
    .option('--num-threshold <number>', 'for columns of numbers', notNegative)
    .option('--cat-threshold <number>', 'for columns of categories', notNegative)
    .option('--text-threshold <number>', 'for columns of texts', notNegative)
    .option('--python <path>', 'a Python with scikit-learn, for columns of texts')
    .option('--column <name:option=value,…>', 'for one column, before all others: --column age:method=psi,threshold=0.2; can be repeated', ofColumn)
    .option('--share <number>', 'the data set has drifted when this share of its columns has (default: 0.5)', share)
    .addOption(new Option('--correction <name>', 'for many tests at once').choices(['bonferroni', 'benjamini-hochberg']))
    .option('--columns <names>', 'only these, with commas', (text) => text.split(',').map((name) => name.trim()))
    .option('--distributions', 'also how the values of each column are distributed, in the JSON')
    .option('--store <dir>', 'taken by every command; nothing is stored here')
    .option('--json', 'print one JSON document');
  command.action((reference: string, current: string, options: Options) => drift(command, { reference: path.resolve(reference), current: path.resolve(current) }, options));
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number that is not below 0.');
  }
  return value;
}

function share(text: string): number {
  const value = notNegative(text);
  if (value > 1) {
    throw new InvalidArgumentError('It must be a share, 0 to 1.');
  }
  return value;
}

/** `age:method=psi,threshold=0.2`, added to what was said before; the name of a column may hold colons, what follows the last one is options. */
function ofColumn(text: string, before: OfColumns = {}): OfColumns {
  const colon = text.lastIndexOf(':');
  const [name, said] = [text.slice(0, colon), text.slice(colon + 1)];
  const options = Object.fromEntries(said.split(',').map((option): [string, string] => {
    const [key = '', value = ''] = option.split('=').map((part) => part.trim());
    return [key, value];
  }));
  if (colon < 1 || Object.entries(options).some(([key, value]) => (key !== 'method' && key !== 'threshold') || value === '')) {
    throw new InvalidArgumentError('It must be the name of a column, a colon, and method=NAME, threshold=NUMBER or both with a comma.');
  }
  const { method, threshold } = options;
  return { ...before, [name]: { ...before[name], ...(method === undefined ? {} : { method }), ...(threshold === undefined ? {} : { threshold: notNegative(threshold) }) } };
}

async function drift(command: Command, files: { readonly reference: string; readonly current: string }, { column, json, python, ...options }: Options): Promise<void> {
  // DuckDB is asked one thing after the other: of libuv's four threads, three would only take memory.
  process.env['UV_THREADPOOL_SIZE'] ??= '1';
  const compiled = compileCacheFolder();
  // Node 20 has none.
  if (compiled !== undefined && 'enableCompileCache' in nodeModule) {
    nodeModule.enableCompileCache(compiled);
  }
  const { compareFiles } = await import('../engine/monitoring/drift/compareFiles');
  try {
    const report = await compareFiles(files, { ...options, ...(column === undefined ? {} : { perColumn: column }) }, (done, of) => {
      if (process.stderr.isTTY && done < of) {
        progress(`${done} of ${of} columns compared`);
      }
    }, python === undefined ? undefined : { interpreter: python, script: path.join(distFolder(), 'python', 'slipway_text_drift.py') });
    if (json === true) {
      printJson(report);
    } else {
      print(driftText(report));
    }
    process.exitCode = report.dataset.drifted === false ? Exit.done : Exit.failed;
  } catch (error) {
    // Its class is another bundle's.
    if (error instanceof Error && (error.name === 'DriftRefused' || error.name === 'DataRefused')) {
      command.error(error.message, { exitCode: Exit.wrongUse });
    }
    throw error;
  }
}
