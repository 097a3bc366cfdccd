/** `slipway profile`: what a data file holds, column by column, with no engine. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { ProfileReport } from '../protocol/profile';
import { suggestSchema } from '../projectFile/suggestSchema';
import { profileText } from './profileTable';
import { columnNames, onFiles, tellsProgress } from './dataFiles';
import { PROJECT_FILE, projectRoot } from './projectRoot';
import { type CommonOptions, Exit, print, printJson, progress } from './session';

interface Options extends CommonOptions {
  readonly columns?: readonly string[];
  readonly progress?: boolean;
  readonly suggest?: string;
  readonly write?: boolean;
}

/** Adds the command to the program. */
export function addProfileCommand(program: Command): void {
  const command = program.command('profile')
    .description('describe a data file, column by column: types, missing values, quantiles, histograms, categories, correlations')
    .argument('<file>', 'data file: .csv, .tsv, .parquet, .jsonl, .json, .arrow, .feather')
    .option('--columns <names>', 'only these, with commas', columnNames)
    .option('--suggest <name>', 'print a schema for slipway.yaml instead, which the file passes')
    .option('--write', 'with --suggest: put it into slipway.yaml, where what stands there is kept')
    .option('--progress', 'say on stderr how far it is, also where that is no terminal')
    .option('--store <dir>', 'the .slipway folder, or the project that has one: where --suggest looks for slipway.yaml')
    .option('--json', 'print one JSON document');
  command.action((file: string, options: Options) => onFiles(command, () => profile(command, path.resolve(file), options)));
}

async function profile(command: Command, file: string, options: Options): Promise<void> {
  if (options.write === true && options.suggest === undefined) {
    command.error('error: --write needs --suggest with a name for the schema', { exitCode: Exit.wrongUse });
  }
  const { profileFile } = await import('../engine/data/profileFile');
  const report = await profileFile(file, options, tellsProgress(options, 'described'));
  if (options.suggest !== undefined) {
    await suggest(report, options.suggest, options);
  } else if (options.json === true) {
    printJson(report);
  } else {
    print(profileText(report));
  }
}

/** Prints the schema; with `--write` also puts it into the slipway.yaml of the project, which is made where there is none. */
async function suggest(report: ProfileReport, name: string, options: Options): Promise<void> {
  const { schemaText, withSchema } = await import('../projectFile/writeSchema');
  const projectFile = path.join(projectRoot(options), PROJECT_FILE);
  const schema = suggestSchema(report, path.relative(path.dirname(projectFile), report.path).split(path.sep).join('/'));
  if (options.json === true) {
    printJson({ name, ...schema });
  } else {
    process.stdout.write(schemaText(name, schema));
  }
  if (options.write === true) {
    const text = await readFile(projectFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return '';
      }
      throw error;
    });
    await writeFile(projectFile, withSchema(text, name, schema));
    progress(`Written into ${projectFile}.`);
  }
}
