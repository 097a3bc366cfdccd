/** Names under `data:` and `validate:` that fit nothing that exists: no fault of the file itself, so warnings. */
import path from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { columnsOf } from './files';
import { type Entry, entriesBelow, namesAt, nodeAt, type Span, spanOf, textAt, textOf, type Tree } from './tree';

export interface DataFault {
  readonly span: Span;
  readonly message: string;
  /** what was probably meant */
  readonly instead?: string;
}

/** A typing error is at most this far from the word that was meant. */
const NEAR = 3;

/** @param folder absolute folder of the slipway.yaml */
export async function dataFaults(tree: Tree, folder: string): Promise<DataFault[]> {
  const columns = await Promise.all(namesAt(tree, ['data']).map(async (name) => columnFaults(tree, folder, name)));
  return [...columns.flat(), ...schemaFaults(tree)];
}

/** Columns of a schema that its file has not, as far as they can be read cheaply. */
async function columnFaults(tree: Tree, folder: string, name: string): Promise<DataFault[]> {
  const file = textAt(tree, ['data', name, 'file']);
  const there = file === undefined ? [] : await columnsOf(path.resolve(folder, file));
  if (file === undefined || there.length === 0) {
    return [];
  }
  // DuckDB makes names different, letter case aside: `a`, `a_1`.
  const known = new Set([...there, ...there.map((column, at) => `${column}_${at}`)]);
  const at = ['data', name, 'columns'];
  return entriesBelow(nodeAt(tree, at), at).filter((entry) => !known.has(last(entry)) && textAt(tree, [...entry.path, 'optional']) !== 'true')
    .flatMap((entry) => faultAt(entry.key, `${file} has no column "${last(entry)}".`, last(entry), there));
}

function schemaFaults(tree: Tree): DataFault[] {
  const schemas = namesAt(tree, ['data']);
  return namesAt(tree, ['train']).flatMap((target) => entriesBelow(nodeAt(tree, ['train', target, 'validate']), []).flatMap(({ value }) => {
    const asked = textOf(value);
    return asked === undefined || schemas.includes(asked) ? [] : faultAt(value, `There is no schema "${asked}" under "data".`, asked, schemas);
  }));
}

function faultAt(node: Entry['key'], message: string, word: string, known: readonly string[]): DataFault[] {
  if (node === undefined) {
    return [];
  }
  const near = known.length === 0 ? undefined : closest(word, known);
  const instead = near !== undefined && distance(word, near) <= Math.min(NEAR, near.length - 1) ? near : undefined;
  return [{ span: spanOf(node), message: instead === undefined ? `${message} ${known.length === 0 ? '' : `There ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`}`.trim() : `${message} Did you mean "${instead}"?`, ...(instead === undefined ? {} : { instead }) }];
}

/** The schema that lacks its columns, where that is what is wrong at a place. */
export function schemaWithoutColumns(tree: Tree, span: Span): { readonly name: string; readonly file: string } | undefined {
  return entriesBelow(nodeAt(tree, ['data']), ['data']).flatMap((entry) => {
    const name = last(entry);
    const file = textAt(tree, ['data', name, 'file']);
    const columns = nodeAt(tree, ['data', name, 'columns']);
    const lacks = entriesBelow(columns, []).length === 0;
    const nodes = [entry.key, entry.value, ...entriesBelow(entry.value, []).flatMap(({ key, value }) => [key, value])];
    return lacks && file !== undefined && nodes.some((node) => node !== undefined && spanOf(node).from === span.from) ? [{ name, file }] : [];
  })[0];
}

function last({ path: at }: Entry): string {
  return at.at(-1) ?? '';
}
