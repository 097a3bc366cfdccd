// Promise: detectors of concept drift find what river 0.26 finds in the same stream, go on after a restart as if there had been none, and
// refuse what is no error. Beside the real river on many streams: test/clients/test_concept.py.
import { describe, expect, test } from 'vitest';
import { detections, type DetectorName, DETECTORS, type DetectorState, newDetector, restoreDetector, takesAmounts } from '../../../../../src/engine/monitoring/concept/detectors';

/** 0 or 1 with a share of ones that rises from 10 to 40 % after 1,500 of 3,000 values; the generator of Numerical Recipes. */
function errors(): number[] {
  let state = 7;
  return Array.from({ length: 3000 }, (_, at) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < (at < 1500 ? 0.1 : 0.4) ? 1 : 0;
  });
}

test.each<[DetectorName, number[]]>([
  ['adwin', [1567]],
  ['ddm', [1640, 1723]],
  ['eddm', [295, 636, 925, 1420, 1562, 1638, 1721, 1813, 1904, 2344, 2489, 2570, 2643, 2716, 2789, 2891]],
  ['page-hinkley', [1696]],
])('%s finds drift where river does', (name, expected) => {
  expect(detections(newDetector(name), errors()).filter(({ signal }) => signal === 'drift').map(({ index }) => index)).toEqual(expected);
});

describe.each(DETECTORS)('%s', (name) => {
  test('goes on from what was stored', () => {
    const values = errors();
    const whole = detections(newDetector(name), values).map(({ index, signal }) => [index, signal]);
    let [detector, found]: [ReturnType<typeof newDetector>, unknown[]] = [newDetector(name), []];
    let warned = false;
    for (const [index, value] of values.entries()) {
      detector = restoreDetector(JSON.parse(JSON.stringify(detector.snapshot())) as DetectorState);
      const signal = detector.update(value);
      found.push(...(signal === 'drift' || (signal === 'warning' && !warned) ? [[index, signal]] : []));
      warned = signal === 'warning';
    }
    expect(found).toEqual(whole);
  });

  test('takes no value that is no number, and stays as it was', () => {
    const detector = newDetector(name);
    detector.update(1);
    const before = detector.snapshot();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, ...(takesAmounts(name) ? [] : [0.5])]) {
      expect(() => detector.update(value)).toThrow(RangeError);
    }
    expect(detector.snapshot()).toEqual(before);
  });

  test('has no mean before a value, and then that of the values', () => {
    const detector = newDetector(name);
    expect(detector.mean).toBeNaN();
    [0, 1, 1, 0, 1].forEach((value) => detector.update(value));
    expect(detector.mean).toBeCloseTo(0.6, 12);
  });
});

test('a drift says what errors were before, and which way they have gone', () => {
  const [drift, ...others] = detections(newDetector('adwin'), errors());
  expect(others).toEqual([]);
  expect(drift).toMatchObject({ index: 1567, change: 'rise' });
  expect(drift?.before).toBeCloseTo(0.115, 1);
});

test.each<[DetectorName]>([['adwin'], ['page-hinkley'], ['kswin']])('%s tells a model that has become better from one that has become worse', (name) => {
  const changes = (values: readonly number[]): unknown[] => [...new Set(detections(newDetector(name), values.map((value) => value * 10)).map(({ change }) => change))];
  expect(changes([...Array<number>(500).fill(0), ...Array<number>(500).fill(1)])).toEqual(['rise']);
  expect(changes([...Array<number>(500).fill(1), ...Array<number>(500).fill(0)])).toEqual(['fall']);
});

test.each<[DetectorName, object]>([['adwin', { maxBuckets: 1 }], ['eddm', { alpha: 0.8, beta: 0.9 }], ['kswin', { window: 50, newest: 30 }]])('%s refuses options that contradict each other', (name, options) => {
  expect(() => newDetector(name, options)).toThrow(RangeError);
});
