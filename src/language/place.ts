/**
 * What is being written where the cursor stands. The text up to the cursor is parsed with a mark at its end, so that it matters neither
 * what comes behind nor that the line is half typed.
 */
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, visit } from 'yaml';
import type { Span } from './tree';
import { treeOf } from './tree';

export interface Place {
  /** key: a name in the map at `path`; value: the value at `path` */
  readonly part: 'key' | 'value';
  readonly path: readonly string[];
  /** what has been typed of it before the cursor */
  readonly typed: string;
  /** what a choice takes the place of: the typed text and the rest of the word behind the cursor */
  readonly span: Span;
  /** inside { } or [ ], where everything stands on one line */
  readonly flow: boolean;
  /** nothing but blanks and dashes stand before it on its line */
  readonly alone: boolean;
  /** a colon follows the word already */
  readonly colon: boolean;
  readonly quoted: boolean;
}

/** A character of the private use area: no project file holds it. */
const MARK = '\uE0FF';
/** Twice: of a quote that is not closed the parser drops the last character. */
const MARKED_END = MARK + MARK;
/** Quotes that were opened further up and swallow the cursor are left out, so often. */
const MOST_OPEN_QUOTES = 5;

/** @returns undefined where nothing can be completed: in a comment, in a block of text */
export function placeAt(text: string, offset: number): Place | undefined {
  let before = text.slice(0, offset);
  for (let attempt = 0; attempt <= MOST_OPEN_QUOTES; attempt += 1) {
    const found = marked(before + MARKED_END);
    if (found === undefined) {
      return undefined;
    }
    const start = found.scalar.range?.[0] ?? 0;
    const quoted = found.scalar.type === 'QUOTE_DOUBLE' || found.scalar.type === 'QUOTE_SINGLE';
    if (quoted && before.slice(start).includes('\n')) {
      before = `${before.slice(0, start)} ${before.slice(start + 1)}`;
    } else {
      return found.scalar.type?.startsWith('BLOCK') === true ? undefined : describe(text, offset, found, quoted);
    }
  }
  return undefined;
}

interface Marked { readonly scalar: Scalar; readonly part: 'key' | 'value'; readonly path: readonly string[]; readonly flow: boolean }

function marked(text: string): Marked | undefined {
  let found: Marked | undefined;
  visit(treeOf(text), {
    Scalar(step, scalar, ancestors) {
      if (typeof scalar.value === 'string' && scalar.value.includes(MARK)) {
        const part = step === 'key' ? 'key' : 'value';
        found = { scalar, part, path: pathOf(ancestors as readonly unknown[], scalar, part), flow: ancestors.some((node) => (isMap(node) || isSeq(node)) && node.flow === true) };
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

/** Names and places that lead to a node; of a name, those of the map that it stands in. */
function pathOf(ancestors: readonly unknown[], node: Node, part: 'key' | 'value'): string[] {
  const within = part === 'key' ? ancestors.slice(0, -1) : ancestors;
  return within.flatMap((ancestor, index): string[] => {
    if (isPair(ancestor)) {
      const { key } = ancestor as Pair;
      return [isScalar(key) ? String(key.value) : ''];
    }
    return isSeq(ancestor) ? [String(ancestor.items.indexOf(within[index + 1] ?? node))] : [];
  });
}

function describe(text: string, offset: number, { scalar, part, path, flow }: Marked, quoted: boolean): Place {
  const start = (scalar.range?.[0] ?? 0) + (quoted ? 1 : 0);
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  // Half-typed lines without a colon read like one text: only the last of them is being typed.
  const from = start >= lineStart ? start : lineStart + (/^[\t -]*/.exec(text.slice(lineStart, offset))?.[0].length ?? 0);
  const rest = /^[^\s:,#{}[\]"']*/.exec(text.slice(offset))?.[0].length ?? 0;
  return {
    part, path, flow, quoted,
    typed: text.slice(from, offset),
    span: { from, to: offset + rest },
    alone: /^[\t -]*["']?$/.test(text.slice(lineStart, from)),
    colon: /^["']?[\t ]*:/.test(text.slice(offset + rest)),
  };
}
