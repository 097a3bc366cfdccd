/** `slipway profile`: what a data file holds, column by column, with no engine. */
import path from 'node:path';
import type { Command } from 'commander';
import { profileText } from './profileTable';
import { columnNames, onFiles, tellsProgress } from './dataFiles';
import { print, printJson } from './session';

interface Options {
  readonly columns?: readonly string[];
  readonly json?: boolean;
  readonly progress?: boolean;
}

/** Adds the command to the program. */
export function addProfileCommand(program: Command): void {
  const command = program.command('profile')
    .description('describe a data file, column by column: types, missing values, quantiles, histograms, categories, correlations')
    .argument('<file>', 'data file: .csv, .tsv, .parquet, .jsonl, .json, .arrow, .feather')
    .option('--columns <names>', 'only these, with commas', columnNames)
    .option('--progress', 'say on stderr how far it is, also where that is no terminal')
    .option('--store <dir>', 'taken by every command; nothing is stored here')
    .option('--json', 'print one JSON document');
  command.action((file: string, options: Options) => onFiles(command, () => profile(path.resolve(file), options)));
}

async function profile(file: string, options: Options): Promise<void> {
  const { profileFile } = await import('../engine/data/profileFile');
  const report = await profileFile(file, options, tellsProgress(options, 'described'));
  if (options.json === true) {
    printJson(report);
  } else {
    print(profileText(report));
  }
}
