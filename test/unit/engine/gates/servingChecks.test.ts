// Promise: what a served version costs is told with its number, its limit and how it was measured; what can't be measured says what to do.
import { describe, expect, test } from 'vitest';
import type { Answering, ServedCosts } from '../../../../src/engine/gates/servedCosts';
import { servingChecks } from '../../../../src/engine/gates/servingChecks';
import type { ServingCheck } from '../../../../src/protocol/projectFile';

const own: Answering = { times: { requests: 1_000, p50: 0.56, p99: 12.4, slowest: 31 }, memory: { front: 90e6, python: 0 } };
const champion: Answering = { times: { requests: 1_000, p50: 0.31, p99: 9, slowest: 20 }, memory: { front: 80e6, python: 0 } };
const names = { who: 'iris v3', champion: { label: 'v2' } };
const costs: ServedCosts = { size: { bytes: 2_100_000, what: 'graph' }, asked: { own, rival: champion } };
const told = (check: ServingCheck, found = costs, called: Parameters<typeof servingChecks>[2] = names): unknown[] => servingChecks(check, found, called).map(({ name, outcome, limit, message }) => [name, outcome, limit, message]);

test('times, with how often it was asked', () => {
  expect(told({ latency: { p50_ms: 0.5, p99_ms: 20 } })).toEqual([
    ['p50_ms', 'failed', '<= 0.5 ms', 'p50 of iris v3 is 0.56 ms, and may be at most 0.5 ms. It was asked 1,000 requests of one row.'],
    ['p99_ms', 'passed', '<= 20 ms', 'p99 of iris v3 is 12.4 ms (limit <= 20 ms). It was asked 1,000 requests of one row.'],
  ]);
});

describe('against the champion', () => {
  test('the medians decide', () => {
    expect(told({ latency: { times_champion: 1.5 } })).toEqual([
      ['times_champion', 'failed', '<= 1.5', 'iris v3 takes 1.806 times the median of v2 (0.56 ms against 0.31 ms), and may take at most 1.5 times. Each was asked 1,000 requests of one row, in turns.'],
    ]);
    expect(servingChecks({ latency: { times_champion: 2 } }, costs, names)).toMatchObject([{ kind: 'serving', outcome: 'passed', value: 0.56 / 0.31, facts: [{ name: 'p50, ms', value: 0.56 }, { name: 'p50 of v2, ms', value: 0.31 }, { name: 'requests' }, { name: 'requests of v2' }] }]);
  });

  test('there is none: nothing has to be asked', () => {
    expect(told({ latency: { times_champion: 1.5 } }, { size: undefined, asked: undefined }, { who: 'iris v3', champion: { none: 'There is none.' } })).toEqual([['times_champion', 'not_judged', '<= 1.5', 'There is none.']]);
  });

  test('it refuses the rows: nothing is judged, and it is said', () => {
    expect(told({ latency: { times_champion: 1.5 } }, { size: undefined, asked: { own, rival: { refused: '400, no column a.' } } })).toEqual([
      ['times_champion', 'not_judged', '<= 1.5', 'v2 gives no prediction to the rows that iris v3 was asked (it answers 400, no column a), so their times can\'t be compared.'],
    ]);
  });
});

test('memory names its parts, size what is weighed', () => {
  expect(told({ memory_mb: 300, size_mb: 2 }, { size: { bytes: 3_200, what: 'folder' }, asked: { own: { ...own, memory: { front: 80e6, python: 300e6 } }, rival: undefined } })).toEqual([
    ['memory_mb', 'failed', '<= 300 MB', 'Memory of iris v3 is 380 MB, and may be at most 300 MB. It is 80 MB of the process that answers and 300 MB of its Python, resident after it was asked.'],
    ['size_mb', 'passed', '<= 2 MB', 'Size of iris v3 is 0.0032 MB (limit <= 2 MB). It is the folder of the model, which Python scores.'],
  ]);
  expect(told({ size_mb: 2 })).toEqual([['size_mb', 'failed', '<= 2 MB', 'Size of iris v3 is 2.1 MB, and may be at most 2 MB. It is the ONNX graph that answers.']]);
});

test('nothing to ask: every check that needs it fails with what to do, size is judged', () => {
  const all: ServingCheck = { latency: { p50_ms: 1, p99_ms: 2, times_champion: 1.5 }, memory_mb: 100, size_mb: 5 };
  const checks = servingChecks(all, { ...costs, asked: 'nothing to ask' }, names);
  expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual([['p50_ms', 'failed'], ['p99_ms', 'failed'], ['times_champion', 'failed'], ['memory_mb', 'failed'], ['size_mb', 'passed']]);
  expect(checks[0]?.message).toBe('iris v3 has no input example, and the gate no evaluation data, so there is no row that it could be asked. Log it with input_example=X[:5], or name "evaluation:" data.');
});
