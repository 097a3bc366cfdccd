/** The compare panel's curves: those that are drawn, the band of many, fresh after changes, finer where they are zoomed. */
import { beforeEach, expect, test } from 'vitest';
import type { Band, BandRequest, Curves, CurvesRequest, SeveralCurvesRequest } from '../../../../src/protocol/table';
import type { RunLook } from '../../../../webview/charts/runLook';
import { type CurveHost, CurveSource } from '../../../../webview/compare/charts/curveSource';
import { History } from './curveHistory';

const many = Array.from({ length: 60 }, (_, index) => `run ${index}`);
const looks: readonly RunLook[] = [];

let runs: Map<string, History>;
let curveAsks: CurvesRequest[];
let bandAsks: BandRequest[];
let reset: () => void;
let problem: Error | undefined;
let source: CurveSource;

beforeEach(() => {
  runs = new Map();
  [curveAsks, bandAsks, problem] = [[], [], undefined];
  const answers = {
    curves: ({ asks }: SeveralCurvesRequest): Curves[] => {
      curveAsks.push(...asks);
      return asks.map((ask) => ({ key: ask.key, curves: ask.run_ids.flatMap((id) => runs.get(id)?.tell(ask) ?? []) }));
    },
    band: (ask: BandRequest): Band => {
      bandAsks.push(ask);
      const middle = [bandAsks.length];
      return { key: ask.key, read: ask.run_ids.length, x: [0], min: middle, q25: middle, median: middle, q75: middle, max: middle, runs: [ask.run_ids.length] };
    },
  };
  const host: CurveHost = {
    ask: async (method: keyof typeof answers, input: SeveralCurvesRequest & BandRequest) => {
      if (problem !== undefined) {
        throw problem;
      }
      return answers[method](input) as Curves[] & Band;
    },
    on: (_, listener) => {
      reset = listener;
      return () => undefined;
    },
  };
  source = new CurveSource(host, () => undefined);
});

async function settled(): Promise<void> {
  for (let asked = -1; asked !== curveAsks.length + bandAsks.length;) {
    asked = curveAsks.length + bandAsks.length;
    for (let turn = 0; turn < 30; turn += 1) {
      await Promise.resolve();
    }
  }
}

function logged(id: string, count: number): History {
  const history = runs.get(id) ?? new History(id);
  runs.set(id, history);
  history.grow(count);
  return history;
}

const shown = (): ReturnType<CurveSource['loaded']> => source.loaded('loss', 'lower', looks);
const value = (): Extract<ReturnType<CurveSource['loaded']>, { state: 'ready' }>['value'] => {
  const loaded = shown();
  return loaded.state === 'ready' ? loaded.value : expect.fail(`it is ${loaded.state}`);
};

test('runs have their curves, those without points none; a change asks for the tail and leaves the rest', async () => {
  logged('a', 10);
  logged('b', 10);
  logged('none', 0);
  source.show(['a', 'b', 'none'], ['a', 'b', 'none'], 'step');
  source.see('loss', true);
  expect(shown().state).toBe('loading');
  await settled();
  const before = value();
  expect(before.curves.map(({ run_id: id, total }) => [id, total])).toEqual([['a', 10], ['b', 10]]);
  logged('b', 2);
  source.refresh(['b', 'elsewhere']);
  expect(value()).toBe(before);
  await settled();
  expect(curveAsks.at(-1)).toMatchObject({ run_ids: ['b'], known: [{ run_id: 'b', step: 9, last: 1 }] });
  expect([value().curves[0] === before.curves[0], value().curves[1]?.total]).toEqual([true, 12]);
  source.refresh(['elsewhere']);
  await settled();
  expect(curveAsks).toHaveLength(2);
});

test('very many runs are a band, on every axis; while it is of another axis it is not shown', async () => {
  many.forEach((id) => logged(id, 5));
  source.show(many, ['run 3'], 'step');
  source.see('loss', true);
  await settled();
  expect([value().band?.median, value().bandRuns, value().curves.map(({ run_id: id }) => id)]).toEqual([[1], 60, ['run 3']]);
  for (const x of ['time', 'relative'] as const) {
    source.show(many, ['run 3'], x);
    expect(shown().state).toBe('loading');
    await settled();
    expect(bandAsks.at(-1)?.x).toBe(x);
    expect(value().band).toBeDefined();
  }
  source.refresh(['run 7']);
  await settled();
  expect([bandAsks.length, value().band?.median]).toEqual([4, [4]]);
});

test('zoomed, a thinned curve has all its points there', async () => {
  logged('a', 10_000);
  source.show(['a'], ['a'], 'step');
  source.see('loss', true);
  await settled();
  source.setZoom([500, 520]);
  await settled();
  expect(curveAsks.at(-1)).toMatchObject({ run_ids: ['a'], from: 500, to: 520 });
  expect(value().curves[0]?.step.filter((step) => step >= 500 && step <= 520)).toHaveLength(21);
});

test('after a reset curves and bands are read afresh', async () => {
  many.forEach((id) => logged(id, 5));
  source.show(many, ['run 3'], 'step');
  source.see('loss', true);
  await settled();
  reset();
  await settled();
  expect([bandAsks.length, curveAsks.length, curveAsks.at(-1)?.known]).toEqual([2, 2, undefined]);
});

test('what failed says why and is read when asked once more', async () => {
  logged('a', 3);
  problem = new Error('The engine is away.');
  source.show(['a'], ['a'], 'step');
  source.see('loss', true);
  await settled();
  const failed = shown();
  expect(failed).toMatchObject({ state: 'failed', message: 'The engine is away.' });
  problem = undefined;
  if (failed.state === 'failed') { failed.retry?.(); }
  await settled();
  expect(value().curves[0]?.total).toBe(3);
});
