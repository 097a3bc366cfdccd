/** What the axis of a field shows, and where a run stands on it. */
import { alignedNumbers } from './alignedNumbers';
import { placeOf, type Field, type NumberField } from './fields';
import { roomy, scaleOf, union, type Range, type Scale } from './scale';

/** Values above 0 that span so much are learning rates and the like: their axis is logarithmic. */
const LOG_FROM = 100;
const ROOM = 0.05;

export interface FieldAxis {
  readonly field: Field;
  readonly scale: Scale;
  readonly title: string;
  /** pixels of a run; NaN where it can't be shown */
  readonly pixel: (run: number) => number;
  readonly words: (run: number) => string;
}

/** @param pixels of the least and the greatest value */
export function fieldAxis(field: Field, pixels: Range): FieldAxis {
  const { domain, log } = field.kind === 'number' ? reachOf(field) : { domain: [-0.5, Math.max(0.5, field.categories.length - 0.5)] as const, log: false };
  const scale = scaleOf(domain, pixels, log);
  return { field, scale, title: titleOf(field), words: (run) => wordsOf(field, run), pixel: (run) => scale.toPixel(placeOf(field, run)) };
}

/** What an axis of these numbers shows, with room at both ends, and whether it counts in powers of ten. */
export function reachOf(field: NumberField): { readonly domain: Range; readonly log: boolean } {
  const range = union(Array.from(field.values, (value) => (Number.isFinite(value) ? [value, value] as const : undefined))) ?? [0, 1];
  const log = range[0] > 0 && range[1] / range[0] >= LOG_FROM;
  return { domain: roomy(range, ROOM, log), log };
}

/** What stands at the axis: the key, and `log` where it is. */
export function titleOf(field: Field): string {
  return field.kind === 'number' && reachOf(field).log ? `${field.key} (log)` : field.key;
}

/** Words of a run's value. */
export function wordsOf(field: Field, run: number): string {
  const place = placeOf(field, run);
  return field.kind === 'category' ? field.categories[place] ?? '–' : Number.isNaN(field.values[run]) ? '–' : alignedNumbers([field.values[run] as number])[0] ?? '–';
}
