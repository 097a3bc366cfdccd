/** What the page says of a column, and in which order. Pure. */
import type { Violation } from '../../src/protocol/dataSchema';
import type { ColumnProfile, ColumnValue, ProfileReport } from '../../src/protocol/profile';
import { formatNumber } from '../../src/wording/formatNumber';

/** Place of the median among QUANTILES, whose file the page does not load. */
export const MEDIAN = 3;
/** The quantiles in words, in their order. */
export const QUANTILE_WORDS = ['1 %', '5 %', '25 %', 'median', '75 %', '95 %', '99 %'] as const;

export const TYPE_WORDS = { num: 'numbers', cat: 'categories', text: 'text', datetime: 'times', unknown: 'unknown' } as const;

/** Of columns, in a count of them. */
export const TYPE_ADJECTIVES = { num: 'numeric', cat: 'categorical', text: 'text', datetime: 'time', unknown: 'unknown' } as const;

/** `0.4 %`; a share that is there is never 0. */
export function percent(share: number): string {
  if (share === 0 || share === 1) {
    return `${share * 100} %`;
  }
  const rounded = Math.round(share * 1000) / 10;
  return rounded === 0 ? '< 0.1 %' : rounded === 100 ? '> 99.9 %' : `${formatNumber(rounded)} %`;
}

export function valueText(value: ColumnValue | undefined | null): string {
  return value === undefined || value === null ? '' : typeof value === 'number' ? formatNumber(value) : value.replace('T', ' ').replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00$/, '$1');
}

export function distinctText({ distinct, distinct_exact: exact }: ColumnProfile): string {
  return distinct === null ? '' : `${exact ? '' : '≈ '}${distinct.toLocaleString('en-US')}`;
}

/** What stands in the middle of the column: the median, or what appears most often. */
export function middleText({ type, quantiles, top }: ColumnProfile): string {
  const [first] = top ?? [];
  return (type === 'cat' || quantiles === undefined) && first !== undefined ? first.value : valueText(quantiles?.[MEDIAN]);
}

/** What a person should know before using the column, in a few words each. */
export function remarks({ present, missing, infinite, distinct, distinct_exact: exact, unique, kind, type }: ColumnProfile, rows: number): string[] {
  return [
    ...(present === 0 && rows > 0 ? ['no values'] : []),
    ...(distinct === 1 && rows > 1 ? ['one value only'] : []),
    ...(unique === 1 && exact && present > 1 && kind !== 'number' && type !== 'datetime' ? ['all different'] : []),
    ...(infinite > 0 ? [`${percent(infinite)} infinite`] : []),
    ...(missing >= 0.5 && present > 0 ? ['mostly missing'] : []),
  ];
}

export type SortId = 'name' | 'type' | 'missing' | 'distinct' | 'min' | 'middle' | 'max' | 'schema';

/** Rows of the table in the order that is asked for, of columns whose name has the search in it. */
export function orderOf(report: ProfileReport, violations: ReadonlyMap<string, readonly Violation[]>, search: string, sort: { readonly id: string; readonly descending: boolean } | undefined): Int32Array {
  const wanted = search.trim().toLowerCase();
  const rows = report.columns.flatMap(({ name }, at) => (name.toLowerCase().includes(wanted) ? [at] : []));
  if (sort !== undefined) {
    const key = rows.map((row) => keyOf(report.columns[row] as ColumnProfile, sort.id as SortId, violations));
    const byRow = new Map(rows.map((row, at) => [row, key[at]]));
    // What has no value there comes last, whichever way it is sorted.
    rows.sort((a, b) => compare(byRow.get(a), byRow.get(b), sort.descending) || a - b);
  }
  return Int32Array.from(rows);
}

function keyOf(column: ColumnProfile, id: SortId, violations: ReadonlyMap<string, readonly Violation[]>): number | string | undefined {
  switch (id) {
    case 'name': return column.name.toLowerCase();
    case 'type': return column.type;
    case 'missing': return column.missing;
    case 'distinct': return column.distinct ?? undefined;
    case 'min': return column.min;
    case 'max': return column.max;
    case 'middle': return column.quantiles?.[MEDIAN];
    case 'schema': return violations.get(column.name)?.length ?? 0;
  }
}

function compare(a: number | string | undefined, b: number | string | undefined, descending: boolean): number {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : a === undefined ? 1 : -1;
  }
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  return descending ? -order : order;
}

export function violationsByColumn(violations: readonly Violation[]): Map<string, Violation[]> {
  const by = new Map<string, Violation[]>();
  for (const violation of violations) {
    if (violation.column !== null) {
      by.set(violation.column, [...by.get(violation.column) ?? [], violation]);
    }
  }
  return by;
}

export interface Companion { readonly name: string; readonly pearson: number; readonly spearman: number }

/** Columns of numbers that go together with one, the strongest first. */
export function companionsOf(report: ProfileReport, name: string): Companion[] {
  const at = report.correlations?.columns.indexOf(name) ?? -1;
  const found = (report.correlations?.columns ?? []).flatMap((other, beside): Companion[] => {
    const [pearson, spearman] = [report.correlations?.pearson[at]?.[beside] ?? null, report.correlations?.spearman[at]?.[beside] ?? null];
    return other === name || pearson === null || spearman === null ? [] : [{ name: other, pearson, spearman }];
  });
  const strength = ({ pearson, spearman }: Companion): number => Math.max(Math.abs(pearson), Math.abs(spearman));
  return found.toSorted((a, b) => strength(b) - strength(a));
}

/** Bin in words: `12 to 15: 31 rows (4.2 %)`. */
export function binText({ histogram, kind, type }: ColumnProfile, bin: number): string {
  const [from = 0, to = 0] = histogram?.edges.slice(bin, bin + 2) ?? [];
  const count = histogram?.counts[bin] ?? 0;
  const all = histogram?.counts.reduce((sum, one) => sum + one, 0) ?? 0;
  // Bins of whole numbers begin and end between them.
  const whole = kind === 'integer' && from % 1 !== 0;
  const edge = (value: number): string => (type === 'datetime' ? timeEdge(value) : formatNumber(value));
  return `${whole && to - from === 1 ? formatNumber(from + 0.5) : whole ? `${formatNumber(from + 0.5)} to ${formatNumber(to - 0.5)}` : `${edge(from)} to ${edge(to)}`}: ${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'} (${percent(all === 0 ? 0 : count / all)})`;
}

/** @param millis since 1970, UTC */
export function timeEdge(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? String(millis) : valueText(date.toISOString().slice(0, 19));
}
