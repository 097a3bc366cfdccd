/** The schema of slipway.yaml as plain JSON Schema, and what it says at a place of the file. */
import { ProjectFile } from '../protocol/projectFile';

/** The part of JSON Schema that the project file uses. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** a map with names of one's own */
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export const projectSchema: SchemaNode = ProjectFile;

/** What may stand at a path (names of maps, places in lists); undefined where nothing may. */
export function schemaOf(path: readonly string[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((at, step) => (at === undefined ? undefined : below(at, step)), projectSchema);
}

function below(schema: SchemaNode, step: string): SchemaNode | undefined {
  if (schema.items !== undefined) {
    return /^\d+$/.test(step) ? schema.items : undefined;
  }
  return Object.hasOwn(schema.properties ?? {}, step) ? schema.properties?.[step] : entriesOf(schema);
}

/** What each entry of a map with names of one's own is; undefined for every other schema. */
export function entriesOf(schema: SchemaNode): SchemaNode | undefined {
  return Object.values(schema.patternProperties ?? {})[0];
}

/** The words that a value can be; none where it is not a choice. */
export function choicesOf(schema: SchemaNode): string[] {
  return (schema.anyOf ?? []).flatMap((option) => (option.const === undefined ? [] : [String(option.const)]));
}

/** Type and range in words: `number, more than 0, at most 0.5`. */
export function typeText(schema: SchemaNode): string {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.map((option) => (option.const === undefined ? typeText(option) : `\`${String(option.const)}\``)).join(' or ');
  }
  if (schema.items !== undefined) {
    return schema.items.anyOf?.some((option) => option.const === undefined) === true ? `list, each ${typeText(schema.items)}` : `list of ${schema.items.type === 'object' ? 'maps' : `${typeText(schema.items)}s`}`;
  }
  const entry = entriesOf(schema);
  const words = { object: entry === undefined ? 'map' : `map by name${entry.type === 'object' ? '' : `, each ${typeText(entry)}`}`, string: 'text', integer: 'whole number', boolean: 'true or false' };
  const ends = ([['at least', schema.minimum], ['more than', schema.exclusiveMinimum], ['at most', schema.maximum], ['less than', schema.exclusiveMaximum]] as const)
    .flatMap(([word, limit]) => (limit === undefined ? [] : [`${word} ${limit}`]));
  return [words[schema.type as keyof typeof words] ?? schema.type ?? 'anything', ...ends].join(', ');
}
