/** The question that the panel answers first: which run is best, by how much, and what is different about it. */
import { isBetter } from '../../src/protocol/direction';
import { formatNumber } from '../../src/wording/formatNumber';
import { fieldOf } from '../charts/fields';
import { importances } from '../charts/importance';
import { columnId } from './columnId';
import type { Comparison } from './comparison';
import { differs } from './differing';

export interface Answer {
  readonly metric: string;
  /** row of the best run */
  readonly row: number;
  readonly value: number;
  /** best minus baseline; undefined without a baseline, or when the best is the baseline */
  readonly delta: number | undefined;
}

/** Params that are told in the header. */
const TOLD = 4;
/** Of more runs than this every second, third, … is weighed: the share hardly changes, and the page stays quick. */
const WEIGHED = 2000;
/** Less than this of the spread is not worth a word. */
const LEAST_SHARE = 0.05;
const ABSENT = '–';

export interface Difference {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** a change from one run to another, or a range over all of them */
  readonly kind: 'change' | 'range';
}

/** @returns undefined where no listed run has a finite value of a metric whose direction is known */
export function answerOf(comparison: Comparison, rows: Int32Array): Answer | undefined {
  const { headline: metric, baseline } = comparison;
  const values = metric === undefined ? undefined : comparison.data.values(columnId({ kind: 'metric', key: metric }));
  if (metric === undefined || values === undefined) {
    return undefined;
  }
  const direction = comparison.direction(metric);
  let best = -1;
  for (const row of rows) {
    const value = values.number(row);
    if (Number.isFinite(value) && (best === -1 || isBetter(value, values.number(best), direction))) {
      best = row;
    }
  }
  if (best === -1 || direction === 'unknown') {
    return undefined;
  }
  const base = baseline === undefined || baseline === best ? Number.NaN : values.number(baseline);
  return { metric, row: best, value: values.number(best), delta: Number.isFinite(base) ? values.number(best) - base : undefined };
}

/** Columns whose values `differences` needs. */
export function differingParams(comparison: Pick<Comparison, 'data'>): readonly string[] {
  return comparison.data.columns.filter((column) => column.kind === 'param' && differs(column, comparison.data.sent)).slice(0, TOLD * 4).map(columnId);
}

export interface Matters { readonly key: string; readonly share: number; readonly metric: string }

/**
 * The param that the headline metric's spread goes with most; undefined where that can't be told. Stops after each param: of thousands
 * of runs and dozens of params all at once would be a frame that is missed.
 */
export function* weighParams(comparison: Comparison, all: Int32Array): Generator<undefined, Matters | undefined> {
  const { headline: metric } = comparison;
  const step = Math.max(1, Math.floor(all.length / WEIGHED));
  const rows = all.filter((_, index) => index % step === 0);
  const { runs } = comparison.data;
  const values = metric === undefined ? undefined : comparison.data.values(columnId({ kind: 'metric', key: metric }));
  if (metric === undefined || values === undefined) {
    return undefined;
  }
  const numbers = [...rows].map((row) => runs.numbers[row] ?? -1);
  const measured = fieldOf(values.told(rows, runs), numbers);
  if (measured.kind !== 'number') {
    return undefined;
  }
  let most: Matters | undefined;
  for (const id of differingParams(comparison)) {
    const param = comparison.data.values(id);
    const [weighed] = param === undefined ? [] : importances([fieldOf(param.told(rows, runs), numbers)], measured, comparison.direction(metric));
    if (weighed !== undefined && weighed.share >= LEAST_SHARE && weighed.share > (most?.share ?? 0)) {
      most = { key: weighed.key, share: weighed.share, metric };
    }
    yield undefined;
  }
  return most;
}

/** The same at once. */
export function mattersMost(comparison: Comparison, all: Int32Array): Matters | undefined {
  const weighing = weighParams(comparison, all);
  let step = weighing.next();
  while (step.done !== true) {
    step = weighing.next();
  }
  return step.value;
}

/** What differs: from the baseline to the best run where both are known, else how far each differing param reaches. */
export function differences(comparison: Comparison, best: number | undefined): { readonly told: readonly Difference[]; readonly more: number } {
  const { baseline } = comparison;
  const all = differingParams(comparison);
  if (baseline !== undefined && best !== undefined && baseline !== best) {
    const changes = all.flatMap((id): Difference[] => {
      const values = comparison.data.values(id);
      const from = values?.text(baseline) ?? ABSENT;
      const to = values?.text(best) ?? ABSENT;
      return from === to ? [] : [{ key: id.slice('param:'.length), from, to, kind: 'change' }];
    });
    // A param that only one of them has says less than one that both have.
    const ordered = [...changes.filter(({ from, to }) => from !== ABSENT && to !== ABSENT), ...changes.filter(({ from, to }) => from === ABSENT || to === ABSENT)];
    return { told: ordered.slice(0, TOLD), more: Math.max(0, ordered.length - TOLD) };
  }
  const ranges = all.flatMap((id): Difference[] => {
    const summary = comparison.summary(id);
    if (summary === undefined || summary.distinct < 2) {
      return [];
    }
    return summary.numeric && summary.min !== null && summary.max !== null
      ? [{ key: summary.key, from: formatNumber(summary.min), to: formatNumber(summary.max), kind: 'range' }]
      : [{ key: summary.key, from: '', to: `${summary.distinct} values`, kind: 'range' }];
  });
  return { told: ranges.slice(0, TOLD), more: Math.max(0, ranges.length - TOLD) };
}

