/** Puts a schema into a slipway.yaml, all else left as it is written, comments too. Pure. */
import { isMap } from 'yaml';
import type { DataSchema } from '../protocol/dataSchema';
import { below, INDENT, lineOf, pairOf, scalar, sectionOf, withSection } from './addLines';

const INSTEAD = '`slipway profile FILE --suggest NAME` prints what is suggested.';

/** `data:` with the schema below it, as it stands in a slipway.yaml of its own. */
export function schemaText(name: string, schema: DataSchema): string {
  return `data:\n${entryText(name, schema, INDENT, INDENT)}`;
}

/**
 * Adds the schema, or its columns to one of this name; columns that stand there are kept as they are.
 * @param text of a slipway.yaml; may be empty
 * @returns the new text
 * @throws NotWritten where the file has faults, or writes what has to be added to in brackets
 */
export function withSchema(text: string, name: string, schema: DataSchema): string {
  const data = sectionOf(text, 'data', INSTEAD);
  if (data === undefined) {
    return withSection(text, schemaText(name, schema));
  }
  const known = isMap(data.value) ? pairOf(data.value, name) : undefined;
  if (known === undefined) {
    return below(text, data, 'data', INSTEAD, (indent) => entryText(name, schema, indent, INDENT));
  }
  const columns = isMap(known.value) ? pairOf(known.value, 'columns') : undefined;
  if (columns === undefined) {
    return below(text, known, name, INSTEAD, (indent) => linesOf({ columns: schema.columns }, indent, INDENT));
  }
  const own = columns.value;
  const added = Object.fromEntries(Object.entries(schema.columns).filter(([column]) => !isMap(own) || pairOf(own, column) === undefined));
  return Object.keys(added).length === 0 ? text : below(text, columns, 'columns', INSTEAD, (indent) => linesOf(added, indent, INDENT));
}

function entryText(name: string, schema: DataSchema, indent: string, step: string): string {
  const { columns, ...rest } = schema;
  return `${indent}${scalar(name)}:\n${linesOf({ ...rest, columns }, indent + step, step)}`;
}

/** Maps in lines, those of a column in brackets on one, so that a schema of many columns can be read. */
function linesOf(map: Readonly<Record<string, unknown>>, indent: string, step: string): string {
  return Object.entries(map).map(([name, value]) => {
    if (name === 'columns' && typeof value === 'object' && value !== null) {
      return `${indent}columns:\n${linesOf(value as Readonly<Record<string, unknown>>, indent + step, step)}`;
    }
    return lineOf(name, value, indent);
  }).join('');
}
