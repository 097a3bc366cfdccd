/** A schema that the data it was made from passes, with room for what is like them. Pure. */
import type { ColumnRule, DataSchema } from '../protocol/dataSchema';
import type { ColumnProfile, ProfileReport } from '../protocol/profile';

/** From so many rows on, that all values differ, or that they are few, says something. */
const ENOUGH_ROWS = 20;
const MOST_VALUES = 20;
/** Longer texts are sentences, and no categories that a person would list. */
const LONGEST_VALUE = 40;
/** How far beyond the range that was seen values may lie, as a part of it. */
const BEYOND = 0.5;
/** Where values are missing, so many times as many may be. */
const MORE_MISSING = 2;

/** @param file as it stands in slipway.yaml */
export function suggestSchema(report: ProfileReport, file: string): DataSchema {
  return { file, columns: Object.fromEntries(report.columns.map((column) => [column.name, ruleOf(column, report.rows)])) };
}

function ruleOf(column: ColumnProfile, rows: number): ColumnRule {
  if (column.present === 0) {
    return rows === 0 ? {} : { missing: 1 };
  }
  const { kind, missing } = column;
  return {
    ...(kind === 'other' ? {} : { type: kind }),
    missing: missing === 0 ? 0 : Math.min(1, Math.max(0.01, Math.ceil(missing * MORE_MISSING * 100) / 100)),
    ...(isKey(column, rows) ? { unique: true } : {}),
    ...(valuesOf(column, rows) ?? rangeOf(column)),
  };
}

function isKey({ kind, type, unique, distinct_exact: exact, infinite }: ColumnProfile, rows: number): boolean {
  return (kind === 'text' || (kind === 'integer' && type === 'num')) && unique === 1 && exact && infinite === 0 && rows >= ENOUGH_ROWS;
}

function valuesOf({ kind, type, top, distinct, distinct_exact: exact }: ColumnProfile, rows: number): Pick<ColumnRule, 'values'> | undefined {
  const few = type === 'cat' && (kind === 'text' || kind === 'integer') && exact && top !== undefined && distinct === top.length && top.length <= MOST_VALUES && rows >= ENOUGH_ROWS;
  if (!few || top.some(({ value }) => value.length > LONGEST_VALUE)) {
    return undefined;
  }
  const values = top.map(({ value }) => (kind === 'integer' && Number.isSafeInteger(Number(value)) ? Number(value) : value));
  return { values: values.toSorted((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1)) };
}

function rangeOf({ kind, min, max, infinite }: ColumnProfile): Pick<ColumnRule, 'min' | 'max'> {
  if ((kind !== 'number' && kind !== 'integer') || typeof min !== 'number' || typeof max !== 'number' || infinite > 0) {
    return {};
  }
  if (min >= 0 && max <= 1) {
    return { min: 0, max: 1 };
  }
  const room = (max - min) * BEYOND || Math.abs(max) * BEYOND;
  return { min: min >= 0 ? 0 : rounded(min - room, -1), max: max <= 0 ? 0 : rounded(max + room, 1) };
}

/** Two significant digits, not inside of the value. */
function rounded(value: number, outwards: 1 | -1): number {
  const near = Number(value.toPrecision(2));
  const step = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return (near - value) * outwards >= 0 ? near : Number((near + outwards * step).toPrecision(2));
}
