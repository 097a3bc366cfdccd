/** Which params a metric's differences go with. */
import { isBetter, type Direction } from '../../src/protocol/direction';
import { formatNumber } from '../../src/wording/formatNumber';
import { placeOf, type Field, type NumberField } from './fields';

/** Fewer runs than this say nothing. */
export const LEAST_RUNS = 8;
/** Numbers with more different values than this are gathered into bins of about as many runs each. */
const MOST_VALUES = 6;
/** A bin, or a value, has about as many runs as this at least. */
const RUNS_PER_BIN = 4;

export interface ParamImportance {
  readonly key: string;
  /** 0 to 1 */
  readonly share: number;
  /** runs that have both the param and the metric */
  readonly runs: number;
  /** values or bins that were told apart */
  readonly groups: number;
  /** the group whose mean is best; undefined where nobody knows what better means */
  readonly best: { readonly words: string; readonly mean: number; readonly runs: number } | undefined;
}

interface Group { readonly words: string; readonly values: number[] }

/**
 * Share of the metric's spread (its variance over the runs) that goes with the value of each param, taken alone: ε² of a one-way analysis of
 * variance over the param's values, numbers in up to six bins of equal counts. ε² = 1 − (1 − η²)·(n − 1)/(n − k) takes from η² what k
 * groups of n runs explain by chance (Kelley, "An unbiased correlation ratio measure", PNAS 1935); below 0 it is 0. It says what
 * goes together, not what causes what.
 * @returns the greatest share first; without params that all runs share, or that differ from run to run
 */
export function importances(params: readonly Field[], metric: NumberField, direction: Direction): ParamImportance[] {
  return params.flatMap((param) => {
    const groups = groupsOf(param, metric);
    const values = groups.flatMap((group) => group.values);
    const [runs, count] = [values.length, groups.length];
    if (count < 2 || runs < LEAST_RUNS || runs - count < 3) {
      return [];
    }
    const total = squares(values);
    const within = groups.reduce((sum, group) => sum + squares(group.values), 0);
    const share = total === 0 ? 0 : Math.max(0, 1 - (within / (runs - count)) / (total / (runs - 1)));
    return [{ key: param.key, share, runs, groups: count, best: bestOf(groups, direction) }];
  }).sort((a, b) => b.share - a.share);
}

function groupsOf(param: Field, metric: NumberField): Group[] {
  const pairs = Array.from(metric.values, (value, run) => ({ place: placeOf(param, run), value })).filter(({ place, value }) => !Number.isNaN(place) && Number.isFinite(value));
  const byPlace = new Map<number, number[]>();
  for (const { place, value } of pairs) {
    const values = byPlace.get(place);
    if (values === undefined) {
      byPlace.set(place, [value]);
    } else {
      values.push(value);
    }
  }
  if (param.kind === 'category' || byPlace.size <= MOST_VALUES) {
    return [...byPlace].sort(([a], [b]) => a - b).map(([place, values]) => ({ words: param.kind === 'category' ? param.categories[place] ?? '' : formatNumber(place), values }));
  }
  const bins = Math.max(2, Math.min(MOST_VALUES, Math.floor(pairs.length / RUNS_PER_BIN)));
  const sorted = pairs.toSorted((a, b) => a.place - b.place);
  const groups: { places: number[]; values: number[] }[] = [];
  sorted.forEach(({ place, value }, index) => {
    const open = groups.at(-1);
    const wanted = Math.floor((index * bins) / sorted.length);
    // Equal values stay together, even where a bin is full.
    if (open === undefined || (groups.length <= wanted && open.places.at(-1) !== place)) {
      groups.push({ places: [place], values: [value] });
    } else {
      open.places.push(place);
      open.values.push(value);
    }
  });
  return groups.map(({ places, values }) => ({ words: rangeWords(places[0] as number, places.at(-1) as number), values }));
}

function rangeWords(from: number, to: number): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to)}`;
}

/** Sum of squared distances from the mean. */
function squares(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function bestOf(groups: readonly Group[], direction: Direction): ParamImportance['best'] {
  let best: ParamImportance['best'];
  for (const { words, values } of direction === 'unknown' ? [] : groups) {
    const mean = meanOf(values);
    if (best === undefined || isBetter(mean, best.mean, direction)) {
      best = { words, mean, runs: values.length };
    }
  }
  return best;
}

/** `46 %`; `< 1 %` where there is something, but little. */
export function shareWords(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
