/** What can be written where the cursor stands in a slipway.yaml. */
import { stringify } from 'yaml';
import { choicesOf, entriesOf, schemaOf, typeText, type SchemaNode } from '../projectFile/schema';
import { existingKeys, existingValues, offersValues, type Surroundings } from './existing';
import { type Place, placeAt } from './place';
import { entriesBelow, nodeAt, type Span, textAt, type Tree } from './tree';

export interface Completion {
  readonly label: string;
  /** property: a name that the schema knows; choice: one of its words; name: something that exists */
  readonly kind: 'property' | 'choice' | 'name';
  readonly detail: string;
  readonly documentation?: string;
  /** a snippet: `$1` are places to go to, `$` and `}` of a text are escaped */
  readonly insert: string;
  readonly span: Span;
  /** what is offered next is worth asking for at once */
  readonly more: boolean;
}

/** @returns best first; none where nothing can be offered */
export async function completionsAt(text: string, offset: number, around: Surroundings): Promise<Completion[]> {
  const place = placeAt(text, offset);
  const schema = place === undefined ? undefined : schemaOf(place.path);
  if (place === undefined || schema === undefined) {
    return [];
  }
  if (place.part === 'value' && schema.type !== 'object' && schema.type !== 'array') {
    return valuesAt(place, schema, around);
  }
  // A name needs a line of its own, or brackets around it.
  if (place.part === 'value' && (!place.alone || place.flow)) {
    return [];
  }
  if (schema.type === 'array') {
    return schema.items === undefined ? [] : listStart(place, schema.items, around);
  }
  return keysAt(place, schema, around, place.path, '');
}

/** The first entry of a list: the same with a dash before it. */
async function listStart(place: Place, items: SchemaNode, around: Surroundings): Promise<Completion[]> {
  const at = [...place.path, '0'];
  return items.type === 'object' ? keysAt(place, items, around, at, '- ') : valuesAt({ ...place, path: at }, items, around, '- ');
}

async function keysAt(place: Place, schema: SchemaNode, around: Surroundings, at: readonly string[], before: string): Promise<Completion[]> {
  const present = namesAt(around.tree, at, place.span);
  const entry = entriesOf(schema);
  if (entry !== undefined) {
    const known = await existingKeys(around, at);
    return known.filter(({ name }) => !present.has(name)).map(({ name, what }) => key(place, { name, below: entry, at, before }, { kind: 'name', detail: what }));
  }
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).filter(([name]) => !present.has(name))
    .toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)))
    .map(([name, below]) => key(place, { name, below, at, before }, {
      kind: 'property', detail: `${typeText(below).replaceAll('`', '')}${required.has(name) ? ', required' : ''}`, ...(below.description === undefined ? {} : { documentation: below.description }),
    }));
}

interface NewKey { readonly name: string; readonly below: SchemaNode; readonly at: readonly string[]; readonly before: string }

function key(place: Place, { name, below, at, before }: NewKey, told: Pick<Completion, 'kind' | 'detail' | 'documentation'>): Completion {
  const written = before + (place.quoted ? escaped(name) : escaped(scalar(name)));
  const behind = place.flow ? flowBehind(below) : blockBehind(below);
  const insert = place.colon ? written : `${written}${place.quoted ? '' : `:${behind}`}`;
  const more = !place.colon && (choicesOf(below).length > 0 || below.type === 'object' || offersValues([...at, name]));
  return { label: name, ...told, insert, span: place.span, more };
}

/** What follows a name and its colon, so that the next word can be typed at once. */
function blockBehind(schema: SchemaNode, indent = '  '): string {
  if (schema.type === 'array') {
    return `\n${indent}- ${schema.items?.type === 'object' ? requiredLines(schema.items, `\n${indent}  `) : '$1'}`;
  }
  return schema.type === 'object' ? `\n${indent}${requiredLines(schema, `\n${indent}`)}` : ' $1';
}

function requiredLines(schema: SchemaNode, newLine: string): string {
  const names = schema.required ?? [];
  return names.length === 0 ? '$1' : names.map((name, index) => `${name}: $${index + 1}`).join(newLine);
}

function flowBehind(schema: SchemaNode): string {
  return schema.type === 'array' ? ' [$1]' : schema.type === 'object' ? ' { $1 }' : ' $1';
}

async function valuesAt(place: Place, schema: SchemaNode, around: Surroundings, before = ''): Promise<Completion[]> {
  const choices = [...choicesOf(schema), ...(schema.type === 'boolean' ? ['true', 'false'] : [])];
  const exist = await existingValues(around, place.path);
  const parent = schemaOf(place.path.slice(0, -1));
  const entry = (label: string, kind: Completion['kind'], detail: string): Completion => ({
    label, kind, detail, insert: before + escaped(place.quoted ? label : scalar(label)), span: wholeValue(place, label), more: false,
  });
  // What a list holds already is not offered again.
  const present = new Set(parent?.items === undefined ? [] : siblings(around.tree, place));
  return [...choices.map((word) => entry(word, 'choice', '')), ...exist.filter(({ name }) => !present.has(name)).map(({ name, what }) => entry(name, 'name', what))];
}

/** Of `python tr` everything is replaced by a choice that begins like it. */
function wholeValue(place: Place, label: string): Span {
  const typed = place.typed.toLowerCase();
  const lastWord = typed.lastIndexOf(' ') + 1;
  return lastWord > 0 && !label.toLowerCase().startsWith(typed.slice(0, lastWord)) ? { from: place.span.from + lastWord, to: place.span.to } : place.span;
}

function siblings(tree: Tree, place: Place): string[] {
  const list = place.path.slice(0, -1);
  return Array.from({ length: entriesBelow(nodeAt(tree, list), []).length }, (_, index) => index).filter((index) => String(index) !== place.path.at(-1)).flatMap((index) => textAt(tree, [...list, String(index)]) ?? []);
}

/** Names that the map at a path has, but for the one that is being typed. */
function namesAt(tree: Tree, at: readonly string[], typing: Span): Set<string> {
  return new Set(entriesBelow(nodeAt(tree, at), []).filter(({ key: node }) => node?.range === undefined || node.range === null || node.range[1] < typing.from || node.range[0] > typing.to).map(({ path }) => path[0] ?? ''));
}

/** A text as YAML writes it: in quotes where it would read as something else. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
