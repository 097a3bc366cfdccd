/**
 * JSON as Python's and TensorFlow Serving's clients write it: whole numbers of 64 bits keep all digits, and NaN and Infinity are read.
 * Digits come from the source text that JSON.parse hands to its reviver (ECMAScript's "JSON.parse source text access", Node 22 and
 * newer), so no parser of our own is needed.
 */

/** Whole numbers from 16 digits on may be beyond 2^53; the digits of fractions, which are long as a rule, do not count. */
const LONG_DIGITS = /(?<![\d.])\d{16}/;
const WHOLE = /^-?\d+$/;
const SPECIAL = /-?Infinity|NaN/g;

type SourceReviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

/**
 * @returns the value; whole numbers beyond ±(2^53 - 1) as bigint, NaN as null, which is how pandas reads a null among numbers
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError && /NaN|Infinity/.test(text)) {
      return parse(plainJson(text));
    }
    throw error;
  }
}

/** @returns JSON of what was read: every bigint with all its digits, infinite numbers as 1e999, which is read as one */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? rawJSON(String(item)) : item === Infinity ? rawJSON('1e999') : item === -Infinity ? rawJSON('-1e999') : item));
}

/** Text by text: a pattern for all of a text runs out of stack in those of ten megabytes. */
function plainJson(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const begin = quote < 0 ? text.length : quote;
    // 1e999 is JSON, and is read as Infinity.
    pieces.push(text.slice(at, begin).replace(SPECIAL, (token) => (token === 'NaN' ? 'null' : token === 'Infinity' ? '1e999' : '-1e999')));
    at = quote < 0 ? text.length : endOfText(text, quote);
    pieces.push(text.slice(begin, at));
  }
  return pieces.join('');
}

/** @param quote where a text begins @returns where it has ended; of one that never does, the end of all */
function endOfText(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') {
      slashes += 1;
    }
    if (slashes % 2 === 0) {
      return end + 1;
    }
  }
  return text.length;
}

function parse(text: string): unknown {
  return LONG_DIGITS.test(text) ? parseWithSource(text, exact) : JSON.parse(text);
}

function exact(this: unknown, _key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && context.source !== undefined && WHOLE.test(context.source) ? BigInt(context.source) : value;
}
