import { describe, expect, test } from 'vitest';
import { dueWindows, fullWindows, openWindow, SETTLE_MS, windowAt } from '../../../../src/engine/monitoring/windows';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);

describe('windows of an hour', () => {
  test('are hours of UTC, and are over when what was answered in them is on the disk', () => {
    expect(windowAt(NOON + 1, HOUR)).toEqual({ from: NOON, to: NOON + HOUR });
    expect(openWindow(NOON + 1, HOUR).from).toBe(NOON - HOUR);
    expect(openWindow(NOON + SETTLE_MS, HOUR).from).toBe(NOON);
  });

  test('that passed while the machine slept are due in their order, those without rows not', () => {
    const counts = new Map([[NOON - 5 * HOUR, 10], [NOON - 2 * HOUR, 3], [NOON - HOUR, 7], [NOON, 9]]);
    expect(dueWindows(counts, NOON - 6 * HOUR, NOON + SETTLE_MS, HOUR).map(({ from }) => (from - NOON) / HOUR)).toEqual([-5, -2, -1]);
  });

  test('the last one is told even when nothing was answered in it', () => {
    expect(dueWindows(new Map(), NOON - 3 * HOUR, NOON + SETTLE_MS, HOUR)).toEqual([{ from: NOON - HOUR, to: NOON }]);
    expect(dueWindows(new Map(), NOON, NOON + SETTLE_MS, HOUR)).toEqual([]);
  });
});

describe('windows of so many rows', () => {
  test('hold all rows of their last millisecond, and no row is in two of them', () => {
    expect(fullWindows([[10, 2], [11, 2], [15, 3], [20, 1], [21, 9]], 4)).toEqual({ windows: [{ from: 10, to: 12 }, { from: 15, to: 21 }, { from: 21, to: 22 }], left: 0 });
  });

  test('are none before so many have come', () => {
    expect(fullWindows([], 4)).toEqual({ windows: [], left: 0 });
    expect(fullWindows([[10, 3]], 4)).toEqual({ windows: [], left: 3 });
    expect(fullWindows([[10, 5], [12, 3]], 4)).toEqual({ windows: [{ from: 10, to: 11 }], left: 3 });
  });
});
