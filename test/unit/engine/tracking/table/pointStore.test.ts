/** Pieces of a history are together the history, also where steps are counted instead of read. */
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FIRST_SCHEMA } from '../../../../../src/engine/database/firstSchema';
import { type Latest, MetricStore, type Point } from '../../../../../src/engine/tracking/metricStore';
import { PointStore } from '../../../../../src/engine/tracking/table/pointStore';

const RUN = 7;
const KEY = 11;
let sqlite: BetterSqlite.Database;
let metrics: MetricStore;
beforeEach(() => {
  sqlite = new BetterSqlite(':memory:');
  sqlite.exec(FIRST_SCHEMA);
  metrics = new MetricStore(sqlite);
});
afterEach(() => {
  sqlite.close();
});

const counted = (from: number, to: number, step = (index: number): number => index): Point[] => Array.from({ length: to - from }, (_, index) => ({ value: (from + index) / 7, time: (from + index) * 3, step: step(from + index) }));

test.each<[string, Point[]]>([
  ['steps that count', counted(0, 20_000)],
  ['steps that count from below zero', counted(-9_000, 9_000)],
  ['exactly one piece', counted(0, 8_192)],
  ['one point', counted(5, 6)],
  ['every tenth step', counted(0, 9_000, (index) => index * 10)],
  ['steps that count, some of them twice', [...counted(0, 10_000), ...counted(20_000, 20_005, (index) => index - 15_000), ...counted(30_000, 30_001, () => 8_191)]],
  ['a gap, and as many doubles as are missing', [...counted(0, 100), ...counted(103, 200), ...counted(300, 303, () => 50)]],
  ['all at one step', counted(0, 20_000, () => 4)],
  ['NaN', [{ value: Number.NaN, time: 1, step: 0 }, { value: 1, time: 2, step: 1 }]],
])('%s', (_name, points) => {
  metrics.append(RUN, 0, new Map([[KEY, points]]));
  const latest = metrics.latest(RUN, KEY) as Latest;
  const store = new PointStore(sqlite);
  const all = points.toSorted((a, b) => a.step - b.step || a.time - b.time);
  for (const [from, to] of [[-Infinity, Infinity], [-1e9, 1e9], [0, 0], [3.5, 8_191.5], [8_191, 8_193], [50, 40], [1e6, Infinity], [-Infinity, 60]] as const) {
    const inside = all.filter(({ step }) => step >= from && step <= to);
    for (const later of [false, true]) {
      const pieces = [...store.pieces(RUN, KEY, { from, to }, latest, ['step', 'time', 'value'], later)];
      const steps = pieces.flatMap(({ step }) => step);
      expect(steps).toEqual(inside.map(({ step }) => step));
      expect(pieces.flatMap(({ value }) => value)).toEqual(inside.map(({ value }) => (Number.isNaN(value) ? null : value)));
      const times = pieces.flatMap<number | null>(({ step, time }) => (time.length === 0 ? store.timesAt(RUN, KEY, step) : time));
      expect(times).toEqual(inside.map(({ time }) => time));
    }
  }
});

test('points that come while it is read, steps left out, are not miscounted', () => {
  metrics.append(RUN, 0, new Map([[KEY, counted(0, 8_192)]]));
  const latest = metrics.latest(RUN, KEY) as Latest;
  const pieces = new PointStore(sqlite).pieces(RUN, KEY, { from: -Infinity, to: Infinity }, latest, ['step', 'value']);
  const first = pieces.next().value as { step: readonly number[] };
  metrics.append(RUN, 0, new Map([[KEY, [8_300, 8_301, 8_302].map((step) => ({ value: 1, time: 1e6, step }))]]));
  expect([...first.step, ...[...pieces].flatMap(({ step }) => step)]).toEqual([...counted(0, 8_192).map(({ step }) => step), 8_300, 8_301, 8_302]);
});
