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
  const { reference } = numbers;
  const spread = Math.sqrt(moments(reference).squares / reference.length);
  if (!Number.isFinite(spread)) {
    throw new NotJudged('its values are too far apart to say how much they spread');
  }
  return between(numbers, (gap) => Math.abs(gap)) / Math.max(spread, LEAST_SPREAD);
}

/** √(2 ∫ (F₁ − F₂)²), scipy.stats.energy_distance. Evidently: energy_distance.py. */
export function energyDistance(numbers: Numbers): number {
  return Math.sqrt(2 * between(numbers, (gap) => gap * gap));
}

/** ∫ of `weigh`(F₁ − F₂) over the line: constant between one value and the next. */
function between({ reference, current }: Numbers, weigh: (gap: number) => number): number {
  const [n1, n2] = [reference.length, current.length];
  let [r, c, area] = [0, 0, 0];
  let value = Math.min(reference[0] as number, current[0] as number);
  while (r < n1 || c < n2) {
    const takeReference = c >= n2 || (r < n1 && (reference[r] as number) <= (current[c] as number));
    const next = takeReference ? reference[r] as number : current[c] as number;
    if (next !== value) {
      area += weigh(r / n1 - c / n2) * (next - value);
      value = next;
    }
    if (takeReference) {
      r += 1;
    } else {
      c += 1;
    }
  }
  return area;
}
