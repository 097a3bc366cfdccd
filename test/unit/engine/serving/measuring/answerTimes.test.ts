// Promise: models are asked in turns, within bounds, and their times are ones that were seen; a refusal ends the asking of that model alone.
import { describe, expect, test } from 'vitest';
import { Refused, summaryOf, timesOf, type Askable } from '../../../../../src/engine/serving/measuring/answerTimes';

/** A model whose answers take the next of these times, by a clock of its own; it writes down what it was asked. */
class Played implements Askable {
  #at = 0;

  constructor(private readonly clock: { now: number }, private readonly name: string, private readonly log: string[], private readonly times: readonly number[], private readonly refuses = '') {}

  ask(body: string): Promise<number> {
    this.log.push(`${this.name}${body}`);
    if (body === this.refuses) {
      return Promise.reject(new Refused('400, no'));
    }
    const took = this.times[this.#at % this.times.length] ?? 0;
    this.#at += 1;
    this.clock.now += took;
    return Promise.resolve(took);
  }
}

const COLD = { requests: 1, ms: 100 };

test('percentiles are times that were seen', () => {
  const times = Array.from({ length: 200 }, (_, index) => index + 1).toReversed();
  expect(summaryOf(times)).toEqual({ requests: 200, p50: 100, p99: 198, slowest: 200 });
  expect(summaryOf([7])).toEqual({ requests: 1, p50: 7, p99: 7, slowest: 7 });
});

describe('two models', () => {
  test('take turns, and change who is first; what warms up is not counted', async () => {
    const clock = { now: 0 };
    const log: string[] = [];
    const models = [new Played(clock, 'a', log, [50, 1, 2, 3]), new Played(clock, 'b', log, [90, 4])];
    const [a, b] = await timesOf(models, ['0', '1'], () => clock.now, COLD, { requests: 3, ms: 1_000 });
    expect(log).toEqual(['a0', 'b0', 'a0', 'b0', 'b1', 'a1', 'a0', 'b0']);
    expect(a).toEqual({ requests: 3, p50: 2, p99: 3, slowest: 3 });
    expect(b).toMatchObject({ requests: 3, slowest: 90 });
  });

  test('one that refuses a row is asked no more', async () => {
    const clock = { now: 0 };
    const log: string[] = [];
    const [a, b] = await timesOf([new Played(clock, 'a', log, [1]), new Played(clock, 'b', log, [1], '1')], ['0', '1'], () => clock.now, { requests: 2, ms: 100 }, { requests: 4, ms: 100 });
    expect(a).toMatchObject({ requests: 4 });
    expect(b).toBeInstanceOf(Refused);
    expect(log.filter((one) => one.startsWith('b'))).toEqual(['b0', 'b1']);
  });
});

test('time ends it too, after one turn at least', async () => {
  const clock = { now: 0 };
  const log: string[] = [];
  const [slow] = await timesOf([new Played(clock, 'a', log, [400])], ['0'], () => clock.now, COLD, { requests: 1_000, ms: 1_000 });
  expect(slow).toMatchObject({ requests: 3 });
  const [slower] = await timesOf([new Played(clock, 'a', log, [5_000])], ['0'], () => clock.now, COLD, { requests: 1_000, ms: 1_000 });
  expect(slower).toMatchObject({ requests: 1, p50: 5_000 });
});
