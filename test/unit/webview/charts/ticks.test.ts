import { expect, test } from 'vitest';
import { alignedNumbers } from '../../../../webview/charts/alignedNumbers';
import { durationTicks, durationWords, linearTicks, logTicks, tickWords, timeTicks } from '../../../../webview/charts/ticks';

test.each([
  [0, 50, [0, 20, 40]],
  [0.75, 0.93, [0.75, 0.8, 0.85, 0.9]],
  [-0.2, 0.9, [0, 0.5]],
  [0, 1, [0, 0.5, 1]],
])('round numbers from %d to %d, five at most', (from, to, wanted) => {
  expect(linearTicks(from, to)).toEqual(wanted);
});

test('never more than five, whatever the span', () => {
  for (let power = -12; power <= 12; power++) {
    for (const factor of [1, 1.7, 3.3, 9.99]) {
      const ticks = linearTicks(-0.3 * factor * 10 ** power, factor * 10 ** power);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
  }
});

test('logarithmic axes count powers of ten, and less where a span is short', () => {
  expect(logTicks(0.001, 100)).toEqual([0.001, 0.1, 10].map((tick) => expect.closeTo(tick, 12) as number));
  expect(logTicks(1, 1000)).toEqual([1, 10, 100, 1000]);
  expect(logTicks(1.5, 8)).toEqual([2, 5]);
  expect(logTicks(0.21, 0.24).length).toBeGreaterThanOrEqual(2);
});

test('words of one axis have as many decimals each', () => {
  expect(tickWords([0.75, 0.8, 0.85])).toEqual(['0.75', '0.80', '0.85']);
  expect(tickWords([0, 0.5, 1])).toEqual(['0', '0.5', '1.0']);
  expect(tickWords([1e-6, 2e-6])).toEqual(['1e-6', '2e-6']);
  expect(tickWords([-10, 0, 10])).toEqual(['−10', '0', '10']);
});

test('durations are round in minutes and hours, not in powers of ten', () => {
  expect(durationTicks(0, 250_000)).toEqual([0, 60_000, 120_000, 180_000, 240_000]);
  expect(durationWords([0, 60_000, 90_000])).toEqual(['0', '1 min', '1 min 30 s']);
});

test('times are round on the reader\'s own clock', () => {
  const from = new Date(2026, 10, 21, 0, 10).getTime();
  expect(timeTicks(from, from + 24 * 3_600_000).map((tick) => new Date(tick).getHours() % 6)).toEqual([0, 0, 0, 0]);
});

test('numbers under each other show as many decimals as are known, no more', () => {
  expect(alignedNumbers([0.879, 0.8735])).toEqual(['0.8790', '0.8735']);
  expect(alignedNumbers([123.4, 0.8735])).toEqual(['123.4', '0.8735']);
  expect(alignedNumbers([3, 0.5, NaN, 1e-7])).toEqual(['3', '0.5', 'NaN', '1e-7']);
});
