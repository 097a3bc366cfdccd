/** A slipway.yaml as a tree of nodes, also where it does not parse: what places, hovers and outlines are read from. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { LONGEST_FILE } from '../projectFile/parse';

export type Tree = Document.Parsed;

/** Start and end of something in the text, the end exclusive. */
export interface Span { readonly from: number; readonly to: number }

/** One name with its value, or one entry of a list. */
export interface Entry {
  readonly path: readonly string[];
  /** undefined: an entry of a list */
  readonly key: Node | undefined;
  /** undefined: a name with nothing behind it */
  readonly value: Node | undefined;
}

/** As much of the text as can be understood; never throws. */
export function treeOf(text: string): Tree {
  return parseDocument(text.length > LONGEST_FILE ? '' : text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
}

/** Entries right below a node. */
export function entriesBelow(node: unknown, path: readonly string[]): Entry[] {
  if (isMap(node)) {
    return node.items.flatMap((pair: Pair): Entry[] => (isNode(pair.key) ? [{ path: [...path, nameOf(pair.key)], key: pair.key, value: isNode(pair.value) ? pair.value : undefined }] : []));
  }
  return isSeq(node) ? node.items.flatMap((item, index): Entry[] => (isNode(item) ? [{ path: [...path, String(index)], key: undefined, value: item }] : [])) : [];
}

/** The entry whose name or value stands at `offset`, and which of the two it is. */
export function entryAt(tree: Tree, offset: number): (Entry & { readonly part: 'key' | 'value' }) | undefined {
  let below = entriesBelow(tree.contents, []);
  for (;;) {
    const entry = below.find(({ key, value }) => holds(key, offset) || holds(value, offset));
    if (entry === undefined) {
      return undefined;
    }
    if (holds(entry.key, offset)) {
      return { ...entry, part: 'key' };
    }
    if (!isMap(entry.value) && !isSeq(entry.value)) {
      return { ...entry, part: 'value' };
    }
    below = entriesBelow(entry.value, entry.path);
  }
}

/** Every entry of the tree, parents first. */
export function allEntries(tree: Tree): Entry[] {
  const deeper = (entries: readonly Entry[]): Entry[] => entries.flatMap((entry) => [entry, ...deeper(entriesBelow(entry.value, entry.path))]);
  return deeper(entriesBelow(tree.contents, []));
}

/** Where a node stands; without the white space behind it. */
export function spanOf(node: Node): Span {
  const [from, to] = node.range ?? [0, 0];
  return { from, to };
}

/** The text of a scalar; undefined for what is none. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && node.value !== null && node.value !== undefined ? String(node.value as string | number | boolean) : undefined;
}

/** The text of the value at a path. */
export function textAt(tree: Tree, path: readonly string[]): string | undefined {
  return textOf(nodeAt(tree, path));
}

/** The node at a path. */
export function nodeAt(tree: Tree, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, step) => entriesBelow(node, []).find((entry) => entry.path[0] === step)?.value, tree.contents);
}

/** Names of the map at a path. */
export function namesAt(tree: Tree, path: readonly string[]): string[] {
  return entriesBelow(nodeAt(tree, path), []).flatMap(({ key, path: at }) => (key === undefined ? [] : [at[0] ?? '']));
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function nameOf(key: Node): string {
  return isScalar(key) ? String(key.value) : '';
}

function holds(node: Node | undefined, offset: number): boolean {
  return node?.range !== undefined && node.range !== null && node.range[0] <= offset && offset <= node.range[1];
}

