/** `slipway validate`: whether a data file is as a schema of slipway.yaml says, with no engine. */
import path from 'node:path';
import type { Command } from 'commander';
import { type NamedSchema, schemaFor, schemasOf } from '../projectFile/dataSchemas';
import { problemText } from '../projectFile/problem';
import { readProjectFile } from '../projectFile/read';
import { columnNames, onFiles } from './dataFiles';
import { PROJECT_FILE, projectRoot } from './projectRoot';
import { Exit, print, printJson, type CommonOptions } from './session';
import { validationText } from './validationTable';

interface Options extends CommonOptions {
  readonly schema?: string;
  readonly columns?: readonly string[];
}

/** Adds the command to the program. */
export function addValidateCommand(program: Command): void {
  const command = program.command('validate')
    .description('check a data file against a schema of slipway.yaml; exit code 0 it is as it says, 1 it is not')
    .argument('[file]', 'data file (default: the one that the schema names)')
    .option('--schema <name>', 'entry of "data" in slipway.yaml (default: the one that names the file, else the only one)')
    .option('--columns <names>', 'only these, with commas', columnNames)
    .option('--store <dir>', 'the .slipway folder, or the project that has one (default: found upward from here)')
    .option('--json', 'print one JSON document');
  command.action((file: string | undefined, options: Options) => onFiles(command, () => validate(command, file === undefined ? undefined : path.resolve(file), options)));
}

async function validate(command: Command, named: string | undefined, options: Options): Promise<void> {
  const { name, schema, file } = await schemaAsked(command, named, options);
  const { validateFile } = await import('../engine/data/validateFile');
  const report = await validateFile(named ?? file, { name, rules: schema }, options.columns === undefined ? {} : { columns: options.columns });
  if (options.json === true) {
    printJson(report);
  } else {
    print(validationText(report));
  }
  process.exitCode = report.valid ? Exit.done : Exit.failed;
}

async function schemaAsked(command: Command, file: string | undefined, options: Options): Promise<NamedSchema> {
  const refuse = (message: string): never => command.error(message, { exitCode: Exit.wrongUse });
  const projectFile = path.join(projectRoot(options), PROJECT_FILE);
  const read = await readProjectFile(projectFile);
  if (read?.fault !== undefined) {
    return refuse(problemText(projectFile, read.fault));
  }
  const schemas = schemasOf(projectFile, read?.file?.data);
  const found = file === undefined && options.schema === undefined ? undefined : schemaFor(schemas, file, options.schema);
  if (found !== undefined) {
    return found;
  }
  const names = schemas.map(({ name }) => name).join(', ');
  return refuse(schemas.length === 0
    ? `${projectFile} has no schema. "slipway profile FILE --suggest NAME --write" makes one from a file.`
    : options.schema === undefined ? `Which schema is meant is not clear. Name one with --schema: ${names}.` : `${projectFile} has no schema "${options.schema}". It has ${names}.`);
}
