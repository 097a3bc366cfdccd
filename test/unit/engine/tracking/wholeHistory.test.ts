/** A whole history comes in pieces: nothing twice, nothing left out, in MLflow's order. */
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_SCHEMA } from '../../../../src/engine/database/firstSchema';
import { MetricStore, type Point } from '../../../../src/engine/tracking/metricStore';

const RUN = 7;
const KEY = 11;
/** Unix ms */
const START = 1_763_000_000_000;

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

  /** What the pieces say together, one text per point. */
  function told(points: readonly Point[]): { pieces: number; points: string[] } {
    metrics.append(RUN, START, new Map([[KEY, points]]));
    const texts = [...metrics.historyText(RUN, KEY, START, ';')].map(String);
    return { pieces: texts.length, points: texts.join('').split(';') };
  }

  function written({ value, time, step }: Point): string {
    return `${Number.isNaN(value) ? '"NaN"' : value},"timestamp":${time},"step":${step}`;
  }

  it('of many points is read in several pieces that together are the history', () => {
    const points = Array.from({ length: 10_000 }, (_, step) => ({ value: step + 0.5, time: START + step * 10, step }));
    const read = told(points);
    expect(read.pieces).toBeGreaterThan(1);
    expect(read.points).toEqual(points.map(written));
  });

  it('keeps points that share a step across the border of two pieces', () => {
    const points = Array.from({ length: 9_000 }, (_, index) => ({ value: (index % 5) + 0.5, time: START + index, step: 3 }));
    expect(told(points).points).toEqual(points.map(written));
  });

  it('says every double so that the same one is read back, NaN and the ends of the range included', () => {
    const bits = new DataView(new ArrayBuffer(8));
    const random = Array.from({ length: 20_000 }, (_, index) => {
      bits.setUint32(0, Math.imul(index, 2654435761) >>> 0);
      bits.setUint32(4, Math.imul(index + 1, 2246822519) >>> 0);
      return bits.getFloat64(0);
    }).filter((value) => Number.isFinite(value));
    const values = [...random, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53, 1e21, 1e23, 0.1, 1 / 3, 0.1 + 0.2, 1, Number.NaN];
    const read = told(values.map((value, step) => ({ value, time: START + step, step }))).points.map((text) => JSON.parse(`{"value":${text}}`) as { value: number | string });
    expect(read.map(({ value }) => Number(value))).toEqual(values);
  });

  it('is not told in the order of the table where steps went back', () => {
    const points = [{ value: 1, time: 10, step: 5 }, { value: Number.NaN, time: 20, step: -2 }, { value: 3, time: 30, step: 0 }];
    metrics.append(RUN, 0, new Map([[KEY, points]]));
    expect(metrics.isInOrder(RUN, KEY)).toBe(false);
    expect(metrics.history(RUN, KEY, -1, 0)).toEqual([[5, 10, 1, 0], [-2, 20, 0, 1], [0, 30, 3, 0]]);
  });

  it('of exactly one full piece ends, and one without points is empty', () => {
    expect([...metrics.historyText(RUN, KEY, START, ';')]).toEqual([]);
    const points = Array.from({ length: 2048 }, (_, step) => ({ value: step, time: START + step, step }));
    expect(told(points).points).toHaveLength(2048);
  });
});
