/** Charts are kept fresh with few small asks, and show what they would if everything were read whole. */
import { beforeEach, expect, test } from 'vitest';
import type { Curves, SeveralCurvesRequest } from '../../../../src/protocol/table';
import { CurveReads } from '../../../../webview/curves/curveReads';
import { History, START } from './curveHistory';

/** An engine in memory: answers when it is let, at the state of then. */
class Engine {
  readonly runs = new Map<string, History>();
  readonly asked: SeveralCurvesRequest[] = [];
  problem: Error | undefined;
  #waiting: (() => void)[] = [];
  held = false;

  run(id: string): History {
    const history = this.runs.get(id) ?? new History(id);
    this.runs.set(id, history);
    return history;
  }

  readonly ask = async (request: SeveralCurvesRequest): Promise<readonly Curves[]> => {
    this.asked.push(request);
    if (this.held) {
      await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    }
    if (this.problem !== undefined) {
      throw this.problem;
    }
    return request.asks.map((ask) => ({ key: ask.key, curves: ask.run_ids.flatMap((id) => this.runs.get(id)?.tell(ask) ?? []) }));
  };

  release(): void {
    this.held = false;
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }
}

let engine: Engine;
let reads: CurveReads;
let told: string[][];

beforeEach(() => {
  engine = new Engine();
  told = [];
  reads = new CurveReads(engine.ask, (keys) => told.push([...keys]));
});

/** Everything that is asked is answered: promises only, no clock. */
async function settled(): Promise<void> {
  for (let asked = -1; asked !== engine.asked.length;) {
    asked = engine.asked.length;
    for (let turn = 0; turn < 20; turn += 1) {
      await Promise.resolve();
    }
  }
}

const lastAsks = (): SeveralCurvesRequest['asks'] => engine.asked.at(-1)?.asks ?? [];

test('charts that come into view together are one ask; a change then asks for the tails, once more for what came meanwhile', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  ['loss', 'auc', 'f1'].forEach((key) => reads.see(key, true));
  await settled();
  expect(engine.asked.map(({ asks }) => asks.map(({ key, known }) => [key, known]))).toEqual([[['loss', undefined], ['auc', undefined], ['f1', undefined]]]);
  engine.held = true;
  engine.run('a').grow(5);
  reads.touch(['a']);
  await settled();
  engine.run('a').grow(5);
  reads.touch(['a'], ['auc']);
  reads.touch(['a'], ['auc']);
  engine.release();
  await settled();
  expect(engine.asked.slice(1).map(({ asks }) => asks.map(({ key, known }) => [key, known?.[0]?.step]))).toEqual([[['loss', 9], ['auc', 9], ['f1', 9]], [['auc', 19]]]);
  expect(reads.curve('auc', 'a')?.step).toHaveLength(20);
});

test('charts out of view ask nothing, and read on when they are back', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  reads.see('loss', false);
  engine.run('a').grow(3);
  reads.touch(['a']);
  await settled();
  expect(engine.asked).toHaveLength(1);
  reads.see('loss', true);
  await settled();
  expect(lastAsks()[0]?.known).toEqual([{ run_id: 'a', step: 9, time: START + 90, last: 1 }]);
  expect(reads.curve('loss', 'a')?.step).toHaveLength(13);
});

test('a run that went back to an earlier step is shown as it is', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  engine.run('a').log({ step: 4, time: START + 500, value: 9 });
  reads.touch(['a']);
  await settled();
  expect(reads.curve('loss', 'a')?.step).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9]);
});

test('a curve that has grown long is told afresh, thinned, and never grows without end', async () => {
  engine.run('a').grow(900);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  for (let round = 0; round < 40; round += 1) {
    engine.run('a').grow(250);
    reads.touch(['a']);
    await settled();
    const curve = reads.curve('loss', 'a');
    expect([curve?.total, curve?.step.at(-1)]).toEqual([engine.run('a').points.length, engine.run('a').points.length - 1]);
    expect(curve?.step.length).toBeLessThan(2_300);
  }
  const whole = engine.asked.filter(({ asks }) => asks.some(({ known }) => known === undefined));
  expect(whole.length).toBeLessThan(10);
});

test('a curve that did not move stays the same object, so that its chart is not drawn', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  const before = reads.curve('loss', 'a');
  reads.touch(['a']);
  await settled();
  expect(reads.curve('loss', 'a')).toBe(before);
});

test('zooming a thinned curve brings its finer points, live ones too; zooming out shows the whole at once', async () => {
  engine.run('a').grow(10_000);
  engine.run('b').grow(50);
  reads.show(['a', 'b'], 'step');
  reads.see('loss', true);
  await settled();
  const whole = reads.curve('loss', 'a');
  reads.zoom([9_900, 10_010]);
  await settled();
  expect(lastAsks()).toEqual([{ run_ids: ['a'], key: 'loss', points: 1000, x: 'step', from: 9_900, to: 10_010 }]);
  const zoomed = (): number[] => reads.curve('loss', 'a')?.step.filter((step) => step >= 9_900) ?? [];
  expect(zoomed()).toEqual(Array.from({ length: 100 }, (_, index) => 9_900 + index));
  engine.run('a').grow(20);
  reads.touch(['a']);
  await settled();
  expect(zoomed()).toEqual(Array.from({ length: 120 }, (_, index) => 9_900 + index));
  expect(lastAsks()).toMatchObject([{ known: [{ run_id: 'a', step: 9_999 }] }]);
  reads.zoom(undefined);
  expect(reads.curve('loss', 'a')?.step.length).toBe((whole?.step.length ?? 0) + 20);
  await settled();
  expect(engine.asked).toHaveLength(3);
});

test('zoomed to where a run went back, the part is read again', async () => {
  engine.run('a').grow(10_000);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  reads.zoom([100, 120]);
  await settled();
  engine.run('a').log({ step: 110, time: START + 1_000_000, value: 42 });
  reads.touch(['a']);
  await settled();
  expect(reads.curve('loss', 'a')?.step.filter((step) => step === 110)).toHaveLength(2);
});

test('another axis reads afresh; an answer that was about the old one is not taken', async () => {
  engine.run('a').grow(5_000);
  engine.held = true;
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  reads.show(['a'], 'time');
  engine.release();
  await settled();
  expect(engine.asked.map(({ asks }) => asks[0]?.x)).toEqual(['step', 'time']);
  expect(told).toEqual([['loss']]);
});

test('after a reset everything is read whole, and stays in view until then', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  engine.runs.clear();
  engine.run('a').grow(4);
  engine.held = true;
  reads.doubt();
  await settled();
  expect(reads.curve('loss', 'a')?.step).toHaveLength(10);
  expect(lastAsks()[0]).not.toHaveProperty('known');
  engine.release();
  await settled();
  expect(reads.curve('loss', 'a')?.step).toEqual([0, 1, 2, 3]);
});

test('a run that is gone has an empty curve', async () => {
  engine.run('a').grow(10);
  reads.show(['a', 'gone'], 'step');
  reads.see('loss', true);
  await settled();
  expect([reads.curve('loss', 'a')?.total, reads.curve('loss', 'gone')?.total]).toEqual([10, 0]);
});

test('what is known outlives a failure; what is not says why, and is tried again when asked or when the run moves', async () => {
  engine.run('a').grow(10);
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  engine.problem = new Error('The engine is away.');
  reads.touch(['a']);
  reads.see('auc', true);
  await settled();
  expect([reads.failure('loss'), reads.curve('loss', 'a')?.total, reads.failure('auc')]).toEqual([undefined, 10, 'The engine is away.']);
  const asked = engine.asked.length;
  await settled();
  expect(engine.asked).toHaveLength(asked);
  engine.problem = undefined;
  engine.run('a').grow(1);
  reads.retry('auc');
  await settled();
  expect([reads.failure('auc'), reads.curve('auc', 'a')?.total, reads.curve('loss', 'a')?.total]).toEqual([undefined, 11, 11]);
});

test('many long curves come in several asks, and no chart waits for ever', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `run ${index}`);
  ids.forEach((id) => engine.run(id).grow(20));
  reads.show(ids, 'step');
  ['loss', 'auc'].forEach((key) => reads.see(key, true));
  await settled();
  expect(engine.asked.every(({ asks }) => asks.reduce((sum, { run_ids: runs }) => sum + runs.length, 0) <= 10)).toBe(true);
  expect(ids.every((id) => reads.curve('loss', id)?.total === 20 && reads.curve('auc', id)?.total === 20)).toBe(true);
  const before = engine.asked.length;
  ids.forEach((id) => engine.run(id).grow(1));
  reads.touch(ids);
  await settled();
  expect(engine.asked).toHaveLength(before + 1);
});

test('once ended, nothing is asked and nobody told', async () => {
  engine.run('a').grow(10);
  engine.held = true;
  reads.show(['a'], 'step');
  reads.see('loss', true);
  await settled();
  reads.end();
  engine.release();
  await settled();
  reads.touch(['a']);
  await settled();
  expect([engine.asked.length, told]).toEqual([1, []]);
});
