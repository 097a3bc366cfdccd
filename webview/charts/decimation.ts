/** Fewer points, the same picture: what a column of pixels can't tell apart is not drawn. */

/** Points of a polyline in pixels, `x0, y0, x1, y1, …`; a gap is a pair of NaN. */
export type Polyline = Float64Array;

/**
 * Keeps of each column of pixels the first, lowest, highest and last point, which draws the very same pixels as all of them.
 * Source: Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
 * @param x pixels, ascending
 * @param y pixels; not finite where the line is broken
 * @param from first point that counts
 * @param to the point after the last
 * @param ratio columns per unit of x: device pixels per CSS pixel
 */
export function decimated(x: Float64Array, y: Float64Array, from: number, to: number, ratio = 1): Polyline {
  // Every point gives one place at most: itself, or with others a gap.
  const kept = new Float64Array(2 * Math.max(0, to - from));
  let length = 0;
  const keep = (index: number): void => {
    kept[length] = x[index] as number;
    kept[length + 1] = y[index] as number;
    length += 2;
  };
  let index = from;
  while (index < to) {
    if (!Number.isFinite(y[index])) {
      if (length > 0 && !Number.isNaN(kept[length - 1])) {
        kept[length] = NaN;
        kept[length + 1] = NaN;
        length += 2;
      }
      index++;
      continue;
    }
    const column = Math.floor((x[index] as number) * ratio);
    const first = index;
    let lowest = index;
    let highest = index;
    while (index < to && Number.isFinite(y[index]) && Math.floor((x[index] as number) * ratio) === column) {
      if ((y[index] as number) < (y[lowest] as number)) {
        lowest = index;
      } else if ((y[index] as number) > (y[highest] as number)) {
        highest = index;
      }
      index++;
    }
    const last = index - 1;
    keep(first);
    const [earlier, later] = lowest < highest ? [lowest, highest] : [highest, lowest];
    if (earlier !== first && earlier !== last) {
      keep(earlier);
    }
    if (later !== earlier && later !== first && later !== last) {
      keep(later);
    }
    if (last !== first) {
      keep(last);
    }
  }
  return kept.subarray(0, length);
}

/** What a dense line covers: per column of pixels its middle, the least and greatest y, and the mean of its points; a gap is a column of NaN. */
export interface Ribbon {
  readonly x: Float64Array;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  readonly mean: Float64Array;
}

/**
 * The outline of a line that has many points in each column, for filling: far cheaper than stroking every zigzag, and the same pixels.
 * Each column reaches to where the line enters it, so that neighbours touch.
 * Parameters as of `decimated`.
 */
export function ribbonOf(x: Float64Array, y: Float64Array, from: number, to: number, ratio = 1): Ribbon {
  const most = 2 * Math.ceil(Math.max(0, (x[to - 1] ?? 0) - (x[from] ?? 0)) * ratio + 2);
  const [middle, least, greatest, mean] = [new Float64Array(most), new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let inColumn = 0;
  let length = 0;
  let column = NaN;
  let broken = true;
  for (let index = from; index < to; index++) {
    const value = y[index] as number;
    if (!Number.isFinite(value)) {
      broken = true;
      continue;
    }
    const own = Math.floor((x[index] as number) * ratio);
    if (own !== column) {
      if (broken && length > 0) {
        middle[length] = NaN;
        mean[length] = NaN;
        length++;
      }
      column = own;
      const entry = broken ? value : ((y[index - 1] as number) + value) / 2;
      if (!broken) {
        least[length - 1] = Math.min(least[length - 1] as number, entry);
        greatest[length - 1] = Math.max(greatest[length - 1] as number, entry);
      }
      middle[length] = (own + 0.5) / ratio;
      least[length] = Math.min(value, entry);
      greatest[length] = Math.max(value, entry);
      inColumn = 0;
      length++;
    }
    broken = false;
    inColumn++;
    mean[length - 1] = (mean[length - 1] as number) + (value - (mean[length - 1] as number)) / inColumn;
    least[length - 1] = Math.min(least[length - 1] as number, value);
    greatest[length - 1] = Math.max(greatest[length - 1] as number, value);
  }
  return { x: middle.subarray(0, length), least: least.subarray(0, length), greatest: greatest.subarray(0, length), mean: mean.subarray(0, length) };
}
