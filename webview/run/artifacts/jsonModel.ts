/** JSON that keeps what the file says: numbers as they are written, NaN and infinities as Python writes them. */

export type JsonValue = { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonValue])[] } | { readonly kind: 'array'; readonly items: readonly JsonValue[] } | { readonly kind: 'plain'; readonly text: string; readonly type: 'string' | 'number' | 'word' };

export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|Infinity)/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORD = /true|false|null|NaN/y;
/** Deeper than any file that a person wrote, and shallow enough for the stack. */
const DEEPEST = 500;

/** Reads a whole document. @throws JsonProblem with the place where it is no JSON */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonValue {
    if (depth > DEEPEST) {
      throw new JsonProblem(`nested more than ${DEEPEST} deep`);
    }
    this.match(SPACE);
    const mark = this.text[this.at];
    if (mark === '{') {
      return { kind: 'object', entries: this.list('}', () => this.entry(depth)) };
    }
    if (mark === '[') {
      return { kind: 'array', items: this.list(']', () => this.value(depth + 1)) };
    }
    const string = this.match(STRING);
    if (string !== undefined) {
      return { kind: 'plain', text: this.unquoted(string), type: 'string' };
    }
    const number = this.match(NUMBER);
    if (number !== undefined) {
      return { kind: 'plain', text: number, type: 'number' };
    }
    return { kind: 'plain', text: this.match(WORD) ?? this.fail(), type: 'word' };
  }

  end(): void {
    this.match(SPACE);
    if (this.at < this.text.length) {
      this.fail();
    }
  }

  private entry(depth: number): readonly [string, JsonValue] {
    this.match(SPACE);
    const key = this.unquoted(this.match(STRING) ?? this.fail());
    this.match(SPACE);
    if (this.text[this.at] !== ':') {
      this.fail();
    }
    this.at += 1;
    return [key, this.value(depth + 1)];
  }

  private list<T>(close: string, read: () => T): T[] {
    const items: T[] = [];
    this.at += 1;
    this.match(SPACE);
    if (this.text[this.at] === close) {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(read());
      this.match(SPACE);
      const mark = this.text[this.at];
      this.at += 1;
      if (mark === close) {
        return items;
      }
      if (mark !== ',') {
        this.at -= 1;
        this.fail();
      }
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private unquoted(string: string): string {
    try {
      return JSON.parse(string) as string;
    } catch (error) {
      if (error instanceof SyntaxError) {
        return string.slice(1, -1);
      }
      throw error;
    }
  }

  private fail(): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new JsonProblem(this.at >= this.text.length ? 'it ends in the middle' : `line ${line} has ${JSON.stringify(this.text.slice(this.at, this.at + 12))} where it may not stand`);
  }
}
