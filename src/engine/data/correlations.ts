/** How columns of numbers go together: Pearson's and Spearman's coefficients over rows where both have a finite value. Pure. */

interface Prepared {
  readonly values: Float64Array;
  readonly complete: boolean;
  /** rows with a finite value, by it, ascending */
  readonly order: Uint32Array;
  /** of complete columns, so that a coefficient is one sum of products: centred, of length 1; undefined: one value only */
  readonly unit: Float64Array | undefined;
  readonly unitRanks: Float64Array | undefined;
}

export interface Coefficients { readonly pearson: (number | null)[][]; readonly spearman: (number | null)[][] }

/**
 * As pandas' DataFrame.corr: each pair over its own complete rows, equal values with the mean of their ranks.
 * @param columns a value for each row, of which NaN and infinities are gaps
 */
export function correlate(columns: readonly Float64Array[]): Coefficients {
  const prepared = columns.map(prepare);
  const table = (): (number | null)[][] => columns.map(() => columns.map(() => null));
  const [pearson, spearman] = [table(), table()];
  for (const [at, one] of prepared.entries()) {
    for (const [beside, other] of prepared.slice(0, at + 1).entries()) {
      const [plain, ranked] = pair(one, other);
      for (const [into, value] of [[pearson, plain], [spearman, ranked]] as const) {
        (into[at] as (number | null)[])[beside] = value;
        (into[beside] as (number | null)[])[at] = value;
      }
    }
  }
  return { pearson, spearman };
}

function prepare(values: Float64Array): Prepared {
  const rows = Uint32Array.from(values.keys()).filter((row) => Number.isFinite(values[row]));
  const order = rows.sort((a, b) => (values[a] as number) - (values[b] as number));
  const complete = order.length === values.length;
  return { values, complete, order, unit: complete ? unitOf(values) : undefined, unitRanks: complete ? unitOf(ranksOf(values, order)) : undefined };
}

function pair(one: Prepared, other: Prepared): readonly [number | null, number | null] {
  if (one.complete && other.complete) {
    return [product(one.unit, other.unit), product(one.unitRanks, other.unitRanks)];
  }
  const both = (row: number): boolean => Number.isFinite(one.values[row]) && Number.isFinite(other.values[row]);
  const rows = Uint32Array.from(one.values.keys()).filter(both);
  const taken = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] as number);
  const ranks = ({ values, order }: Prepared): Float64Array => taken(ranksOf(values, order.filter(both)));
  return [product(unitOf(taken(one.values)), unitOf(taken(other.values))), product(unitOf(ranks(one)), unitOf(ranks(other)))];
}

/** From 1 on, at the places of the rows. */
function ranksOf(values: Float64Array, order: Uint32Array): Float64Array {
  const ranks = new Float64Array(values.length);
  for (let at = 0; at < order.length;) {
    const from = at;
    const value = values[order[from] as number];
    while (at < order.length && values[order[at] as number] === value) {
      at += 1;
    }
    for (let tied = from; tied < at; tied += 1) {
      ranks[order[tied] as number] = (from + at + 1) / 2;
    }
  }
  return ranks;
}

/** Centred and scaled to length 1; undefined where all values are one. */
function unitOf(values: Float64Array): Float64Array | undefined {
  const first = values[0];
  if (first === undefined || values.every((value) => value === first)) {
    return undefined;
  }
  // Scaled before squaring, since squares of large numbers are none any more.
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const centred = values.map((value) => (value - mean) / largest);
  const off = centred.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.sqrt(centred.reduce((sum, value) => sum + (value - off) ** 2, 0));
  return centred.map((value) => (value - off) / length);
}

function product(a: Float64Array | undefined, b: Float64Array | undefined): number | null {
  if (a === undefined || b === undefined) {
    return null;
  }
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) {
    sum += (a[at] as number) * (b[at] as number);
  }
  return Math.max(-1, Math.min(1, sum));
}
