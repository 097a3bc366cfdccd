/** Curves as training makes them, the same every time: for the gallery, its pictures and the bench. */
import type { Band, Curve } from '../../../src/protocol/table';
import type { ChartRun } from '../runLook';

const NAMES = ['calm-fox-3', 'quick-lynx-8', 'bold-heron-4', 'tidy-wren-5', 'wise-owl-12', 'dry-reed-11', 'still-lake-2', 'green-elk-6', 'late-moth-10', 'warm-bay-9', 'brave-ant-8', 'soft-elm-1'];
const EPOCH = 5000;
const START = Date.UTC(2026, 10, 21, 9, 30);

/** Numbers from 0 to 1 that look random (mulberry32, by Tommy Ettinger; public domain). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The fifth of every twelve still runs; the fourth is the baseline. */
export function sampleRuns(count: number): ChartRun[] {
  return Array.from({ length: count }, (_, index) => ({
    run_id: `run${index}`,
    name: index < NAMES.length ? (NAMES[index] as string) : `${NAMES[index % NAMES.length]}-${Math.floor(index / NAMES.length)}`,
    color: index % 10,
    running: index % NAMES.length === 4,
    pinned: index === 3,
  }));
}

/** A curve that rises to about 0.9, or falls from about 0.7; a running run has a third of its points. */
export function sampleCurve({ run_id, running }: ChartRun, metric: string, points: number): Curve {
  const place = Number(run_id.slice(3));
  const random = chance(place * 97 + metric.length * 1009);
  const falling = metric.includes('loss');
  const length = running === true ? Math.ceil(points * 0.3) : points;
  const [speed, height] = [6 + random() * 6, 0.9 - (place % 12) * 0.004 - metric.length * 0.01];
  const step = Array.from({ length }, (_, index) => index);
  const value = step.map((index) => {
    const done = index / points;
    const noise = (random() - 0.5) * 0.02;
    return falling ? 0.22 + (place % 12) * 0.004 + 0.5 * Math.exp(-done * speed) + noise : height - 0.25 * Math.exp(-done * speed) + noise;
  });
  return { run_id, start_time: START + place * 60_000, total: length, step, time: step.map((index) => START + place * 60_000 + index * EPOCH), value };
}

/** The band of curves of one length, counted as the engine counts it: by bucket, quartiles of type 7. */
export function sampleBand(key: string, curves: readonly Curve[], points: number): Band {
  const at = Array.from({ length: points }, (_, index) => curves.flatMap(({ value }) => (typeof value[index] === 'number' ? [value[index]] : [])).sort((a, b) => a - b));
  const quantile = (sorted: readonly number[], share: number): number => {
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)] as number;
    return low + ((sorted[Math.ceil(place)] as number) - low) * (place % 1);
  };
  const of = (share: number): number[] => at.map((sorted) => quantile(sorted, share));
  return { key, x: at.map((_, index) => index), min: of(0), q25: of(0.25), median: of(0.5), q75: of(0.75), max: of(1), runs: at.map((sorted) => sorted.length) };
}
