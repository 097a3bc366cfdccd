/** Whatever a history looks like, what is told of it keeps its ends and its spikes, and no more than was asked. */
import { expect, test } from 'vitest';
import { Thinner, type ThinPoints } from '../../../../../src/engine/tracking/table/thinner';

interface Point { readonly step: number; readonly time: number; readonly value: number }

/** Mulberry32: the same histories at every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD = [Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE];
const finite = ({ value }: Point): boolean => Math.abs(value) < Number.MAX_VALUE;

/** A history in the order of the table: steps with gaps and repeats, values with spikes and, in some, NaN and infinities. */
function history(next: () => number): Point[] {
  const odd = next() < 0.5 ? 0 : next() * 0.2;
  const span = [1, 3, 50, 1e6][Math.floor(next() * 4)] as number;
  const points = Array.from({ length: Math.floor(next() ** 3 * 3_000) }, () => ({
    step: Math.floor(next() * span) - 2, time: Math.floor(next() * 1e6) - 10,
    value: next() < odd ? ODD[Math.floor(next() * 3)] as number : next() < 0.01 ? (next() - 0.5) * 1e9 : next(),
  }));
  return points.sort((a, b) => a.step - b.step || a.time - b.time);
}

function thinned(points: readonly Point[], most: number, x: (point: Point) => number): { told: ThinPoints; list: Point[] } {
  const places = points.map((point) => x(point));
  const thinner = new Thinner(most, Math.min(...places), Math.max(...places));
  for (const point of points) {
    thinner.add(x(point), point.step, point.time, point.value);
  }
  expect(thinner.total).toBe(points.length);
  const told = thinner.result();
  return { told, list: told.step.map((step, index) => ({ step, time: told.time[index] as number, value: told.value[index] as number })) };
}

const text = ({ step, time, value }: Point): string => `${step} ${time} ${value}`;

test.each([['step', (point: Point): number => point.step], ['time', (point: Point): number => point.time]] as const)('along %s, 400 histories', (_axis, x) => {
  const next = random(7);
  for (let round = 0; round < 400; round += 1) {
    const points = history(next);
    const most = 5 + Math.floor(next() ** 2 * 400);
    const { list } = thinned(points, most, x);
    const about = `round ${round}, ${points.length} points to ${most}`;

    expect(list.length, about).toBeLessThanOrEqual(most);
    const given = new Set(points.map((point) => text(point)));
    expect(list.every((point) => given.has(text(point))), about).toBe(true);
    expect(list.map((point) => x(point)), about).toEqual(list.map((point) => x(point)).toSorted((a, b) => a - b));
    if (points.length <= most) {
      expect(list.map((point) => text(point)).toSorted(), about).toEqual(points.map((point) => text(point)).toSorted());
      continue;
    }
    const values = points.filter(finite).map(({ value }) => value);
    const toldValues = list.filter(finite).map(({ value }) => value);
    expect([Math.min(...toldValues), Math.max(...toldValues)], about).toEqual([Math.min(...values), Math.max(...values)]);
    const places = points.map((point) => x(point));
    expect([x(list[0] as Point), x(list.at(-1) as Point)], about).toEqual([Math.min(...places), Math.max(...places)]);
    expectBuckets(points, list, most, x, about);
  }
});

/** In every bucket the least and greatest are told; its NaN or infinity too; its first and last where there is room. */
function expectBuckets(points: readonly Point[], list: readonly Point[], most: number, x: (point: Point) => number, about: string): void {
  const places = points.map((point) => x(point));
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const count = Math.floor(most / 4);
  const bucketOf = (point: Point): number => (high > low ? Math.min(count - 1, Math.floor((x(point) - low) * (count / (high - low)))) : 0);
  for (const bucket of new Set(points.map((point) => bucketOf(point)))) {
    const inside = points.filter((point) => bucketOf(point) === bucket);
    const kept = list.filter((point) => bucketOf(point) === bucket);
    const values = inside.filter(finite).map(({ value }) => value);
    const keptValues = kept.filter(finite).map(({ value }) => value);
    expect(kept.length, about).toBeLessThanOrEqual(Math.floor(most / count));
    expect([Math.min(...keptValues), Math.max(...keptValues)], about).toEqual([Math.min(...values), Math.max(...values)]);
    const hasOdd = values.length < inside.length;
    expect(kept.some((point) => !finite(point)), about).toBe(hasOdd);
    if (!hasOdd) {
      const xs = inside.map((point) => x(point));
      expect([x(kept[0] as Point), x(kept.at(-1) as Point)], about).toEqual([Math.min(...xs), Math.max(...xs)]);
    }
  }
}

test('four points in all are the ends and the spikes, without a NaN', () => {
  const points = [0, 5, Number.NaN, -5, 0].map((value, step) => ({ step, time: step, value }));
  expect(thinned(points, 4, ({ step }) => step).told.step).toEqual([0, 1, 3, 4]);
});

test('no points, one point, and points that came while it was read', () => {
  expect(new Thinner(4, 0, 0).result()).toEqual({ step: [], time: [], value: [] });
  const one = new Thinner(4, 5, 5);
  one.add(5, 5, 1, Number.NaN);
  expect(one.result()).toEqual({ step: [5], time: [1], value: [Number.NaN] });
  const live = new Thinner(8, 0, 10);
  for (let step = -3; step < 40; step += 1) {
    live.add(step, step, step, step === 30 ? 99 : 0);
  }
  const told = live.result();
  expect([told.step[0], told.step.at(-1), told.step.length <= 8, told.value.includes(99)]).toEqual([-3, 39, true, true]);
});
