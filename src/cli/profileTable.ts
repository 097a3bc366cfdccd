/** A profile as text for people. Pure. */
import path from 'node:path';
import type { ColumnProfile, ColumnValue, ProfileReport } from '../protocol/profile';
import { formatBytes } from '../wording/formatBytes';
import { countOf, formatNumber } from '../wording/formatNumber';
import { textTable } from '../wording/textTable';

const BARS = '▁▂▃▄▅▆▇█';
const SPARK_BARS = 10;
const TOLD_CATEGORIES = 3;
const TOLD_PAIRS = 5;
/** Weaker ones are in the JSON only. */
const LEAST_CORRELATION = 0.5;

/** A row each, then the strongest correlations, then one sentence on the whole. */
export function profileText(report: ProfileReport): string {
  const rows = report.columns.map((column) => [column.name, column.type, percent(column.missing), distinctText(column), valuesText(column), sparkText(column), alsoText(column)]);
  const table = textTable([['COLUMN', 'TYPE', 'MISSING', 'DISTINCT', 'MIN · MEDIAN · MAX, OR MOST FREQUENT', '', 'ALSO'], ...rows], { align: ['left', 'left', 'right', 'right', 'left', 'left', 'left'], widest: 60 });
  const pairs = strongest(report).map(({ a, b, pearson, spearman }) => `${a} and ${b}: Pearson ${coefficient(pearson)}, Spearman ${coefficient(spearman)}`);
  return [...(report.columns.length === 0 ? [] : [...table, '']), ...(pairs.length === 0 ? [] : [...pairs, '']), headline(report)].join('\n');
}

/** `train.csv: 2,000 rows, 14 columns, 1.2 MB.` */
function headline({ path: file, rows, columns, bytes }: ProfileReport): string {
  const name = path.basename(file);
  return columns.length === 0 ? `${name} is empty: it has no columns and no rows.` : `${name}: ${countOf(rows, 'row')}, ${countOf(columns.length, 'column')}, ${formatBytes(bytes)}.`;
}

function distinctText({ distinct, distinct_exact: exact }: ColumnProfile): string {
  return distinct === null ? '' : `${exact ? '' : '≈ '}${distinct.toLocaleString('en-US')}`;
}

function valuesText({ type, top, quantiles, min, max, present }: ColumnProfile): string {
  if (top !== undefined && (type === 'cat' || quantiles === undefined)) {
    // Where none appears twice, how often each does says nothing.
    const share = (count: number): string => (top[0]?.count === 1 ? '' : ` ${percent(count / present)}`);
    return top.slice(0, TOLD_CATEGORIES).map(({ value, count }) => `${oneLine(value)}${share(count)}`).join(', ') + (top.length > TOLD_CATEGORIES ? ', …' : '');
  }
  return min === undefined || max === undefined ? '' : [min, quantiles?.[3] ?? '', max].map(valueText).join(' · ');
}

function valueText(value: ColumnValue): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}

function oneLine(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The histogram in ten bars. */
function sparkText({ histogram }: ColumnProfile): string {
  if (histogram === undefined || histogram.counts.length < 2) {
    return '';
  }
  const { counts } = histogram;
  const bars = Math.min(SPARK_BARS, counts.length);
  const joined = Array.from({ length: bars }, (_, at) => counts.slice(Math.floor((at * counts.length) / bars), Math.floor(((at + 1) * counts.length) / bars)).reduce((sum, count) => sum + count, 0));
  const most = Math.max(...joined);
  return joined.map((count) => (count === 0 ? ' ' : BARS[Math.min(BARS.length - 1, Math.floor((count / most) * BARS.length))] ?? '')).join('');
}

function alsoText({ infinite, distinct, distinct_exact: exact, present, unique, length, sampled_rows: sampled, top_exact: exactTop }: ColumnProfile): string {
  return [
    ...(present === 0 ? ['no values'] : []),
    ...(infinite === 0 ? [] : [`infinite ${percent(infinite)}`]),
    ...(distinct === 1 ? ['one value only'] : []),
    ...(unique === 1 && exact && present > 1 ? ['all different'] : []),
    ...(length === undefined ? [] : [length.min === length.max ? countOf(length.min, 'character') : `${length.min} to ${countOf(length.max, 'character')}`]),
    ...(sampled === undefined ? [] : [`quantiles of ${countOf(sampled, 'row')}`]),
    ...(exactTop === false ? ['most frequent estimated'] : []),
  ].join(', ');
}

interface Pair { readonly a: string; readonly b: string; readonly pearson: number; readonly spearman: number }

function strongest({ correlations }: ProfileReport): Pair[] {
  const pairs = (correlations?.columns ?? []).flatMap((a, at) => (correlations?.columns ?? []).slice(0, at).map((b, beside) => ({ a: b, b: a, pearson: correlations?.pearson[at]?.[beside] ?? 0, spearman: correlations?.spearman[at]?.[beside] ?? 0 })));
  const strength = ({ pearson, spearman }: Pair): number => Math.max(Math.abs(pearson), Math.abs(spearman));
  return pairs.filter((pair) => strength(pair) >= LEAST_CORRELATION).toSorted((a, b) => strength(b) - strength(a)).slice(0, TOLD_PAIRS);
}

function coefficient(value: number): string {
  return formatNumber(Math.round(value * 1000) / 1000);
}

function percent(share: number): string {
  return `${formatNumber(share > 0 && share < 0.001 ? Number((share * 100).toPrecision(1)) : Math.round(share * 1000) / 10)} %`;
}
