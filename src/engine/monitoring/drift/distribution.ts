/** How both samples are distributed, as a chart shows it; no method looks at this. */
import type { Distribution } from '../../../protocol/drift';
import { binCounts } from '../../analysis/sortedNumbers';
import { extremes, shares } from './histogram';
import { type Counts, type Numbers, type Sample, total } from './sample';

const MOST_BINS = 40;
const LEAST_BINS = 10;
const MOST_CATEGORIES = 20;

/** Of numbers in at most 40 equal bins over both samples; of categories the 20 that are most frequent in either, and the others together. */
export function distributionOf(sample: Sample): Distribution {
  return sample.type === 'num' ? inBins(sample.numbers) : byCategory(sample.counts);
}

function inBins(numbers: Numbers): Distribution {
  const { reference, current } = numbers;
  const edges = edgesOf(numbers);
  return { edges: [...edges], reference: [...shares(binCounts(reference, edges), reference.length)], current: [...shares(binCounts(current, edges), current.length)] };
}

/** As many as Rice's rule says for the larger sample, within bounds; bins of whole numbers are whole numbers wide, around them. */
function edgesOf(numbers: Numbers): Float64Array {
  const [low, high] = extremes(numbers);
  const asked = Math.min(MOST_BINS, Math.max(LEAST_BINS, Math.ceil(2 * Math.cbrt(Math.max(numbers.reference.length, numbers.current.length)))));
  if (numbers.whole && high - low < Number.MAX_SAFE_INTEGER) {
    const width = Math.max(1, Math.ceil((high - low + 1) / asked));
    return Float64Array.from({ length: Math.ceil((high - low + 1) / width) + 1 }, (_, at) => low - 0.5 + width * at);
  }
  // Halves, since the whole range may be more than float64 holds.
  const edges = Float64Array.from({ length: asked + 1 }, (_, at) => 2 * (low / 2 + (high / 2 - low / 2) * (at / asked)));
  edges[asked] = high;
  // So close together that there is no number between some edges, or all the same.
  return edges.every((edge, at) => at === 0 || edge > (edges[at - 1] as number)) ? edges : around(low, high);
}

/** One bin, a little wider than the values. */
function around(low: number, high: number): Float64Array {
  const room = Math.max(0.5, Math.abs(low) * Number.EPSILON * 2, Math.abs(high) * Number.EPSILON * 2);
  return Float64Array.of(low - room, high + room);
}

function byCategory({ categories, reference, current }: Counts): Distribution {
  const [inReference, inCurrent] = [shares(reference, total(reference)), shares(current, total(current))];
  const often = (at: number): number => Math.max(inReference[at] as number, inCurrent[at] as number);
  const shown = [...categories.keys()].toSorted((a, b) => often(b) - often(a)).slice(0, MOST_CATEGORIES);
  // Numbers stay in their order, whatever is frequent; names are told by how often they appear.
  const order = categories.every((category) => typeof category === 'number') ? shown.toSorted((a, b) => a - b) : shown;
  const rest = new Set(categories.keys());
  for (const at of shown) {
    rest.delete(at);
  }
  const sum = (of: Float64Array): number => [...rest].reduce((so, at) => so + (of[at] as number), 0);
  return {
    categories: order.map((at) => String(categories[at])),
    reference: order.map((at) => inReference[at] as number),
    current: order.map((at) => inCurrent[at] as number),
    ...(rest.size === 0 ? {} : { other: { reference: sum(inReference), current: sum(inCurrent) } }),
  };
}
