/**
 * JSON as Python's and TensorFlow Serving's clients write it: whole numbers of 64 bits keep all digits, and NaN and Infinity are read.
 * Digits come from the source text that JSON.parse hands to its reviver (ECMAScript's "JSON.parse source text access", Node 22 and
 * newer), so no parser of our own is needed.
 */

/** Whole numbers from 16 digits on may be beyond 2^53; the digits of fractions, which are long as a rule, do not count. */
const LONG_DIGITS = /(?<![\d.])\d{16}/;
const WHOLE = /^-?\d+$/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

type SourceReviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
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
      // 1e999 is JSON, and is read as Infinity.
      return parse(text.replace(TOKENS, (token) => (token === 'NaN' ? 'null' : token === 'Infinity' ? '1e999' : token === '-Infinity' ? '-1e999' : token)));
    }
    throw error;
  }
}

function parse(text: string): unknown {
  return LONG_DIGITS.test(text) ? parseWithSource(text, exact) : JSON.parse(text);
}

function exact(this: unknown, _key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && context.source !== undefined && WHOLE.test(context.source) ? BigInt(context.source) : value;
}
