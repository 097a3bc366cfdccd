/** Puts a schema into a slipway.yaml, all else left as it is written, comments too. Pure. */
import { isCollection, isMap, isNode, isScalar, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import type { DataSchema } from '../protocol/dataSchema';

const INDENT = '  ';

/** A file that can't be written into as it stands. The message says why, and what to do. */
export class SchemaNotWritten extends Error {
  override readonly name = 'SchemaNotWritten';
}

/** `data:` with the schema below it, as it stands in a slipway.yaml of its own. */
export function schemaText(name: string, schema: DataSchema): string {
  return `data:\n${entryText(name, schema, INDENT, INDENT)}`;
}

/**
 * Adds the schema, or its columns to one of this name; columns that stand there are kept as they are.
 * @param text of a slipway.yaml; may be empty
 * @returns the new text
 * @throws SchemaNotWritten where the file has faults, or writes what has to be added to in brackets
 */
export function withSchema(text: string, name: string, schema: DataSchema): string {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) {
    throw new SchemaNotWritten('The slipway.yaml has a fault, so nothing was written into it. Mend it first; `slipway profile FILE --suggest NAME` prints what is suggested.');
  }
  const data = isMap(document.contents) ? pairOf(document.contents, 'data') : undefined;
  if (data === undefined) {
    const before = text === '' || text.endsWith('\n\n') ? text : text.endsWith('\n') ? `${text}\n` : `${text}\n\n`;
    return before + schemaText(name, schema);
  }
  const known = isMap(data.value) ? pairOf(data.value, name) : undefined;
  if (known === undefined) {
    return below(text, data, 'data', (indent) => entryText(name, schema, indent, INDENT));
  }
  const columns = isMap(known.value) ? pairOf(known.value, 'columns') : undefined;
  if (columns === undefined) {
    return below(text, known, name, (indent) => linesOf({ columns: schema.columns }, indent, INDENT));
  }
  const own = columns.value;
  const added = Object.fromEntries(Object.entries(schema.columns).filter(([column]) => !isMap(own) || pairOf(own, column) === undefined));
  return Object.keys(added).length === 0 ? text : below(text, columns, 'columns', (indent) => linesOf(added, indent, INDENT));
}

/** Lines behind the last entry of the map of a pair, indented as its entries are. */
function below(text: string, pair: Pair, name: string, lines: (indent: string) => string): string {
  const { key, value } = pair;
  if (isCollection(value) && (value.flow === true || !isMap(value)) && value.items.length > 0) {
    throw new SchemaNotWritten(`"${name}" of slipway.yaml is written in brackets, so nothing was written into it. Write it in lines; \`slipway profile FILE --suggest NAME\` prints what is suggested.`);
  }
  const first = isMap(value) ? value.items[0]?.key : undefined;
  const [, keyEnd = 0] = isNode(key) ? key.range ?? [] : [];
  if (!isMap(value) || value.items.length === 0 || !isNode(first)) {
    // A name with nothing behind it, or with empty brackets.
    const colon = text.indexOf(':', keyEnd) + 1;
    const end = isNode(value) && value.range ? Math.max(colon, value.range[1]) : colon;
    const lineEnd = endOfLine(text, end);
    return `${text.slice(0, colon)}${text.slice(end, lineEnd)}\n${lines(indentAt(text, isNode(key) ? key.range?.[0] ?? 0 : 0) + INDENT)}${text.slice(lineEnd + 1)}`;
  }
  const end = endOfMap(text, value);
  const before = text.slice(0, end);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${lines(indentAt(text, first.range?.[0] ?? 0))}${text.slice(end)}`;
}

/** Behind the line of its last value: blank lines and comments that follow belong to what comes next. */
function endOfMap(text: string, map: YAMLMap): number {
  const last = map.items.at(-1);
  const node = isNode(last?.value) && last.value.range ? last.value : last?.key;
  if (isMap(node) && node.items.length > 0 && node.flow !== true) {
    return endOfMap(text, node);
  }
  const end = isNode(node) ? node.range?.[1] ?? 0 : 0;
  // Of a list in lines, or a block of text, the end is the next line's begin.
  const trimmed = text.slice(0, end).trimEnd().length;
  return Math.min(text.length, endOfLine(text, trimmed) + 1);
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function indentAt(text: string, at: number): string {
  return /^ */.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] ?? '';
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
    return `${indent}${scalar(name)}: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd()}\n`;
  }).join('');
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}
