/** The outline of a slipway.yaml, the targets that can be trained, and the files that it names. */
import path from 'node:path';
import { isCollection } from 'yaml';
import { type Entry, entriesBelow, entryAt, type Span, spanOf, textAt, textOf, type Tree } from './tree';

export interface Outline {
  readonly name: string;
  /** the value, where it is one */
  readonly detail: string;
  /** section: `train`; target, gate, deployment: what has a name of its own; field: all else */
  readonly kind: 'section' | 'target' | 'gate' | 'deployment' | 'field';
  readonly nameSpan: Span;
  readonly span: Span;
  readonly below: readonly Outline[];
}

const NAMED: Readonly<Record<string, Outline['kind']>> = { train: 'target', gates: 'gate', deployments: 'deployment' };

/** Names and values as a tree, in the order of the file. */
export function outlineOf(tree: Tree): Outline[] {
  return entriesBelow(tree.contents, []).flatMap(outline);
}

function outline(entry: Entry): Outline[] {
  const { path: at, key, value } = entry;
  const first = key ?? value;
  if (first === undefined) {
    return [];
  }
  const name = spanOf(first);
  const end = value === undefined ? name.to : spanOf(value).to;
  const below = entriesBelow(value, at).flatMap(outline);
  const kind = at.length === 1 ? 'section' : at.length === 2 ? NAMED[at[0] ?? ''] ?? 'field' : 'field';
  // An entry of a list is known by what it says first.
  const label = key === undefined && isCollection(value) ? [below[0]?.name, below[0]?.detail].filter(Boolean).join(' ') : key === undefined ? textOf(value) : at.at(-1);
  return [{ name: label || '(empty)', detail: key === undefined ? '' : textOf(value) ?? '', kind, nameSpan: key === undefined && isCollection(value) ? below[0]?.nameSpan ?? name : name, span: { from: name.from, to: Math.max(name.to, end) }, below }];
}

/** Train targets that say what is run, and where their names stand. */
export function targetsOf(tree: Tree): { name: string; command: string; span: Span }[] {
  return entriesBelow(entriesBelow(tree.contents, []).find(({ path: at }) => at[0] === 'train')?.value, ['train']).flatMap(({ path: at, key }) => {
    const command = textAt(tree, [...at, 'command']);
    return key === undefined || command === undefined ? [] : [{ name: at[1] ?? '', command, span: spanOf(key) }];
  });
}

/**
 * The file that is named at a place: evaluation data, or a word of a command.
 * @param folder absolute folder of the file
 * @returns absolute candidate, which need not exist, and what names it; undefined where nothing does
 */
export function fileAt(tree: Tree, text: string, offset: number, folder: string): { file: string; span: Span } | undefined {
  const entry = entryAt(tree, offset);
  if (entry?.part !== 'value' || entry.value === undefined) {
    return undefined;
  }
  const { path: at, value } = entry;
  if ((at[0] === 'gates' && at.slice(2).join('/') === 'evaluation/data') || (at[0] === 'data' && at[2] === 'file') || (at[0] === 'monitors' && /^(reference|quality\/data)$/.test(at.slice(2).join('/')))) {
    return { file: path.resolve(folder, textOf(value) ?? ''), span: spanOf(value) };
  }
  if (at[0] === 'train' && at[2] === 'command') {
    const from = offset - (/[^\s"']*$/.exec(text.slice(spanOf(value).from, offset))?.[0].length ?? 0);
    const word = /^[^\s"']+/.exec(text.slice(from))?.[0] ?? '';
    return /\.\w+$/.test(word) ? { file: path.resolve(folder, textAt(tree, ['train', at[1] ?? '', 'folder']) ?? '.', word), span: { from, to: from + word.length } } : undefined;
  }
  return undefined;
}
