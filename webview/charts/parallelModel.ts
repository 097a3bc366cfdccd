/** Parallel coordinates: which runs pass the brushes, and the order of the axes. */
import { placeOf, type Field } from './fields';
import type { Range } from './scale';

/** Chosen part of each axis, by the key of its field: values, or places of categories. */
export type Brushes = Readonly<Record<string, Range>>;

/** Which runs lie in every brush. A run without a value does not lie in any. */
export function passing(fields: readonly Field[], brushes: Brushes, runs: number): boolean[] {
  const brushed = fields.flatMap((field) => {
    const range = brushes[field.key];
    return range === undefined ? [] : [{ field, range }];
  });
  return Array.from({ length: runs }, (_, run) => brushed.every(({ field, range }) => {
    const place = placeOf(field, run);
    return place >= range[0] && place <= range[1];
  }));
}

/** The keys with one of them at another place. */
export function reordered(keys: readonly string[], key: string, to: number): string[] {
  const rest = keys.filter((other) => other !== key);
  const place = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, place), key, ...rest.slice(place)];
}

/** Runs from worst to best as 0 to 1, by rank, so that one outlier does not take all the colours; undefined without a value. */
export function ranks(field: Field, lowerIsBetter: boolean): (number | undefined)[] {
  const places = Array.from(field.values, (_, run) => placeOf(field, run));
  const sorted = [...new Set(places.filter((place) => !Number.isNaN(place)))].sort((a, b) => (lowerIsBetter ? b - a : a - b));
  const rank = new Map(sorted.map((place, index) => [place, sorted.length === 1 ? 1 : index / (sorted.length - 1)]));
  return places.map((place) => rank.get(place));
}

/** A brush with one without, whichever was given. */
export function withBrush(brushes: Brushes, key: string, range: Range | undefined): Brushes {
  const { [key]: _before, ...rest } = brushes;
  return range === undefined ? rest : { ...rest, [key]: range };
}
