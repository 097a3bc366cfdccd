import { expect, test } from 'vitest';
import { Passing } from '../../../../webview/ui/table/passing';

const PAGE = 600;

test('lines pass while each move goes farther than what is seen, until it has settled', () => {
  const passing = new Passing(0);
  expect([1250, 2500, 3750].map((offset) => passing.moved(offset, PAGE))).toEqual([false, true, true]);
  expect(passing.moved(3760, PAGE)).toBe(true);
  expect(passing.settled()).toBe(true);
  expect(passing.moved(3760, PAGE)).toBe(false);
});

test('a jump to the end, and pages turned one by one, are no passing', () => {
  const passing = new Passing(0);
  expect(passing.moved(300_000, PAGE)).toBe(false);
  expect(passing.settled()).toBe(false);
  expect(Array.from({ length: 9 }, (_, page) => passing.moved(300_000 - (page + 1) * 570, PAGE))).toEqual(Array.from({ length: 9 }, () => false));
});

test('drawing again without a move changes nothing', () => {
  const passing = new Passing(0);
  [1250, 1250, 1250].forEach((offset) => expect(passing.moved(offset, PAGE)).toBe(false));
});
