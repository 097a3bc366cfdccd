/** A curve that is read on by its tails is the curve that is read whole, whatever was logged in between. */
import { expect, test } from 'vitest';
import type { Curve } from '../../../../src/protocol/table';
import { continued, grown, isOvergrown, placeOf, POINTS, spliced, within } from '../../../../webview/curves/curveGrowth';
import { curveOf, History, type Point, seeded, START } from './curveHistory';

const straight = (from: number, to: number): Point[] => Array.from({ length: to - from + 1 }, (_, index) => ({ step: from + index, time: START + (from + index) * 10, value: from + index }));
const points = ({ step, time, value }: Curve): Point[] => step.map((one, index) => ({ step: one, time: time[index] ?? NaN, value: value[index] ?? NaN }));

/** Steps and times that mostly go on, sometimes stand still or go back; values that are sometimes none. */
function anyHistory(seed: number): (history: History) => void {
  const random = seeded(seed);
  const habits = { still: random() * 0.5, back: random() < 0.3 ? 0.02 : 0 };
  return (history) => {
    for (let count = Math.floor(random() * 30); count > 0; count -= 1) {
      const { step, time } = history.points.at(-1) ?? { step: -1, time: START };
      const kind = random();
      const value = random() < 0.1 ? 'NaN' : random() < 0.05 ? '-Infinity' : Math.round(random() * 100);
      history.log(kind < habits.back ? { step: Math.max(0, step - 3), time: time + 1, value } : kind < habits.still ? { step, time: time + Math.floor(random() * 2), value } : { step: step + 1, time: time + Math.floor(random() * 20), value });
    }
  };
}

test.each(Array.from({ length: 200 }, (_, seed) => seed))('tail by tail it is the whole, history %i', (seed) => {
  const history = new History('run');
  const log = anyHistory(seed);
  let known: Curve | undefined;
  for (let round = 0; round < 20; round += 1) {
    log(history);
    const place = placeOf(known);
    known = grown(known, history.tell({ run_ids: ['run'], key: 'm', ...(place === undefined ? {} : { known: [place] }) }));
    const whole = history.tell({ run_ids: ['run'], key: 'm' });
    expect([points(known), known.total, known.last]).toEqual([points(whole), whole.total, whole.last]);
  }
});

test('a tail that brings nothing leaves the very same curve, so that nothing is drawn', () => {
  const known = curveOf('run', straight(0, 5));
  expect(grown(known, curveOf('run', [], { tail: true, last: 1 }))).toBe(known);
});

test('a whole answer takes the place of what was known, also when less was asked', () => {
  const whole = curveOf('run', straight(0, 9));
  expect(grown(curveOf('run', straight(0, 5)), whole)).toBe(whole);
  expect(grown(undefined, whole)).toBe(whole);
});

test('a thinned curve goes on by tails: its points stay, its total counts all', () => {
  const history = new History('run');
  history.grow(5_000);
  const known = history.tell({ run_ids: ['run'], key: 'm' });
  history.grow(7);
  const next = grown(known, history.tell({ run_ids: ['run'], key: 'm', known: [placeOf(known) ?? expect.fail('no place')] }));
  expect([next.total, next.step.length, next.step.at(-1)]).toEqual([5_007, known.step.length + 7, 5_006]);
});

test('a curve without points, one told by an older engine, and one that has grown long have no place to go on from', () => {
  expect(placeOf(undefined)).toBeUndefined();
  expect(placeOf(curveOf('run', []))).toBeUndefined();
  const { last: _, ...before } = curveOf('run', straight(0, 5));
  expect(placeOf(before)).toBeUndefined();
  const long = curveOf('run', straight(0, 2 * POINTS));
  expect([isOvergrown(long), placeOf(long)]).toEqual([true, undefined]);
});

test('a part holds what lies between its ends on the axis that counts', () => {
  const curve = curveOf('run', straight(0, 9));
  expect(within(curve, [3, 5], 'step').step).toEqual([3, 4, 5]);
  expect(within(curve, [START + 25, START + 40], 'time').step).toEqual([3, 4]);
  expect(within(curve, [25, 40], 'relative')).toMatchObject({ step: [3, 4], total: 2 });
});

test('finer points stand where the coarse ones stood, and what is left and right of them stays', () => {
  const coarse = curveOf('run', straight(0, 100).filter(({ step }) => step % 10 === 0), { total: 101 });
  const whole = spliced(coarse, [25, 42], curveOf('run', straight(25, 42)), 'step');
  expect(whole.step).toEqual([0, 10, 20, ...straight(25, 42).map(({ step }) => step), 50, 60, 70, 80, 90, 100]);
  expect(whole.total).toBe(101);
});

test.each<[string, Point[], number[] | undefined]>([
  ['goes on', straight(11, 13), [9, 10, 11, 12]],
  ['overlaps, since the part was read later', straight(10, 12).slice(0, 0).concat(straight(8, 9), straight(11, 12)), [9, 10, 11, 12]],
  ['lies beyond it', straight(20, 22), [9, 10]],
  ['begins where it ends', straight(10, 12), undefined],
])('a part in finer points takes in a tail that %s', (_, tail, steps) => {
  expect(continued(curveOf('run', straight(9, 10)), [9, 12], curveOf('run', tail, { tail: true }), 'step')?.step).toEqual(steps);
});
