/** Which rows of a table break a schema. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnRule, DataSchema, Violation } from '../../protocol/dataSchema';
import { percentOf } from '../../wording/formatNumber';
import { DataRefused } from '../analysis/dataTable';
import { type Holds, holdsOf } from '../analysis/holds';
import { column } from '../analysis/sqlText';
import { type Condition, conditionsOf } from './columnConditions';
import { repeated } from './repeated';

const MOST_EXAMPLES = 5;
/** Rules that are counted in one pass over the rows. */
const TOGETHER = 200;
/** Of more rules that are broken, rows are not looked up: each look is a pass of its own. */
const MOST_EXAMPLED = 100;
const SHOWN = 200;

export interface ValidateOptions {
  /** only these columns of the schema */
  readonly columns?: readonly string[];
  /** whether the data say their own types; false of CSV, where a number may be meant as text and a text be read as a number. Default: true */
  readonly typed?: boolean;
}

/** Only rules of the data are asked: `file` says nothing here. */
export type DataRules = Omit<DataSchema, 'file'>;

/**
 * @param relation what stands after FROM: a name, or a SELECT in parentheses that has the same rows in the same order each time
 * @returns in the order of the schema's columns, those of the whole data first; none: the data are as the schema says
 * @throws DataRefused for a rule that makes no sense, and columns that the schema does not have; Error in DuckDB's words
 */
export async function validateTable(connection: DuckDBConnection, relation: string, schema: DataRules, options: ValidateOptions = {}): Promise<Violation[]> {
  const holds = new Map((await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`)).getRows().map(([name, type]) => [String(name), holdsOf(String(type))] as const));
  const rows = Number((await connection.runAndReadAll(`SELECT count(*) FROM ${relation}`)).getRows()[0]?.[0]);
  const names = askedFor(schema, options);
  const whole = options.columns === undefined ? ofTheWhole(schema, holds, rows) : [];
  return [...whole, ...(await ofColumns(connection, relation, rows, { schema, holds, names, typed: options.typed ?? true }))];
}

/** What an empty file, which has no columns to ask, breaks. */
export function validateNothing(schema: DataRules, options: ValidateOptions = {}): Violation[] {
  return [...ofTheWhole(schema, new Map(), 0), ...askedFor(schema, options).flatMap((name) => notThere(name, schema.columns[name], new Map(), 0))];
}

function askedFor(schema: DataRules, { columns }: ValidateOptions): readonly string[] {
  const known = Object.keys(schema.columns);
  const unknown = columns?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new DataRefused(`The schema has no column ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${known.slice(0, 50).join(', ')}.`);
  }
  return columns ?? known;
}

function ofTheWhole({ columns, extra_columns: extra, min_rows: least = 1 }: DataRules, holds: ReadonlyMap<string, Holds>, rows: number): Violation[] {
  const others = extra === 'fail' ? [...holds.keys()].filter((name) => !Object.hasOwn(columns, name)) : [];
  return [
    ...(rows >= least ? [] : [{ column: null, rule: 'min_rows' as const, message: `There must be at least ${least.toLocaleString('en-US')} ${least === 1 ? 'row' : 'rows'}, and there ${rows === 1 ? 'is 1' : `are ${rows === 0 ? 'none' : rows.toLocaleString('en-US')}`}.`, count: least - rows, share: 1, examples: [] }]),
    ...others.map((name) => ({ column: name, rule: 'extra_columns' as const, message: 'The schema does not have this column.', count: rows, share: rows === 0 ? 0 : 1, examples: [] })),
  ];
}

function notThere(name: string, rule: ColumnRule | undefined, holds: ReadonlyMap<string, Holds>, rows: number): Violation[] {
  return holds.has(name) || rule?.optional === true ? [] : [{ column: name, rule: 'column', message: 'The data do not have this column.', count: rows, share: rows === 0 ? 0 : 1, examples: [] }];
}

interface Asked { readonly schema: DataRules; readonly holds: ReadonlyMap<string, Holds>; readonly names: readonly string[]; readonly typed: boolean }

async function ofColumns(connection: DuckDBConnection, relation: string, rows: number, { schema, holds, names, typed }: Asked): Promise<Violation[]> {
  const found = names.flatMap((name) => notThere(name, schema.columns[name], holds, rows));
  const there = names.filter((name) => holds.has(name));
  const conditions = there.flatMap((name) => conditionsOf(name, schema.columns[name] ?? {}, holds.get(name) ?? 'other', typed));
  for (let from = 0; from < conditions.length; from += TOGETHER) {
    const part = conditions.slice(from, from + TOGETHER);
    const counts = (await connection.runAndReadAll(`SELECT ${part.map(({ sql }) => `count(*) FILTER (WHERE ${sql})`).join(', ')} FROM ${relation}`)).getRows()[0] ?? [];
    for (const [at, condition] of part.entries()) {
      const count = Number(counts[at]);
      const allowed = condition.rule === 'missing' ? (schema.columns[condition.column]?.missing ?? 0) * rows : 0;
      if (count > allowed) {
        found.push({ ...told(condition, count, rows), examples: found.length < MOST_EXAMPLED ? await examples(connection, relation, condition) : [] });
      }
    }
  }
  for (const name of there.filter((one) => schema.columns[one]?.unique === true)) {
    const { count, examples: twice } = await repeated(connection, relation, name, holds.get(name) ?? 'other', rows, MOST_EXAMPLES);
    if (count > 0) {
      found.push({ column: name, rule: 'unique', message: `Each value may appear once, and ${many(count, 'row')} (${percentOf(count / rows)}) ${count === 1 ? 'repeats' : 'repeat'} an earlier one.`, count, share: count / rows, examples: twice.map(shown) });
    }
  }
  const order = new Map(names.map((name, at) => [name, at]));
  return found.toSorted((a, b) => (order.get(a.column ?? '') ?? -1) - (order.get(b.column ?? '') ?? -1));
}

function told({ column: name, rule, asked }: Condition, count: number, rows: number): Omit<Violation, 'examples'> {
  const share = count / rows;
  const message = rule === 'missing' ? `It ${asked}, and is in ${many(count, 'row')} (${percentOf(share)}).` : `Each value ${asked}, and in ${many(count, 'row')} (${percentOf(share)}) it ${rule === 'min_length' || rule === 'max_length' ? 'has not' : rule === 'pattern' ? 'does not' : 'is not'}.`;
  return { column: name, rule, message, count, share };
}

async function examples(connection: DuckDBConnection, relation: string, { column: name, sql }: Condition): Promise<Violation['examples']> {
  const numbered = `SELECT row_number() OVER () AS "row number", ${column(name)}::VARCHAR AS value, ${sql} AS broken FROM ${relation}`;
  const rows = (await connection.runAndReadAll(`SELECT "row number", value FROM (${numbered}) WHERE broken LIMIT ${MOST_EXAMPLES}`)).getRows();
  return rows.map(([row, value]) => shown({ row: Number(row), value: value === null || value === undefined ? null : String(value) }));
}

function shown({ row, value }: Violation['examples'][number]): Violation['examples'][number] {
  return { row, value: value !== null && value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value };
}

function many(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}
