/** Histories of a metric as a script makes them, and an engine's answers about them in memory, by the rules of `CurvesRequest`. */
import type { Curve, CurvesRequest } from '../../../../src/protocol/table';

export interface Point { readonly step: number; readonly time: number; readonly value: number | string }

export const START = 1_000_000;

/** By step, then time: the order of the engine's table. */
function ordered(points: readonly Point[]): Point[] {
  return points.toSorted((a, b) => a.step - b.step || a.time - b.time);
}

export function curveOf(runId: string, points: readonly Point[], more: Partial<Curve> = {}): Curve {
  const end = points.at(-1);
  return {
    run_id: runId, start_time: START, total: points.length, last: points.filter(({ step, time }) => step === end?.step && time === end.time).length,
    step: points.map(({ step }) => step), time: points.map(({ time }) => time), value: points.map(({ value }) => value), ...more,
  };
}

/** One run's metric; tells as the engine does, thinned to every n-th point with both ends. */
export class History {
  readonly points: Point[] = [];

  constructor(readonly runId: string) {}

  log(...points: readonly Point[]): void {
    this.points.push(...points);
  }

  /** `count` points more, one step and 10 ms apart. */
  grow(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const step = (this.points.at(-1)?.step ?? -1) + 1;
      this.log({ step, time: START + step * 10, value: Math.sin(step) });
    }
  }

  tell(request: CurvesRequest): Curve {
    const most = request.points ?? 1000;
    const { from = -Infinity, to = Infinity } = request;
    const all = ordered(this.points);
    const place = request.known?.find(({ run_id: id }) => id === this.runId);
    if (place !== undefined && request.from === undefined && request.to === undefined && this.#inOrder()) {
      const since = all.filter(({ step, time }) => step > place.step || (step === place.step && time >= place.time));
      const there = since.filter(({ step, time }) => step === place.step && time === place.time).length;
      const tail = since.slice(place.last);
      if (there === place.last && tail.length <= most) {
        return curveOf(this.runId, tail, { tail: true, last: tail.length === 0 ? place.last : curveOf(this.runId, tail).last ?? 0 });
      }
    }
    const xOf = ({ step, time }: Point): number => (request.x === 'time' ? time : request.x === 'relative' ? time - START : step);
    const part = all.filter((point) => xOf(point) >= from && xOf(point) <= to).toSorted((a, b) => xOf(a) - xOf(b));
    const stride = Math.ceil(part.length / most);
    const told = stride <= 1 ? part : part.filter((_, index) => index % stride === 0 || index === part.length - 1);
    return { ...curveOf(this.runId, told), total: part.length, ...(request.from === undefined && request.to === undefined ? { last: curveOf(this.runId, part).last ?? 0 } : {}) };
  }

  #inOrder(): boolean {
    return this.points.every(({ step, time }, index) => {
      const before = this.points[index - 1];
      return before === undefined || (step >= before.step && time >= before.time);
    });
  }
}

/** Numbers from 0 to below 1, the same for the same seed. Source: mulberry32 by Tommy Ettinger (public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
