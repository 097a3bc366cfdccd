import { expect, test } from 'vitest';
import { smoothed } from '../../../../webview/charts/smoothing';

test('weights as TensorBoard does: 0.5 over 1, 2, 4', () => {
  // (0.5·1)/0.5; (0.25·1 + 0.5·2)/0.75; (0.125·1 + 0.25·2 + 0.5·4)/0.875
  const values = smoothed(Float64Array.of(1, 2, 4), 0.5);
  [1, 1.25 / 0.75, 2.625 / 0.875].forEach((wanted, index) => expect(values[index]).toBeCloseTo(wanted, 12));
});

test('the start is not pulled towards zero, whatever the weight', () => {
  expect(smoothed(Float64Array.of(5, 6), 0.99)[0]).toBeCloseTo(5, 12);
});

test('values that are not finite pass through and leave the average alone', () => {
  const values = smoothed(Float64Array.of(1, NaN, Infinity, 2), 0.5);
  expect([values[1], values[2]]).toEqual([NaN, Infinity]);
  expect(values[3]).toBeCloseTo(1.25 / 0.75, 12);
});

test('weight 0 and constant curves are the very values that were logged', () => {
  const [rising, constant] = [Float64Array.of(1, 2), Float64Array.of(0.1, 0.1, 0.1)];
  expect(smoothed(rising, 0)).toBe(rising);
  expect(smoothed(constant, 0.9)).toBe(constant);
});

test('a later point changes no earlier one, so that a living curve may be drawn on', () => {
  const [short, long] = [smoothed(Float64Array.of(3, 1, 2), 0.7), smoothed(Float64Array.of(3, 1, 2, 9), 0.7)];
  expect([...long.subarray(0, 3)]).toEqual([...short]);
});
