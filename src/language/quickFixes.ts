/** What mends a problem of a slipway.yaml at once. */
import type { FileProblem } from '../projectFile/problem';
import { schemaOf } from '../projectFile/schema';
import { allEntries, entriesBelow, type Span, spanOf, treeOf } from './tree';

export interface Fix {
  /** a verb and its object, for the light bulb */
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
  /** the one that is nearly always meant */
  readonly preferred: boolean;
}

const INDENT = '  ';

/** @param span where the problem stands */
export function fixesFor(text: string, problem: Pick<FileProblem, 'instead' | 'code'>, span: Span): Fix[] {
  if (problem.instead !== undefined) {
    return [{ title: `Change to "${problem.instead}"`, edits: [{ span: unquoted(text, span), text: problem.instead }], preferred: true }];
  }
  if (problem.code === 'TAB_AS_INDENT') {
    return [{ title: 'Replace tabs that indent by spaces', edits: tabs(text), preferred: true }];
  }
  if (problem.code === 'DUPLICATE_KEY') {
    return removeEntry(text, span);
  }
  return addRequired(text, span);
}

/** A quoted word keeps its quotes. */
function unquoted(text: string, span: Span): Span {
  return /["']/.test(text[span.from] ?? '') && text[span.to - 1] === text[span.from] ? { from: span.from + 1, to: span.to - 1 } : span;
}

function tabs(text: string): Fix['edits'] {
  return [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ index, 0: indent }) => ({ span: { from: index, to: index + indent.length }, text: indent.replaceAll('\t', INDENT) }));
}

/** All lines of an entry whose name stands there a second time. */
function removeEntry(text: string, span: Span): Fix[] {
  const entry = allEntries(treeOf(text)).find(({ key }) => key?.range?.[0] === span.from);
  const lineStart = text.lastIndexOf('\n', span.from - 1) + 1;
  if (entry?.key === undefined || text.slice(lineStart, span.from).trim() !== '') {
    return [];
  }
  const end = Math.max(spanOf(entry.key).to, entry.value?.range?.[2] ?? 0);
  const lineEnd = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  return [{ title: `Remove this "${entry.path.at(-1) ?? ''}"`, edits: [{ span: { from: lineStart, to: lineEnd < 0 ? text.length : lineEnd + 1 }, text: '' }], preferred: false }];
}

/** The names that a map must have and lacks. */
function addRequired(text: string, span: Span): Fix[] {
  const entry = allEntries(treeOf(text)).find(({ value }) => value?.range?.[0] === span.from);
  const required = entry === undefined ? [] : schemaOf(entry.path)?.required ?? [];
  const present = entriesBelow(entry?.value, []);
  const missing = required.filter((name) => !present.some(({ path }) => path[0] === name));
  const lineStart = text.lastIndexOf('\n', span.from - 1) + 1;
  const indent = text.slice(lineStart, span.from);
  // In brackets, and in a list, lines can't simply be put before.
  if (missing.length === 0 || !/^ *$/.test(indent)) {
    return [];
  }
  return [{ title: `Add ${missing.map((name) => `"${name}"`).join(' and ')}`, edits: [{ span: { from: span.from, to: span.from }, text: missing.map((name) => `${name}: \n${indent}`).join('') }], preferred: true }];
}
