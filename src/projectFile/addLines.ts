/** Adds lines to the text of a slipway.yaml, all else left as it is written, comments too. Pure. */
import { isCollection, isMap, isNode, isScalar, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';

export const INDENT = '  ';

/** A file that can't be written into as it stands. The message says why, and what to do. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
}

/**
 * The pair of a section such as `data`, in a text that may be empty; undefined where there is none.
 * @param instead a sentence of how to go on without this
 * @throws NotWritten where the file has faults
 */
export function sectionOf(text: string, section: string, instead: string): Pair | undefined {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) {
    throw new NotWritten(`The slipway.yaml has a fault, so nothing was written into it. Mend it first; ${instead}`);
  }
  return isMap(document.contents) ? pairOf(document.contents, section) : undefined;
}

/** The text with a section behind all others, a blank line between. */
export function withSection(text: string, section: string): string {
  return `${text}${text === '' || text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n'}${section}`;
}

/** The text with lines behind the last entry of the map of a pair, indented as its entries are. @param instead as of sectionOf @throws NotWritten where it is written in brackets */
export function below(text: string, pair: Pair, name: string, instead: string, lines: (indent: string) => string): string {
  const { key, value } = pair;
  if (isCollection(value) && (value.flow === true || !isMap(value)) && value.items.length > 0) {
    throw new NotWritten(`"${name}" of slipway.yaml is written in brackets, so nothing was written into it. Write it in lines; ${instead}`);
  }
  const first = isMap(value) ? value.items[0]?.key : undefined;
  const [, keyEnd = 0] = isNode(key) ? key.range ?? [] : [];
  if (!isMap(value) || value.items.length === 0 || !isNode(first)) {
    // A name with nothing behind it, or with empty brackets.
    const colon = text.indexOf(':', keyEnd) + 1;
    const end = isNode(value) && value.range ? Math.max(colon, value.range[1]) : colon;
    const lineEnd = endOfLine(text, end);
    return `${text.slice(0, colon)}${text.slice(end, lineEnd)}\n${lines(indentAt(text, isNode(key) ? key.range?.[0] ?? 0 : 0) + INDENT)}${text.slice(lineEnd + 1)}`;
  }
  const end = endOfMap(text, value);
  const before = text.slice(0, end);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${lines(indentAt(text, first.range?.[0] ?? 0))}${text.slice(end)}`;
}

/** Behind the line of its last value: blank lines and comments that follow belong to what comes next. */
function endOfMap(text: string, map: YAMLMap): number {
  const last = map.items.at(-1);
  const node = isNode(last?.value) && last.value.range ? last.value : last?.key;
  if (isMap(node) && node.items.length > 0 && node.flow !== true) {
    return endOfMap(text, node);
  }
  const end = isNode(node) ? node.range?.[1] ?? 0 : 0;
  // Of a list in lines, or a block of text, the end is the next line's begin.
  const trimmed = text.slice(0, end).trimEnd().length;
  return Math.min(text.length, endOfLine(text, trimmed) + 1);
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function indentAt(text: string, at: number): string {
  return /^ */.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] ?? '';
}

/** A name and its value on one line, maps and lists in brackets. */
export function lineOf(name: string, value: unknown, indent: string): string {
  return `${indent}${scalar(name)}: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd()}\n`;
}

/** A name or a text as YAML has it on a line. */
export function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}
