import { describe, expect, test } from 'vitest';
import type { Curve } from '../../../../src/protocol/table';
import { ChartGroup } from '../../../../webview/charts/chartGroup';
import { bestRun, nextSeries, notesOf, PLAIN, xWords, type CurvesData } from '../../../../webview/charts/curvesModel';
import { AXIS_PAUSE, LivingDomains, tightDomains } from '../../../../webview/charts/domains';
import { endsBeside, endsInside, lineEnds } from '../../../../webview/charts/lineEnds';
import { nearestRun, stepped, zoomWithin } from '../../../../webview/charts/reach';
import { scaleOf } from '../../../../webview/charts/scale';
import { growth, heightAt, indexAt, nearestX, neighbourX, seriesOf, type Series } from '../../../../webview/charts/series';

function curve(run_id: string, value: readonly (number | string)[]): Curve {
  return { run_id, start_time: 1000, total: value.length, step: value.map((_, index) => index), time: value.map((_, index) => 1000 + index * 500), value };
}

function look(run_id: string, more: object = {}): CurvesData['looks'][number] {
  return { run_id, name: run_id, color: 0, dash: [], ...more };
}

function series(run_id: string, value: readonly (number | string)[], more: object = {}): Series {
  return seriesOf(look(run_id, more), curve(run_id, value), 'step', 0);
}

function data(...curves: Curve[]): CurvesData {
  return { metric: 'auc', direction: 'higher', looks: curves.map(({ run_id }) => look(run_id)), curves };
}

describe('series', () => {
  test('x counts steps, time, or time since the start', () => {
    expect([...seriesOf(look('a'), curve('a', [1, 2]), 'time', 0).x]).toEqual([1000, 1500]);
    expect([...seriesOf(look('a'), curve('a', [1, 2]), 'relative', 0).x]).toEqual([0, 500]);
  });

  test('the cursor finds the nearest point, none past the ends, and the height between points', () => {
    const one = series('a', [0, 1, 4]);
    expect([indexAt(one, 1.4), indexAt(one, 1.6), indexAt(one, 2.1), indexAt(one, -0.1)]).toEqual([1, 2, undefined, undefined]);
    expect([heightAt(one, 1.5), heightAt(one, 0), heightAt(one, 9)]).toEqual([2.5, 0, NaN]);
    expect([nearestX([one], 1.4), nearestX([], 1), neighbourX([one], 1, 1), neighbourX([one], 1, -1), neighbourX([one], 2, 1)]).toEqual([1, undefined, 2, 0, undefined]);
  });

  test('points that were only added are known as such', () => {
    expect(growth(curve('a', [1, 2]), curve('a', [1, 2]))).toBe('same');
    expect(growth(curve('a', [1, 'NaN']), curve('a', [1, 'NaN', 3]))).toBe('appended');
    expect(growth(curve('a', [1, 2]), curve('a', [9, 2, 3]))).toBe('other');
    expect(growth({ ...curve('a', [1, 2]), total: 9 }, { ...curve('a', [1, 2, 3]), total: 10 })).toBe('appended');
    expect(growth({ ...curve('a', [1, 2]), total: 9 }, { ...curve('a', [1, 2, 3]), total: 20 })).toBe('other');
  });

  test('unchanged runs keep their series, and only new points are drawn', () => {
    const first = nextSeries([], data(curve('a', [1, 2]), curve('b', [3])), PLAIN, false);
    expect(first.changed).toBeUndefined();
    const second = nextSeries(first.series, data(curve('a', [1, 2]), curve('b', [3, 4])), PLAIN, false);
    expect([...(second.changed ?? [])].map(([{ look: { run_id } }, from]) => [run_id, from])).toEqual([['b', 1]]);
    expect(second.series[0]?.raw).toBe(first.series[0]?.raw);
    const thinned = nextSeries(second.series, data(curve('a', [1, 2]), { ...curve('b', [3, 5]), total: 9 }), PLAIN, false);
    expect([...(thinned.changed ?? [])].map(([{ look: { run_id } }, from]) => [run_id, from])).toEqual([['b', 0]]);
  });

  test('other runs, other looks and other axes leave nothing as it was', () => {
    const first = nextSeries([], data(curve('a', [1, 2])), PLAIN, false);
    const ended = { ...data(curve('a', [1, 2])), looks: [look('a', { running: true })] };
    expect(nextSeries(first.series, ended, PLAIN, false).changed).toBeUndefined();
    expect(nextSeries(first.series, data(), PLAIN, false).changed).toBeUndefined();
    expect(nextSeries(first.series, data(curve('a', [1, 2])), { ...PLAIN, x: 'time' }, true).changed).toBeUndefined();
  });

  test('the best is judged by the last finite value, and nobody is best where better means nothing', () => {
    const all = [series('a', [0.9, 0.5]), series('b', [0.1, 0.7, 'NaN'])];
    expect([bestRun(all, 'higher'), bestRun(all, 'lower'), bestRun(all, 'unknown'), bestRun(all.slice(1), 'higher')]).toEqual(['b', 'a', undefined, undefined]);
  });

  test('what is left out of the picture is said', () => {
    const all = [series('a', [1, -1, 0, 'NaN', 'Infinity', '-Infinity'])];
    expect(notesOf(all, data(), { ...PLAIN, logX: true, logY: true })).toEqual(['2 values ≤ 0 left out', '1 point at steps ≤ 0 left out', '1 NaN', '2 infinite, at the edge']);
    expect(notesOf(all, data(), PLAIN)).toEqual(['1 NaN', '2 infinite, at the edge']);
    const band = { key: 'auc', x: [0], min: [0], q25: [1], median: [2], q75: [3], max: [4], runs: [214] };
    expect(notesOf([], { ...data(), band }, PLAIN)).toEqual(['band of 214 runs: least to greatest, middle half, median']);
  });

  test('places on the axis are said in their unit', () => {
    expect([xWords(32, 'step'), xWords(250_000, 'relative')]).toEqual(['step 32', '4 min 10 s']);
  });
});

describe('domains', () => {
  const plain = { zoom: undefined, raw: false, logX: false, logY: false };

  test('everything finite is seen, with a little room above and below', () => {
    expect(tightDomains([series('a', [0, 'Infinity', 10, 'NaN'])], undefined, plain)).toEqual({ x: [0, 3], y: [-0.5, 10.5] });
    expect(tightDomains([], undefined, plain)).toBeUndefined();
  });

  test('one point has room around it', () => {
    const domains = tightDomains([series('a', [5])], undefined, plain);
    expect(domains?.x).toEqual([-1, 1]);
    expect(domains?.y[0]).toBeLessThan(5);
    expect(domains?.y[1]).toBeGreaterThan(5);
  });

  test('a logarithmic axis begins above 0', () => {
    const domains = tightDomains([series('a', [-1, 0, 0.01, 1])], undefined, { ...plain, logX: true, logY: true });
    expect(domains?.x).toEqual([1, 3]);
    expect(domains?.y[0]).toBeCloseTo(0.01 / 10 ** 0.1, 12);
  });

  test('zoomed, the height follows what is seen, with the points next to it', () => {
    expect(tightDomains([series('a', [100, 1, 2, 3, 100])], undefined, { ...plain, zoom: [1.5, 2.5] })).toEqual({ x: [1.5, 2.5], y: [0.9, 3.1] });
  });

  test('a band is seen whole', () => {
    const band = { key: 'auc', x: [0, 10], min: [1, 2], q25: [2, 3], median: [3, 4], q75: [4, 5], max: [5, 21], runs: [9, 9] };
    expect(tightDomains([], band, plain)).toEqual({ x: [0, 10], y: [0, 22] });
    expect(tightDomains([], band, { ...plain, zoom: [5, 10] })?.y).toEqual([expect.closeTo(1.05, 9), expect.closeTo(21.95, 9)]);
  });

  test('living axes hold still for a second, and then take more than they need', () => {
    const living = new LivingDomains();
    living.reset({ x: [0, 10], y: [0, 1] }, 0);
    expect(living.grow({ x: [0, 9], y: [0.2, 0.8] }, 10, false)).toBe('kept');
    expect(living.grow({ x: [0, 11], y: [0, 1] }, 400, false)).toBe(AXIS_PAUSE - 400);
    expect(living.grow({ x: [0, 20], y: [0, 2] }, AXIS_PAUSE, false)).toBe('moved');
    expect(living.shown).toEqual({ x: [0, 22], y: [0, 2] });
    expect(living.grow({ x: [0, 21], y: [0, 2] }, AXIS_PAUSE + 1, false)).toBe('kept');
  });
});

describe('ends of lines', () => {
  const area = { left: 0, top: 0, right: 100, bottom: 100 };
  const [x, y] = [scaleOf([0, 10], [0, 100]), scaleOf([0, 1], [100, 0])];
  const importance = { direction: 'higher', best: undefined, highlighted: undefined, dimmed: new Set<string>() } as const;

  test('a line ends at its last finite point in sight', () => {
    const ends = lineEnds([series('a', [0.1, 0.2, 'NaN']), series('b', ['NaN'])], area, x, y);
    expect(ends.map((end) => [end.look.run_id, end.index, end.x, end.y])).toEqual([['a', 1, 10, 80]]);
  });

  test('of more names than have room the lit, the best, the pinned and then the better ones stay', () => {
    const all = Array.from({ length: 20 }, (_, index) => series(`r${index}`, [index / 40], { pinned: index === 2 }));
    const { placed, left } = endsBeside(lineEnds(all, area, x, y), area, { ...importance, best: 'r1', highlighted: 'r0' });
    expect(placed.map(({ look: { run_id } }) => run_id)).toEqual(['r19', 'r18', 'r17', 'r2', 'r1', 'r0']);
    expect(left).toBe(14);
    placed.slice(1).forEach(({ at }, index) => expect(at - (placed[index]?.at ?? NaN)).toBeGreaterThanOrEqual(15 - 1e-9));
  });

  test('a running run is named at its dot, away from other lines; too many are named beside', () => {
    const wide = { left: 0, top: 0, right: 400, bottom: 200 };
    const [wideX, wideY] = [scaleOf([0, 10], [0, 400]), scaleOf([0, 1], [200, 0])];
    const running = (id: string): Series => series(id, [0.5, 0.5, 0.5], { running: true });
    const below = series('other', [0.5, 0.5, 0.5, 0.4, 0.4, 0.4, 0.4]);
    const inside = endsInside(lineEnds([running('a'), below], wide, wideX, wideY), wide, { x: wideX, y: wideY }, () => 'a · step 2', () => 60);
    expect(inside).toHaveLength(1);
    expect((inside[0]?.box.y ?? 200) + 15).toBeLessThanOrEqual(100);
    const four = ['a', 'b', 'c', 'd'].map(running);
    expect(endsInside(lineEnds(four, wide, wideX, wideY), wide, { x: wideX, y: wideY }, () => '', () => 10)).toEqual([]);
  });
});

describe('the group', () => {
  test('a zoom goes back step by step', () => {
    const group = new ChartGroup();
    group.zoomTo([0, 10]);
    group.zoomTo([2, 3]);
    group.adjustZoom([2, 4]);
    expect(group.state.zooms).toEqual([[0, 10], [2, 4]]);
    expect([group.zoomBack(), group.zoom, group.zoomBack(), group.zoom, group.zoomBack()]).toEqual([true, [0, 10], true, undefined, false]);
  });

  test('a run shown alone, and all of them again', () => {
    const group = new ChartGroup();
    group.toggleDimmed('a');
    group.isolate('a', ['a', 'b', 'c']);
    expect([...group.dimmed]).toEqual(['b', 'c']);
    group.isolate('a', ['a', 'b', 'c']);
    expect([...group.dimmed]).toEqual([]);
  });

  test('a highlight from outside is not told back', () => {
    const group = new ChartGroup();
    const told: unknown[] = [];
    group.onHover((runId) => told.push(runId));
    group.highlight('a');
    group.hover('b');
    group.hover('b');
    group.hover(undefined);
    expect(told).toEqual(['b', undefined]);
  });

  test('what it keeps comes back', () => {
    const group = new ChartGroup({ zooms: [[1, 2]], dimmed: ['x'] });
    expect([group.zoom, [...group.dimmed], new ChartGroup(group.state).state]).toEqual([[1, 2], ['x'], group.state]);
  });
});

describe('reach', () => {
  test('a zoom stays within what there is', () => {
    expect(zoomWithin([-5, 15], [0, 50])).toEqual([0, 20]);
    expect(zoomWithin([45, 60], [0, 50])).toEqual([35, 50]);
    expect(zoomWithin([-5, 100], [0, 50])).toBe('all');
    expect(zoomWithin([3, 3.2], [0, 50])).toBeUndefined();
    expect(zoomWithin([0, 1], [7, 7])).toBeUndefined();
  });

  test('steps go from point to point, and stop at the edge of what is shown', () => {
    const one = series('a', [0, 1, 2, 3, 4]);
    expect(stepped([one], [1, 3], undefined, 1, 1)).toBe(1);
    expect(stepped([one], [1, 3], 2, 1, 10)).toBe(3);
    expect(stepped([one], [1, 3], undefined, -1, 2)).toBe(2);
    expect(stepped([], [0, 1], undefined, 1, 1)).toBeUndefined();
  });

  test('the nearest line is found within reach only', () => {
    const scales = { x: scaleOf([0, 1], [0, 100]), y: scaleOf([0, 10], [100, 0]) };
    const all = [series('low', [1, 1]), series('high', [5, 5])];
    expect([nearestRun(all, scales, 50, 55), nearestRun(all, scales, 50, 80), nearestRun(all, scales, 50, 20)]).toEqual(['high', 'low', undefined]);
  });
});
