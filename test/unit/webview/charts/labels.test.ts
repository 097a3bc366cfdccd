import { expect, test } from 'vitest';
import { apart, fitting, freePlace } from '../../../../webview/charts/labels';

test('labels with room stay where they wish to be', () => {
  expect(apart([10, 40, 90], 15, 0, 100)).toEqual([10, 40, 90]);
});

test('labels that overlap part evenly around their middle', () => {
  expect(apart([50, 50], 10, 0, 100)).toEqual([45, 55]);
  expect(apart([49, 50, 51], 10, 0, 100)).toEqual([40, 50, 60]);
});

test('a pushed label pushes its neighbours on', () => {
  const places = apart([10, 12, 22, 80], 10, 0, 100);
  expect(places.slice(1).every((place, index) => place - (places[index] as number) >= 10 - 1e-9)).toBe(true);
  expect(places[3]).toBe(80);
});

test('nothing leaves the bounds while there is room', () => {
  expect(apart([0, 1, 2], 10, 5, 100)).toEqual([5, 15, 25]);
  expect(apart([99, 100, 100], 10, 0, 95)).toEqual([75, 85, 95]);
});

test('how many fit', () => {
  expect(fitting(10, 0, 100)).toBe(11);
  expect(fitting(10, 5, 4)).toBe(0);
  expect(apart([], 10, 0, 100)).toEqual([]);
});

test('a name takes the free place over which fewest lines run', () => {
  const box = (x: number): { x: number; y: number; width: number; height: number } => ({ x, y: 10, width: 10, height: 10 });
  const within = { x: 0, y: 0, width: 100, height: 100 };
  expect(freePlace([box(95), box(20), box(40), box(60)], [box(25)], within, ({ x }) => (x === 40 ? 2 : 1))).toEqual(box(60));
  expect(freePlace([box(95)], [], within, () => 0)).toBeUndefined();
});
