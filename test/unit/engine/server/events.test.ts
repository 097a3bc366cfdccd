import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice, RunChange } from '../../../../src/protocol/events';
import { EventBus } from '../../../../src/engine/events';
import { runEngine, type RunningEngine, TOKENS } from '../runningEngine';

function runNotice(run: string, ...changes: RunChange[]): Notice {
  return { type: 'run', run_id: run, experiment_id: '1', changes };
}

test('changes of a run within a tenth of a second become one notice', async () => {
  const bus = new EventBus();
  const heard: Notice[] = [];
  const second = new Promise<void>((resolve) => {
    bus.subscribe((notice) => {
      heard.push(notice);
      if (heard.length === 2) {
        resolve();
      }
    });
  });
  bus.publish(runNotice('a', 'created'));
  for (let index = 0; index < 500; index += 1) {
    bus.publish(runNotice('a', index % 2 === 0 ? 'metrics' : 'params'));
  }
  expect(heard).toEqual([runNotice('a', 'created')]);
  await second;
  expect(heard[1]).toEqual(runNotice('a', 'metrics', 'params'));
  bus.close();
});

test('what was missed can be told, unless it is too long ago', () => {
  const bus = new EventBus();
  for (let index = 0; index < 6_000; index += 1) {
    bus.publish({ type: 'job', job_id: String(index), state: 'running' });
  }
  expect(bus.since(bus.sequence)).toEqual([]);
  expect(bus.since(bus.sequence - 2)?.map(({ sequence }) => sequence)).toEqual([bus.sequence - 1, bus.sequence]);
  expect(bus.since(1)).toBeUndefined();
  expect(bus.since(bus.sequence + 1)).toBeUndefined();
});

let running: RunningEngine;
beforeEach(async () => {
  running = await runEngine();
});
afterEach(() => running.stop());

/** Opens the stream and gives its events one by one. */
async function* stream(lastId?: string): AsyncGenerator<Record<string, string>> {
  const answer = await fetch(`${running.url}/slipway/v1/events`, { headers: { authorization: `Bearer ${TOKENS.root}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) } });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s, 2)));
      text = text.slice(end + 2);
    }
  }
}

async function next(events: AsyncGenerator<Record<string, string>>): Promise<Record<string, string>> {
  const { value } = await events.next();
  return value as Record<string, string>;
}

test('a client hears of a run, goes away, and catches up with what it missed', async () => {
  const first = stream();
  const hello = await next(first);
  expect(hello).toMatchObject({ event: 'hello', data: JSON.stringify({ epoch: running.engine.events.epoch }) });
  const run = await running.engine.tracking.createRun({ experimentId: '0', tags: [] });
  const notice = await next(first);
  expect(JSON.parse(notice['data'] ?? '')).toEqual({ type: 'run', run_id: run.info.run_id, experiment_id: '0', changes: ['created'] });
  expect(running.engine.events.watchers).toBe(1);
  await first.return(undefined);
  await running.engine.tracking.createExperiment('while away');
  const second = stream(notice['id']);
  expect((await next(second))['event']).toBe('hello');
  expect(JSON.parse((await next(second))['data'] ?? '')).toEqual({ type: 'experiment', experiment_id: '1', change: 'created' });
  await second.return(undefined);
});

test('an id of another epoch is answered by a reset', async () => {
  const events = stream('another-epoch-17');
  expect((await next(events))['event']).toBe('hello');
  expect((await next(events))['event']).toBe('reset');
  await events.return(undefined);
});
