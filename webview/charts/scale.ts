/** From values to pixels and back. */

export type Range = readonly [from: number, to: number];

export interface Scale {
  readonly domain: Range;
  readonly log: boolean;
  /** NaN for what a logarithmic axis can't show */
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

/**
 * @param domain values at the ends; both above 0 on a logarithmic axis, and different
 * @param pixels where those ends are; the second may be the smaller one
 */
export function scaleOf(domain: Range, pixels: Range, log = false): Scale {
  const forward = log ? Math.log10 : same;
  const [from, to] = [forward(domain[0]), forward(domain[1])];
  const perUnit = (pixels[1] - pixels[0]) / (to - from);
  return {
    domain,
    log,
    toPixel: (value) => (log && value <= 0 ? NaN : pixels[0] + (forward(value) - from) * perUnit),
    toValue: (pixel) => {
      const at = from + (pixel - pixels[0]) / perUnit;
      return log ? 10 ** at : at;
    },
  };
}

/** A range with room around it, and with some width even where all values are one. */
export function roomy([from, to]: Range, share: number, log = false): Range {
  if (log) {
    const [low, high] = [Math.log10(from), Math.log10(to)];
    const room = high > low ? (high - low) * share : 0.5;
    return [10 ** (low - room), 10 ** (high + room)];
  }
  const room = to > from ? (to - from) * share : Math.abs(from) * 0.1 || 1;
  return [from - room, to + room];
}

/** The smallest range that holds all of them; undefined without any. */
export function union(ranges: Iterable<Range | undefined>): Range | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const range of ranges) {
    if (range !== undefined) {
      from = Math.min(from, range[0]);
      to = Math.max(to, range[1]);
    }
  }
  return from <= to ? [from, to] : undefined;
}

function same(value: number): number {
  return value;
}
