/** Rows in the order of several keys, on typed arrays: 10,000 rows in milliseconds. */

/** One number per row of the data; what has no value is NaN and stands last either way. */
export interface OrderKey {
  readonly ranks: Float64Array;
  readonly descending: boolean;
}

/**
 * @param rows indexes into the ranks, in the order that holds where all keys are equal
 * @returns a new array
 */
export function orderRows(rows: Int32Array, keys: readonly OrderKey[]): Int32Array {
  const [only, ...more] = keys;
  if (only === undefined) {
    return rows.slice();
  }
  const place = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    place[index] = index;
  }
  const columns = [only, ...more].map(({ ranks, descending }) => {
    const values = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index += 1) {
      const value = ranks[rows[index] ?? 0] ?? Number.NaN;
      // Negated once here, so that the comparison below has no case for it; NaN, which is missing, becomes the greatest.
      values[index] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : descending ? -value : value;
    }
    return values;
  });
  const missing = [only, ...more].map(({ ranks }) => Uint8Array.from(rows, (row) => Number.isNaN(ranks[row] ?? Number.NaN) ? 1 : 0));
  place.sort((a, b) => {
    for (let key = 0; key < columns.length; key += 1) {
      const without = missing[key] ?? new Uint8Array();
      const gap = (without[a] ?? 0) - (without[b] ?? 0);
      if (gap !== 0) {
        return gap;
      }
      const values = columns[key] ?? new Float64Array();
      const left = values[a] ?? 0;
      const right = values[b] ?? 0;
      if (left !== right) {
        return left < right ? -1 : 1;
      }
    }
    return a - b;
  });
  return place.map((index) => rows[index] ?? 0);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The place of each text in the order that people expect: `run-2` before `run-10`, case aside, in any script. Equal texts share one. */
export function textRanks(texts: readonly string[]): Float64Array {
  const ordered = texts.map((_, index) => index).toSorted((a, b) => collator.compare(texts[a] ?? '', texts[b] ?? ''));
  const ranks = new Float64Array(texts.length);
  let rank = 0;
  ordered.forEach((index, position) => {
    if (position > 0 && collator.compare(texts[ordered[position - 1] ?? 0] ?? '', texts[index] ?? '') !== 0) {
      rank += 1;
    }
    ranks[index] = rank;
  });
  return ranks;
}
