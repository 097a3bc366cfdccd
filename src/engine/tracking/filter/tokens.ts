/** Cuts filter text into words, quoted text, numbers and signs. Positions are kept, so that a message can point at them. */
import { invalid } from '../../mlflowErrors';

export type TokenKind = 'word' | 'quoted' | 'number' | 'operator' | 'dot' | 'open' | 'close' | 'comma' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** what it means: quotes taken off, doubled quotes made single */
  readonly text: string;
  /** the quote of quoted text */
  readonly quote?: string;
  /** index of its first character */
  readonly at: number;
  /** index after its last character */
  readonly end: number;
}

const SPACE = /\s+/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}_])/uy;
/** Keys may be written bare as far as no sign of the language occurs in them. */
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:[-/:][\p{L}\p{N}_]+)*/uy;
const OPERATOR = />=|<=|!=|<>|==|=|<|>/y;
const SIGNS: Readonly<Record<string, TokenKind>> = { '.': 'dot', '(': 'open', ')': 'close', ',': 'comma' };

/** An error that points at a place of the text. `what` names the text: filter, order_by. */
export function wrongAt(what: string, text: string, at: number, message: string): Error {
  const before = text.slice(Math.max(0, at - 30), at);
  const after = text.slice(at, at + 40);
  return invalid(`${message} (position ${at + 1} of the ${what}: ${at > 30 ? '…' : ''}${before}>>>${after === '' ? 'end' : after}${at + 40 < text.length ? '…' : ''})`);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * @param what names the text in messages
 * @throws MlflowError 400 that points at a character that can't stand there, or at a quote that is never closed
 */
export function tokenize(text: string, what: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = next(text, at, what, tokens.at(-1));
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', at: text.length, end: text.length });
  return tokens;
}

function next(text: string, at: number, what: string, before: Token | undefined): Token {
  const character = text[at] as string;
  if (character === "'" || character === '"' || character === '`') {
    return quoted(text, at, character, what);
  }
  // After a dot that touches, digits are part of a key (`metrics.0_loss`), not a number.
  const afterDot = before?.kind === 'dot' && before.end === at;
  const digits = afterDot ? match(/[\p{L}\p{N}_][\p{L}\p{N}_]*(?:[-/:][\p{L}\p{N}_]+)*/uy, text, at) : undefined;
  if (digits !== undefined) {
    return { kind: 'word', text: digits, at, end: at + digits.length };
  }
  const sign = SIGNS[character];
  const number = match(NUMBER, text, at);
  if (number !== undefined) {
    return { kind: 'number', text: number, at, end: at + number.length };
  }
  if (sign !== undefined) {
    return { kind: sign, text: character, at, end: at + 1 };
  }
  const operator = match(OPERATOR, text, at);
  if (operator !== undefined) {
    return { kind: 'operator', text: operator, at, end: at + operator.length };
  }
  const word = match(WORD, text, at);
  if (word !== undefined) {
    return { kind: 'word', text: word, at, end: at + word.length };
  }
  throw wrongAt(what, text, at, `Invalid clause(s) in ${what} string: '${character}' can't stand here; put keys with special characters in back-ticks and values in quotes`);
}

function quoted(text: string, at: number, quote: string, what: string): Token {
  let content = '';
  let from = at + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) {
      throw wrongAt(what, text, at, `Invalid clause(s) in ${what} string: the quote ${quote} is never closed`);
    }
    content += text.slice(from, close);
    if (text[close + 1] !== quote) {
      return { kind: 'quoted', text: content, quote, at, end: close + 1 };
    }
    content += quote;
    from = close + 2;
  }
}
