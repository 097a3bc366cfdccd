/**
 * MLflow's filter language: `cmp (AND cmp)*`, where cmp is `[entity.]key op value`, `[entity.]key [NOT] IN (…)` or
 * `[entity.]key IS [NOT] NULL` (mlflow/utils/search_utils.py). What keys there are and what they allow is a FilterLanguage.
 */
import { type Token, tokenize, wrongAt } from './tokens';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'IN' | 'NOT IN' | 'IS NULL' | 'IS NOT NULL';

export interface Clause {
  readonly entity: string;
  readonly key: string;
  readonly operator: Operator;
  /** a number, a text, the texts of a list; undefined for IS [NOT] NULL */
  readonly value: string | number | readonly string[] | undefined;
}

/** What a key allows. */
export interface Field {
  /** canonical name of the entity: metric, parameter, tag, attribute, dataset */
  readonly entity: string;
  /** canonical key */
  readonly key: string;
  readonly type: 'number' | 'text';
  readonly operators: readonly Operator[];
}

export interface FilterLanguage {
  /** Finds what `entity.key` (or a bare key) means; text says what is wrong with it. */
  resolve(entity: string | undefined, key: string): Field | string;
  /** further comparisons, when lists are not for every key: text that says which */
  readonly lists?: string;
}

export const NUMBER_OPERATORS: readonly Operator[] = ['>', '>=', '!=', '=', '<', '<='];
export const TEXT_OPERATORS: readonly Operator[] = ['!=', '=', 'LIKE', 'ILIKE'];
export const NULL_OPERATORS: readonly Operator[] = ['IS NULL', 'IS NOT NULL'];
export const LIST_OPERATORS: readonly Operator[] = ['IN', 'NOT IN'];

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'LIKE', 'ILIKE', 'NULL']);

/**
 * Parses a filter.
 * @returns its comparisons, all of which must hold; none for an empty text
 * @throws MlflowError 400 that points at what is wrong and says what is allowed
 */
export function parseFilter(text: string | undefined, language: FilterLanguage): Clause[] {
  return text === undefined || text.trim() === '' ? [] : new FilterParser(text, language).parse();
}

class FilterParser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(private readonly text: string, private readonly language: FilterLanguage) {
    this.#tokens = tokenize(text, 'filter');
  }

  parse(): Clause[] {
    const clauses: Clause[] = [];
    for (;;) {
      clauses.push(this.#clause());
      const token = this.#take();
      if (token.kind === 'end') {
        return clauses;
      }
      if (!isWord(token, 'AND')) {
        const why = isWord(token, 'OR') ? 'OR is not part of the language: only comparisons joined by AND are' : 'expected AND or the end';
        throw this.#wrong(token, `Invalid clause(s) in filter string: '${token.text}': ${why}`);
      }
    }
  }

  #clause(): Clause {
    const first = this.#peek();
    const { entity, key } = this.#identifier();
    const field = this.language.resolve(entity, key);
    if (typeof field === 'string') {
      throw this.#wrong(first, field);
    }
    const operatorToken = this.#peek();
    const operator = this.#operator();
    if (!field.operators.includes(operator)) {
      throw this.#wrong(operatorToken, this.#badOperator(field, operator));
    }
    return { entity: field.entity, key: field.key, operator, value: this.#value(field, operator) };
  }

  #badOperator(field: Field, operator: Operator): string {
    if (NULL_OPERATORS.includes(operator)) {
      return `IS NULL / IS NOT NULL is only supported for tags and params, not for '${field.entity}' '${field.key}'`;
    }
    if (LIST_OPERATORS.includes(operator) && this.language.lists !== undefined) {
      return this.language.lists;
    }
    return `Invalid comparator '${operator}' not one of '${field.operators.join("', '")}'`;
  }

  #identifier(): { entity: string | undefined; key: string } {
    const first = this.#take();
    if (!isName(first)) {
      const found = first.kind === 'end' ? 'the end' : `'${this.text.slice(first.at, first.end)}'`;
      throw this.#wrong(first, `Invalid comparison clause. Expected 'Identifier' found ${found}: write for example metrics.accuracy > 0.9`);
    }
    if (this.#peek().kind !== 'dot') {
      return { entity: undefined, key: first.text };
    }
    this.#take();
    let key = this.#keyPart();
    // Only the first dot divides: the rest belongs to the key (`tags.mlflow.source.name`).
    while (this.#peek().kind === 'dot') {
      this.#take();
      key += `.${this.#keyPart()}`;
    }
    return { entity: first.text, key };
  }

  #keyPart(): string {
    const token = this.#take();
    if (!isName(token) && token.kind !== 'number') {
      throw this.#wrong(token, 'Invalid comparison clause. Expected a key after the dot; put keys with special characters in back-ticks');
    }
    return token.text;
  }

  #operator(): Operator {
    const token = this.#take();
    if (token.kind === 'operator') {
      return token.text === '==' ? '=' : token.text === '<>' ? '!=' : token.text as Operator;
    }
    const word = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (word === 'LIKE' || word === 'ILIKE' || word === 'IN') {
      return word;
    }
    if (word === 'NOT' && isWord(this.#take(), 'IN')) {
      return 'NOT IN';
    }
    if (word === 'IS') {
      const next = this.#take();
      if (isWord(next, 'NULL')) {
        return 'IS NULL';
      }
      if (isWord(next, 'NOT') && isWord(this.#take(), 'NULL')) {
        return 'IS NOT NULL';
      }
    }
    throw this.#wrong(token, `Invalid comparison clause. Expected a comparison (=, !=, <, <=, >, >=, LIKE, ILIKE, IN, IS NULL), found '${token.text}'`);
  }

  #value(field: Field, operator: Operator): Clause['value'] {
    if (NULL_OPERATORS.includes(operator)) {
      return undefined;
    }
    if (LIST_OPERATORS.includes(operator)) {
      return this.#list();
    }
    const token = this.#take();
    if (field.type === 'number') {
      if (token.kind !== 'number') {
        const what = field.entity === 'metric' ? 'metric' : `numeric attribute: ${field.key}`;
        throw this.#wrong(token, `Expected numeric value type for ${what}. Found ${this.text.slice(token.at, token.end) || 'the end'}`);
      }
      return Number(token.text);
    }
    if (token.kind !== 'quoted' || token.quote === '`') {
      throw this.#wrong(token, `Expected a quoted string value for ${field.entity} (e.g. 'my-value'). Got value ${this.text.slice(token.at, token.end) || 'the end'}`);
    }
    return token.text;
  }

  #list(): string[] {
    const open = this.#take();
    if (open.kind !== 'open') {
      throw this.#wrong(open, "Expected a list of quoted string values in parentheses, for example IN ('a', 'b')");
    }
    const values: string[] = [];
    for (;;) {
      const token = this.#take();
      if (token.kind !== 'quoted' || token.quote === '`') {
        throw this.#wrong(token, 'While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list');
      }
      values.push(token.text);
      const after = this.#take();
      if (after.kind === 'close') {
        return values;
      }
      if (after.kind !== 'comma') {
        throw this.#wrong(after, "Expected ',' or ')' in the list");
      }
    }
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#position, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #wrong(token: Token, message: string): Error {
    return wrongAt('filter', this.text, token.at, message);
  }
}

function isName(token: Token): boolean {
  return (token.kind === 'word' && !KEYWORDS.has(token.text.toUpperCase())) || (token.kind === 'quoted' && token.quote !== "'");
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}
