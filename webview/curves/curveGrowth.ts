/** How a curve that is known becomes the newer one: by its tail, or told afresh; and a part of it in finer points. */
import type { Curve, CurvePlace } from '../../src/protocol/table';
import type { XKind } from '../charts/series';

/** x from the first to the last that counts. */
export type Part = readonly [from: number, to: number];

/** Points per curve that are asked for: more than a chart has pixels across. */
export const POINTS = 1000;
/** A curve that has grown to so many points by its tails is asked for afresh, thinned. */
const MOST_GROWN = 2 * POINTS;

/** Whether the engine left points out. */
export function isThinned(curve: Curve): boolean {
  return curve.total > curve.step.length;
}

/** Whether so many tails were added to a curve that it should be told afresh. */
export function isOvergrown(curve: Curve): boolean {
  return curve.step.length > MOST_GROWN;
}

/** What the engine needs to tell only what came since; undefined where a curve can't be gone on with. */
export function placeOf(curve: Curve | undefined): CurvePlace | undefined {
  const [step, time] = [curve?.step.at(-1), curve?.time.at(-1)];
  return curve?.last === undefined || curve.last < 1 || step === undefined || time === undefined || isOvergrown(curve) ? undefined : { run_id: curve.run_id, step, time, last: curve.last };
}

/** The newer curve. The same object where a tail brings nothing. */
export function grown(known: Curve | undefined, answer: Curve): Curve {
  if (answer.tail !== true || known === undefined) {
    return answer;
  }
  return answer.total === 0 ? known : { ...joined(known, answer), start_time: answer.start_time, ...(answer.last === undefined ? {} : { last: answer.last }) };
}

/** The points of `curve` within a part of the axis that counts `x`. */
export function within(curve: Curve, [from, to]: Part, x: XKind): Curve {
  const places = placesOf(curve, x);
  const kept = places.flatMap((place, index) => (place >= from && place <= to ? [index] : []));
  return kept.length === places.length ? curve : { ...picked(curve, kept), total: kept.length };
}

/** A part in finer points with what of a tail lies in it; undefined where it can't be told which of the tail's points it has already. */
export function continued(finer: Curve, part: Part, tail: Curve, x: XKind): Curve | undefined {
  const own = within(tail, part, x);
  const [lastStep, lastTime] = [finer.step.at(-1) ?? -Infinity, finer.time.at(-1) ?? -Infinity];
  if (own.step.some((step, index) => step === lastStep && own.time[index] === lastTime)) {
    return undefined;
  }
  // It may have been read later than what the tail goes on with.
  const fresh = picked(own, own.step.flatMap((step, index) => (step > lastStep || (step === lastStep && (own.time[index] ?? lastTime) > lastTime) ? [index] : [])));
  return joined(finer, { ...fresh, total: fresh.step.length });
}

/** `curve` with the points of `more` behind its own. */
function joined(curve: Curve, more: Curve): Curve {
  return { ...curve, total: curve.total + more.total, step: [...curve.step, ...more.step], time: [...curve.time, ...more.time], value: [...curve.value, ...more.value] };
}

/** A whole curve with one part of it in finer points: what stands left and right of it stays, for whoever moves on from there. */
export function spliced(whole: Curve, part: Part, finer: Curve, x: XKind): Curve {
  const places = placesOf(whole, x);
  const before = picked(whole, places.flatMap((place, index) => (place < part[0] ? [index] : [])));
  const after = picked(whole, places.flatMap((place, index) => (place > part[1] ? [index] : [])));
  return { ...joined(joined(before, finer), after), total: whole.total };
}

function picked(curve: Curve, indexes: readonly number[]): Curve {
  const pick = <T>(list: readonly T[]): T[] => indexes.map((index) => list[index] as T);
  return { ...curve, step: pick(curve.step), time: pick(curve.time), value: pick(curve.value) };
}

function placesOf({ step, time, start_time: start }: Curve, x: XKind): readonly number[] {
  return x === 'step' ? step : x === 'time' ? time : time.map((one) => one - start);
}
