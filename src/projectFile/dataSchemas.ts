/** Schemas of a slipway.yaml, and which of them a file is checked with. */
import path from 'node:path';
import type { DataSchema } from '../protocol/dataSchema';

export interface NamedSchema {
  readonly name: string;
  readonly schema: DataSchema;
  /** absolute path of the file that it names */
  readonly file: string;
}

/** @param projectFile absolute path of the slipway.yaml */
export function schemasOf(projectFile: string, data: Readonly<Record<string, DataSchema>> | undefined): NamedSchema[] {
  return Object.entries(data ?? {}).map(([name, schema]) => ({ name, schema, file: path.resolve(path.dirname(projectFile), schema.file) }));
}

/**
 * The one of this name; without a name, the one whose file it is, else the only one.
 * @param file absolute
 * @returns undefined where that leaves none, or several
 */
export function schemaFor(schemas: readonly NamedSchema[], file: string | undefined, name: string | undefined): NamedSchema | undefined {
  if (name !== undefined) {
    return schemas.find((one) => one.name === name);
  }
  const own = schemas.filter((one) => one.file === file);
  return own.length > 0 ? (own.length === 1 ? own[0] : undefined) : schemas.length === 1 ? schemas[0] : undefined;
}
