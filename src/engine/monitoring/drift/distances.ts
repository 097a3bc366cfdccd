/** Distances between two empirical distribution functions F₁ and F₂. */
import { moments } from './moments';
import { NotJudged, type Numbers } from './sample';

/** The Wasserstein distance is divided by no less. */
const LEAST_SPREAD = 0.001;

/**
 * ∫ |F₁ − F₂| (scipy.stats.wasserstein_distance), in standard deviations of the reference (of the population; at least 0.001). Evidently:
 * wasserstein_distance_norm.py.
 * @throws NotJudged for a spread beyond float64, by which any distance would be 0
 */
export function wassersteinNormed(numbers: Numbers): number {
  const spread = numbers.spread ?? spreadOf(numbers.reference);
  if (!Number.isFinite(spread)) {
    throw new NotJudged('its values are too far apart to say how much they spread');
  }
  return wasserstein(numbers) / Math.max(spread, LEAST_SPREAD);
}

/** Standard deviation of the population. */
export function spreadOf(values: Float64Array): number {
  return Math.sqrt(moments(values).squares / values.length);
}

/** ∫ |F₁ − F₂|, in the unit of the values. */
export function wasserstein(numbers: Numbers): number {
  return between(numbers, (gap) => Math.abs(gap));
}

/** √(2 ∫ (F₁ − F₂)²), scipy.stats.energy_distance. Evidently: energy_distance.py. */
export function energyDistance(numbers: Numbers): number {
  return Math.sqrt(2 * between(numbers, (gap) => gap * gap));
}

/** So many times as many values are in one data set that nearly all of its values stand next to each other in both together. */
const FAR_MORE = 8;

/** ∫ of `weigh`(F₁ − F₂) over the line: constant between one value and the next. */
function between({ reference, current }: Numbers, weigh: (gap: number) => number): number {
  const [n1, n2] = [reference.length, current.length];
  const runsEnd = n1 > FAR_MORE * n2 ? n1 : 0;
  let [r, c, area] = [0, 0, 0];
  let value = Math.min(reference[0] as number, current[0] as number);
  while (r < n1 && c < n2) {
    const now = current[c] as number;
    while (r < runsEnd && (reference[r] as number) <= now) {
      area += weigh(r / n1 - c / n2) * ((reference[r] as number) - value);
      value = reference[r] as number;
      r += 1;
    }
    const before = r < n1 ? reference[r] as number : Number.POSITIVE_INFINITY;
    // Where both are mixed, which one comes next can't be foretold, so nothing branches on it.
    const step = before <= now ? 1 : 0;
    const next = step === 1 ? before : now;
    area += weigh(r / n1 - c / n2) * (next - value);
    value = next;
    r += step;
    c += 1 - step;
  }
  const rest = r < n1 ? reference.subarray(r) : current.subarray(c);
  for (let at = 0; at < rest.length; at += 1) {
    const next = rest[at] as number;
    area += weigh(r < n1 ? (r + at) / n1 - 1 : 1 - (c + at) / n2) * (next - value);
    value = next;
  }
  return area;
}
