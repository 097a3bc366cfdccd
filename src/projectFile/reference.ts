/** The reference of slipway.yaml, from its schema: the table in README.md, which a test holds against it. */
import { entriesOf, projectSchema, typeText, type SchemaNode } from './schema';

/** What stands for a name of one's own, by section. */
const OWN: Readonly<Record<string, string>> = { metrics: 'METRIC', data: 'NAME', columns: 'COLUMN', train: 'TARGET', gates: 'MODEL', deployments: 'ENDPOINT' };

/** A Markdown table, a row for each name that can be written; those that must be are bold. */
export function referenceTable(): string {
  return ['| name | value | meaning |', '|---|---|---|', ...rows(projectSchema, '', '')].join('\n');
}

function rows(schema: SchemaNode, path: string, name: string): string[] {
  if (schema.items !== undefined) {
    return rows(schema.items, `${path}[]`, name);
  }
  const entry = entriesOf(schema);
  if (entry !== undefined) {
    return rows(entry, `${path}.${OWN[name] ?? 'NAME'}`, '');
  }
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [row(at, below, schema.required?.includes(key) === true), ...rows(below, at, key)];
  });
}

function row(path: string, schema: SchemaNode, required: boolean): string {
  const meaning = schema.description ?? schema.items?.description ?? '';
  return `| ${required ? `**\`${path}\`**` : `\`${path}\``} | ${typeText(schema)} | ${meaning.replaceAll('|', '\\|')} |`;
}
