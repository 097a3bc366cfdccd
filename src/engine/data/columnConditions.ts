/** The rules of a column as conditions in SQL, each true for a row that breaks it. Pure. */
import type { ColumnRule, ViolatedRule } from '../../protocol/dataSchema';
import { percentOf } from '../../wording/formatNumber';
import { DataRefused } from '../analysis/dataTable';
import type { Holds } from '../analysis/holds';
import { column, literal } from '../analysis/sqlText';

export interface Condition {
  readonly column: string;
  readonly rule: ViolatedRule;
  readonly sql: string;
  /** what is asked for, behind "…" of a message: `at most 10` */
  readonly asked: string;
}

type Type = NonNullable<ColumnRule['type']>;

const CASTS: Readonly<Record<Exclude<Type, 'text'>, string>> = { number: 'DOUBLE', integer: 'DOUBLE', boolean: 'BOOLEAN', time: 'TIMESTAMP' };
const FITTING: Readonly<Record<Type, readonly Holds[]>> = { number: ['whole', 'float'], integer: ['whole', 'float'], boolean: ['boolean'], text: ['text'], time: ['time'] };
const WORDS: Readonly<Record<Type, string>> = { number: 'a number', integer: 'a whole number', boolean: 'true or false', text: 'text', time: 'a date or time' };
/** Values are listed in a message as far as they are few. */
const TOLD_VALUES = 8;

/**
 * @param holds what the column holds
 * @param typed false: the file says no types (CSV), and what reads as a text may be one
 * @throws DataRefused for a rule that makes no sense, such as a `min` of texts
 */
export function conditionsOf(name: string, rule: ColumnRule, holds: Holds, typed: boolean): Condition[] {
  const own = column(name);
  const missing = missingIn(own, holds);
  const { value, wrong } = typedValue(own, rule.type, holds, typed);
  const condition = (which: ViolatedRule, asked: string, sql: string): Condition => ({ column: name, rule: which, asked, sql: `(NOT (${missing}) AND (${sql}))` });
  const compared = comparable(rule, holds);
  return [
    ...(wrong === undefined || rule.type === undefined ? [] : [condition('type', `must be ${WORDS[rule.type]}`, wrong)]),
    ...(rule.missing === undefined ? [] : [{ column: name, rule: 'missing' as const, asked: `may be missing in ${percentOf(rule.missing)} of the rows`, sql: missing }]),
    ...(rule.min === undefined ? [] : [condition('min', `must be at least ${rule.min}`, `${value} < ${bound(name, 'min', rule.min, compared)}`)]),
    ...(rule.max === undefined ? [] : [condition('max', `must be at most ${rule.max}`, `${value} > ${bound(name, 'max', rule.max, compared)}`)]),
    ...(rule.values === undefined ? [] : [condition('values', `must be ${listed(rule.values)}`, `${own}::VARCHAR NOT IN (${texts(rule.values)})${holds === 'whole' || holds === 'float' ? ` AND ${own}::DOUBLE NOT IN (${numbers(rule.values)})` : ''}`)]),
    ...(rule.pattern === undefined ? [] : [condition('pattern', `must match ${rule.pattern}`, `NOT regexp_full_match(${own}::VARCHAR, ${literal(rule.pattern)})`)]),
    ...(rule.min_length === undefined ? [] : [condition('min_length', `must have at least ${rule.min_length} characters`, `length(${own}::VARCHAR) < ${rule.min_length}`)]),
    ...(rule.max_length === undefined ? [] : [condition('max_length', `must have at most ${rule.max_length} characters`, `length(${own}::VARCHAR) > ${rule.max_length}`)]),
  ];
}

/** No value, or NaN. */
export function missingIn(own: string, holds: Holds): string {
  return holds === 'float' ? `(${own} IS NULL OR isnan(${own}::DOUBLE))` : `${own} IS NULL`;
}

/** The value as what it should be, and when it is not that; a value that can't be read breaks its type alone. */
function typedValue(own: string, type: Type | undefined, holds: Holds, typed: boolean): { readonly value: string; readonly wrong?: string } {
  const zoned = holds === 'time' ? `${own}::TIMESTAMP` : holds === 'whole' || holds === 'float' ? own : holds === 'text' && type !== undefined && type !== 'text' ? `TRY_CAST(${own} AS ${CASTS[type]})` : own;
  if (type === undefined) {
    return { value: zoned };
  }
  if (FITTING[type].includes(holds)) {
    return { value: zoned, ...(type === 'integer' && holds === 'float' ? { wrong: `isfinite(${own}::DOUBLE) AND ${own} <> floor(${own})` } : {}) };
  }
  if (type === 'text') {
    return { value: zoned, ...(typed || holds === 'other' ? { wrong: 'true' } : {}) };
  }
  if (holds !== 'text' || typed) {
    return { value: zoned, wrong: 'true' };
  }
  return { value: zoned, wrong: `${zoned} IS NULL${type === 'integer' ? ` OR ${zoned} <> floor(${zoned})` : ''}` };
}

type Compared = 'number' | 'time' | undefined;

function comparable({ type }: ColumnRule, holds: Holds): Compared {
  if (type === 'time' || (type === undefined && holds === 'time')) {
    return 'time';
  }
  return type === 'number' || type === 'integer' || (type === undefined && (holds === 'whole' || holds === 'float')) ? 'number' : undefined;
}

function bound(name: string, which: 'min' | 'max', value: number | string, compared: Compared): string {
  const refuse = (reason: string): never => {
    throw new DataRefused(`"${which}" of column "${name}" is ${JSON.stringify(value)}${reason}`);
  };
  if (compared === 'time') {
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? `TIMESTAMP ${literal(value)}` : refuse(', which is no date or time. Write it as 2026-01-31 or 2026-01-31 12:30:00.');
  }
  if (compared === 'number') {
    return typeof value === 'number' || /^[+-]?\d+$/.test(value) ? String(value) : refuse(', which is no number.');
  }
  return refuse(', but its values are neither numbers nor times. Remove it, or give the column the type "number" or "time".');
}

function texts(values: NonNullable<ColumnRule['values']>): string {
  return values.map((value) => literal(String(value))).join(', ');
}

function numbers(values: NonNullable<ColumnRule['values']>): string {
  const some = values.map(Number).filter(Number.isFinite);
  return some.length === 0 ? "'NaN'::DOUBLE" : some.map((value) => `${value}::DOUBLE`).join(', ');
}

function listed(values: NonNullable<ColumnRule['values']>): string {
  const shown = values.slice(0, TOLD_VALUES).map(String);
  return values.length === 1 ? shown.join('') : `one of ${shown.join(', ')}${values.length > TOLD_VALUES ? ', …' : ''}`;
}
