/** A whole history comes in pieces: nothing twice, nothing left out, in MLflow's order. */
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_SCHEMA } from '../../../../src/engine/database/firstSchema';
import { MetricStore, type Point, type PointTuple } from '../../../../src/engine/tracking/metricStore';

const RUN = 7;
const KEY = 11;

describe('the whole history of a metric', () => {
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

  function pieces(points: readonly Point[]): PointTuple[][] {
    metrics.append(RUN, 0, new Map([[KEY, points]]));
    return [...metrics.wholeHistory(RUN, KEY)];
  }

  it('of many points is read in several pieces that together are the history', () => {
    const points = Array.from({ length: 10_000 }, (_, step) => ({ value: step / 3, time: step * 10, step }));
    const read = pieces(points);
    expect(read.length).toBeGreaterThan(1);
    expect(read.flat()).toEqual(points.map(({ value, time, step }) => [step, time, value, 0]));
  });

  it('keeps points that share a step across the border of two pieces', () => {
    const points = Array.from({ length: 9_000 }, (_, index) => ({ value: index % 5, time: index, step: 3 }));
    expect(pieces(points).flat()).toEqual(points.map(({ value, time, step }) => [step, time, value, 0]));
  });

  it('is ordered by time where steps went back, NaN and negative steps included', () => {
    const points = [{ value: 1, time: 10, step: 5 }, { value: Number.NaN, time: 20, step: -2 }, { value: 3, time: 30, step: 0 }];
    expect(pieces(points).flat()).toEqual([[5, 10, 1, 0], [-2, 20, 0, 1], [0, 30, 3, 0]]);
  });

  it('of exactly one full piece ends, and one without points is empty', () => {
    expect([...metrics.wholeHistory(RUN, KEY)].flat()).toEqual([]);
    const points = Array.from({ length: 4096 }, (_, step) => ({ value: step, time: step, step }));
    expect(pieces(points).flat()).toHaveLength(4096);
  });
});
