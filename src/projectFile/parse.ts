/** Reads a slipway.yaml: its YAML, then its meaning, with the place of everything that is wrong. */
import { Compile } from 'typebox/schema';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import { ProjectFile } from '../protocol/projectFile';
import type { FileProblem, TextRange } from './problem';
import { faultText, type SchemaFault } from './schemaFault';

export interface ParsedProjectFile {
  /** undefined: the text has errors, and nothing of it may be used */
  readonly file?: ProjectFile;
  readonly problems: readonly FileProblem[];
  /** where the value (or with `key`, the name) at a path stands; undefined where nothing does */
  readonly at: (path: readonly string[], key?: boolean) => TextRange | undefined;
}

/** Longer files are not read: a project file is written by people. In characters. */
export const LONGEST_FILE = 1_000_000;
/** Uses of anchors before a file counts as a bomb of references. */
const MOST_ALIASES = 100;
/** A file that is no project file at all would list every line. */
const MOST_PROBLEMS = 50;

const schema = Compile(ProjectFile);
const WHOLE: TextRange = { line: 0, column: 0, endLine: 0, endColumn: 1 };

/** Never throws: whatever is wrong with the text stands in `problems`. */
export function parseProjectFile(text: string): ParsedProjectFile {
  if (text.length > LONGEST_FILE) {
    return { problems: [{ ...WHOLE, severity: 'error', message: `The file has ${(text.length / 1e6).toFixed(1)} million characters. A slipway.yaml may have one million; keep data in files of its own and name them here.` }], at: () => undefined };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const range = rangeIn(lines);
  const at = (path: readonly string[], key = false): TextRange | undefined => placeOf(document, path, key, range);
  const errors = [...document.errors, ...duplicateNames(document)];
  const syntax = [...errors, ...document.warnings].map((error) => ({ ...range(...error.pos), severity: error.name === 'YAMLWarning' ? 'warning' as const : 'error' as const, message: syntaxText(error, text), code: error.code }));
  if (errors.length > 0) {
    return { problems: syntax.slice(0, MOST_PROBLEMS), at };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (error) {
    return { problems: [...syntax, { ...WHOLE, severity: 'error', message: `The anchors of the file can't be followed: ${error instanceof Error ? error.message : String(error)}. Write the values out instead.` }], at };
  }
  // An empty file is one that says nothing yet.
  const found = value ?? {};
  const [, faults] = schema.Errors(found) as [boolean, SchemaFault[]];
  const wrong = faultText(faults, found).map(({ path, key, message, instead }): FileProblem => ({ ...(at(path, key) ?? at(path.slice(0, -1)) ?? WHOLE), severity: 'error', message, ...(instead === undefined ? {} : { instead }) }));
  return { ...(wrong.length === 0 ? { file: found as ProjectFile } : {}), problems: [...syntax, ...wrong].slice(0, MOST_PROBLEMS), at };
}

type SyntaxFault = Pick<YAMLError, 'name' | 'code' | 'pos' | 'message'>;

/** As the parser's own `uniqueKeys`, which compares every name with every other one: seconds in a long file. */
function duplicateNames(document: Document): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  visit(document, {
    Map(_, map) {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        if (isScalar(key) && key.range) {
          if (names.has(key.value)) {
            faults.push({ name: 'YAMLParseError', code: 'DUPLICATE_KEY', pos: [key.range[0], key.range[1]], message: '' });
          }
          names.add(key.value);
        }
      }
    },
  });
  return faults;
}

function rangeIn(lines: LineCounter): (from: number, to: number) => TextRange {
  return (from, to) => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(from, to));
    // Past the end of the text the counter says 0.
    return { line: Math.max(0, start.line - 1), column: Math.max(0, start.col - 1), endLine: Math.max(0, end.line - 1), endColumn: Math.max(0, end.col - 1) };
  };
}

function placeOf(document: Document, path: readonly string[], key: boolean, range: (from: number, to: number) => TextRange): TextRange | undefined {
  const parent = path.length === 0 ? undefined : path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find((item) => isPair(item) && String(item.key) === path.at(-1)) : undefined;
  const value = path.length === 0 ? document.contents : document.getIn(path, true);
  // A name without a value is shown itself: there is nothing behind it.
  const nothing = !isNode(value) || value.range?.[0] === value.range?.[1];
  const node = key || nothing ? pair?.key ?? value : value;
  return isNode(node) && node.range ? range(node.range[0], node.range[1]) : undefined;
}

/** The parser's own words say what it saw; these say what to do. */
function syntaxText(error: SyntaxFault, text: string): string {
  const near = text.slice(error.pos[0]).split('\n', 1)[0]?.trim().slice(0, 40) ?? '';
  switch (error.code) {
    case 'DUPLICATE_KEY': return `"${near.split(':', 1)[0] ?? near}" stands here twice, and only one of them can count. Remove one, or put both under one name.`;
    case 'TAB_AS_INDENT': return 'A tab indents this line, which YAML does not allow. Use spaces.';
    case 'BAD_INDENT': return `"${near}" is indented like no line above it. Lines of one list or map begin at the same column.`;
    case 'TAG_RESOLVE_FAILED': return `The tag of "${near}" means nothing here. Remove what begins with "!".`;
    case 'MULTIPLE_DOCS': return 'The file holds several documents, divided by "---". Only one can be read: remove the divider.';
    case 'MISSING_CHAR': return `${error.message}. Quotes and brackets that are opened must be closed.`;
    default: return `${error.message.replace(/\.?$/, '.')} See the line above it too: YAML often notices a fault one line late.`;
  }
}
