/** The data that a train target names under `validate`, checked before its job starts. */
import { schemasOf } from '../projectFile/dataSchemas';
import { readProjectFile } from '../projectFile/read';
import { CommandFailure, progress } from './session';
import { validationHeadline, validationText } from './validationTable';

/**
 * @param projectFile absolute path of the slipway.yaml
 * @param names of schemas
 * @throws CommandFailure that says what is broken, and how to train all the same
 */
export async function mustBeValid(projectFile: string, names: readonly string[]): Promise<void> {
  const schemas = schemasOf(projectFile, (await readProjectFile(projectFile))?.file?.data);
  const { validateFile } = await import('../engine/data/validateFile');
  for (const name of names) {
    const found = schemas.find((schema) => schema.name === name);
    if (found === undefined) {
      throw new CommandFailure(`${projectFile} has no schema "${name}" under "data", and the target asks for it. ${schemas.length === 0 ? 'It has none.' : `It has ${schemas.map((schema) => schema.name).join(', ')}.`}`);
    }
    const report = await validateFile(found.file, { name, rules: found.schema }, {});
    if (!report.valid) {
      throw new CommandFailure(`${validationText(report)}\nNothing was started. Mend the data or the schema, or train all the same with --no-validate.`);
    }
    progress(validationHeadline(report));
  }
}
