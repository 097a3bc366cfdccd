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

/** A part of the integral: up to the r-th value of the reference and the c-th of the current data. */
interface Walked { readonly r: number; readonly c: number; readonly value: number; readonly area: number }

/** ∫ of `weigh`(F₁ − F₂) over the line: constant between one value and the next. */
function between(numbers: Numbers, weigh: (gap: number) => number): number {
  const { reference, current } = numbers;
  const walked = reference.length > FAR_MORE * current.length ? inRuns(numbers, weigh) : mixed(numbers, weigh);
  let { r, c, value, area } = walked;
  const [unit, n1, n2] = [unitOf(numbers), reference.length, current.length];
  while (r < n1 || c < n2) {
    const next = (r < n1 ? reference[r] : current[c]) as number;
    area += weigh((r * n2 - c * n1) * unit) * (next - value);
    value = next;
    [r, c] = r < n1 ? [r + 1, c] : [r, c + 1];
  }
  return area;
}

/** F₁ − F₂ = r/n₁ − c/n₂ is a whole number of these, which loses no digit where both are nearly the same, and divides nothing. */
function unitOf({ reference, current }: Numbers): number {
  return 1 / (reference.length * current.length);
}

/** Until one of both ends. */
function mixed(numbers: Numbers, weigh: (gap: number) => number): Walked {
  const { reference, current } = numbers;
  const [unit, n1, n2] = [unitOf(numbers), reference.length, current.length];
  let [r, c, area] = [0, 0, 0];
  let value = Math.min(reference[0] as number, current[0] as number);
  while (r < n1 && c < n2) {
    // Which one comes next can't be foretold, so nothing branches on it.
    const step = (reference[r] as number) <= (current[c] as number) ? 1 : 0;
    const next = Math.min(reference[r] as number, current[c] as number);
    area += weigh((r * n2 - c * n1) * unit) * (next - value);
    value = next;
    r += step;
    c += 1 - step;
  }
  return { r, c, value, area };
}

/** Until one of both ends. */
function inRuns(numbers: Numbers, weigh: (gap: number) => number): Walked {
  const { reference, current } = numbers;
  const [unit, n1, n2] = [unitOf(numbers), reference.length, current.length];
  let [r, c, area] = [0, 0, 0];
  let value = Math.min(reference[0] as number, current[0] as number);
  while (r < n1 && c < n2) {
    const now = current[c] as number;
    while (r < n1 && (reference[r] as number) <= now) {
      area += weigh((r * n2 - c * n1) * unit) * ((reference[r] as number) - value);
      value = reference[r] as number;
      r += 1;
    }
    if (r < n1) {
      area += weigh((r * n2 - c * n1) * unit) * (now - value);
      value = now;
      c += 1;
    }
  }
  return { r, c, value, area };
}
