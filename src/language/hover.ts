/** What is said of the name or value under the mouse. */
import { choicesOf, entriesOf, schemaOf, typeText } from '../projectFile/schema';
import type { AskNames, ModelName } from './names';
import { entryAt, type Span, spanOf, textOf, type Tree } from './tree';

export interface HoverText { readonly markdown: string; readonly span: Span }

/** @returns undefined where nothing is known */
export async function hoverAt(tree: Tree, offset: number, ask: AskNames): Promise<HoverText | undefined> {
  const entry = entryAt(tree, offset);
  const schema = entry === undefined ? undefined : schemaOf(entry.path);
  const node = entry?.part === 'key' ? entry.key : entry?.value;
  if (entry === undefined || schema === undefined || node === undefined) {
    return undefined;
  }
  const { path } = entry;
  const name = path.at(-1) ?? '';
  const owner = schemaOf(path.slice(0, -1));
  const own = owner !== undefined && entriesOf(owner) !== undefined;
  const required = owner?.required?.includes(name) === true ? ', required' : '';
  // A name of one's own needs quoting in Markdown; those of the schema do not.
  const head = `**${own || entry.key === undefined ? (path.at(-2) ?? '') : name}** · ${typeText(schema)}${required}`;
  const description = schema.description ?? (choicesOf(schema).length > 0 ? owner?.description : undefined);
  const model = await modelAt(path, textOf(entry.value), ask);
  return { markdown: [head, description, model].filter((part) => part !== undefined).join('\n\n'), span: spanOf(node) };
}

/** What a registered model that is named here is now. */
async function modelAt(path: readonly string[], value: string | undefined, ask: AskNames): Promise<string | undefined> {
  const reference = path[0] === 'gates' && path.length === 2 ? path[1] : path[0] === 'deployments' && path[2] === 'model' && path.length === 3 ? value : undefined;
  if (reference === undefined) {
    return undefined;
  }
  const [name = '', alias] = reference.split(/[@/]/);
  const { models } = await ask();
  const model = models.find((one) => one.name === name);
  // Without an engine nothing is known, and nothing is claimed.
  if (model === undefined) {
    return models.length === 0 ? undefined : `No registered model has the name ${code(name)} yet.`;
  }
  return reference.includes('@') ? pointed(model, alias ?? '') : `Registered model${model.aliases.map((one) => ` · ${code(`@${one.alias}`)} version ${one.version}`).join('')}`;
}

function pointed({ name, aliases }: ModelName, alias: string): string {
  const version = aliases.find((one) => one.alias === alias)?.version;
  return version === undefined ? `${code(name)} has no alias ${code(`@${alias}`)} yet.` : `Version ${version} of ${code(name)} now.`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}
