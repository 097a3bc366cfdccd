/** What a schema says against a value, in words that name the remedy. */
import { closest, distance } from 'fastest-levenshtein';
import { choicesOf, projectSchema, type SchemaNode } from './schema';

/** A fault as typebox tells it. */
export interface SchemaFault {
  readonly keyword: string;
  /** JSON pointer into the schema */
  readonly schemaPath: string;
  /** JSON pointer into the value */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

interface Told {
  readonly path: readonly string[];
  /** the name is meant, not the value */
  readonly key: boolean;
  readonly message: string;
  /** what was probably meant */
  readonly instead?: string;
  /** names that are missing */
  readonly lacks?: readonly string[];
}

/** A typing error is at most this far from the word that was meant. */
const NEAR = 3;

/** Faults for people, each value told once. */
export function faultText(faults: readonly SchemaFault[], value: unknown): Told[] {
  // What follows from another fault at the same place says nothing more.
  const unions = new Set(faults.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => schemaPath));
  const told = faults.flatMap((fault): Told[] => {
    const path = partsOf(fault.instancePath);
    const within = [...unions].some((union) => fault.schemaPath.startsWith(`${union}/anyOf/`));
    if (within || fault.keyword === 'boolean') {
      return [];
    }
    if (fault.keyword === 'additionalProperties') {
      const known = Object.keys(schemaAt(fault.schemaPath)?.properties ?? {});
      return (fault.params['additionalProperties'] as string[]).map((name) => ({ path: [...path, name], key: true, message: unknownName(name, path, known), ...meant(name, known) }));
    }
    const found = valueAt(value, path);
    const choices = fault.keyword === 'anyOf' ? choicesOf(schemaAt(fault.schemaPath) ?? {}) : [];
    return [{ path, key: false, message: messageOf(fault, path, found), ...(typeof found === 'string' ? meant(found, choices) : {}), ...(fault.keyword === 'required' ? { lacks: fault.params['requiredProperties'] as string[] } : {}) }];
  });
  // A name that is only written wrong is not told a second time as one that is missing.
  const written = new Set(told.flatMap(({ path, instead }) => (instead === undefined ? [] : [[...path.slice(0, -1), instead].join('\n')])));
  return told.filter(({ path, lacks }) => lacks === undefined || !lacks.every((name) => written.has([...path, name].join('\n'))));
}

function messageOf({ keyword, params, schemaPath, message }: SchemaFault, path: readonly string[], value: unknown): string {
  const name = path.length === 0 ? 'The file' : `"${path.join('.')}"`;
  switch (keyword) {
    case 'required': return `${name} lacks ${list((params['requiredProperties'] as string[]).map((one) => `"${one}"`), 'and')}. Add it below.`;
    case 'type': return `${name} must be ${kindOf(String(params['type']))}, and is ${shown(value)}.`;
    case 'anyOf': return `${name} is ${shown(value)}. It can be ${list((schemaAt(schemaPath)?.anyOf ?? []).map(optionOf), 'or')}.`;
    case 'minProperties': return `${name} says nothing yet. Add at least one line below it, or remove it.`;
    case 'minItems': return `${name} is an empty list. Add an entry, or remove it.`;
    case 'minLength': return `${name} is empty. Write what it stands for.`;
    case 'minimum': case 'maximum': case 'exclusiveMinimum': case 'exclusiveMaximum':
      return `${name} is ${shown(value)}, and must be ${{ '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' }[String(params['comparison'])] ?? ''} ${String(params['limit'])}.`;
    case 'pattern': return `${name} is ${shown(value)}. Write a version as name@alias or name/number, such as iris@champion or iris/3.`;
    default: return `${name} ${message}.`;
  }
}

function unknownName(name: string, path: readonly string[], known: readonly string[]): string {
  const where = path.length === 0 ? 'The file' : `"${path.join('.')}"`;
  const { instead } = meant(name, known);
  return `${where} knows no "${name}". ${instead === undefined ? `It can have ${list(known, 'and')}.` : `Did you mean "${instead}"?`}`;
}

function meant(word: string, known: readonly string[]): { instead?: string } {
  const near = known.length === 0 ? undefined : closest(word.toLowerCase(), known);
  // A short word is near to everything.
  return near !== undefined && distance(word.toLowerCase(), near) <= Math.min(NEAR, near.length - 1) ? { instead: near } : {};
}

function kindOf(type: string): string {
  return { object: 'a map of names and values', array: 'a list (lines that begin with "- ")', string: 'text', number: 'a number', integer: 'a whole number', boolean: 'true or false' }[type] ?? type;
}

function optionOf(schema: SchemaNode): string {
  return schema.const === undefined ? kindOf(schema.type ?? '') : `"${String(schema.const)}"`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) {
    return 'empty';
  }
  return typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'a map') : typeof value === 'string' ? `the text "${value.slice(0, 60)}"` : String(value as number | boolean);
}

function list(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

function partsOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The schema that a fault's pointer (`#/properties/…`) names. */
function schemaAt(pointer: string): SchemaNode | undefined {
  return partsOf(pointer).reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], projectSchema) as SchemaNode | undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), value);
}
