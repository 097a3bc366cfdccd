/** `slipway drift`: compares two data files, column by column, with no engine. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DriftOptions } from '../protocol/drift';
import { driftText } from './driftTable';
import { Exit, print, printJson, progress } from './session';

interface Options extends Omit<DriftOptions, 'columns'> {
  readonly columns?: readonly string[];
  readonly json?: boolean;
}

/** Adds the command to the program. */
export function addDriftCommand(program: Command): void {
  const command = program.command('drift')
    .description('compare current data with reference data, column by column; exit code 0 no drift, 1 drift, or nothing could be said')
    .argument('<reference>', 'data file: .csv, .tsv, .parquet, .jsonl, .json')
    .argument('<current>', 'data file')
    .option('--method <name>', 'for all columns: psi, jensenshannon, … (default: by type, distinct values and rows, as Evidently chooses)')
    .option('--num-method <name>', 'for columns of numbers')
    .option('--cat-method <name>', 'for columns of categories')
    .option('--threshold <number>', 'for all columns (default: each method\'s own)', threshold)
    .addOption(new Option('--correction <name>', 'for many tests at once').choices(['bonferroni', 'benjamini-hochberg']))
    .option('--columns <names>', 'only these, with commas', (text) => text.split(',').map((name) => name.trim()))
    .option('--store <dir>', 'taken by every command; nothing is stored here')
    .option('--json', 'print one JSON document');
  command.action((reference: string, current: string, options: Options) => drift(command, { reference: path.resolve(reference), current: path.resolve(current) }, options));
}

function threshold(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number that is not below 0.');
  }
  return value;
}

async function drift(command: Command, files: { readonly reference: string; readonly current: string }, options: Options): Promise<void> {
  // DuckDB is asked one thing after the other: of libuv's four threads, three would only take memory.
  process.env['UV_THREADPOOL_SIZE'] ??= '1';
  const { compareFiles } = await import('../engine/monitoring/drift/compareFiles');
  try {
    const report = await compareFiles(files, options, (done, of) => {
      if (process.stderr.isTTY && done < of) {
        progress(`${done} of ${of} columns compared`);
      }
    });
    if (options.json === true) {
      printJson(report);
    } else {
      print(driftText(report));
    }
    process.exitCode = report.dataset.drifted === false ? Exit.done : Exit.failed;
  } catch (error) {
    // Its class is another bundle's.
    if (error instanceof Error && error.name === 'DriftRefused') {
      command.error(error.message, { exitCode: Exit.wrongUse });
    }
    throw error;
  }
}
