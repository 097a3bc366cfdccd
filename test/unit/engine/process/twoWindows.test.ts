// Two windows on one folder share an engine: each hears what the other does, and one that closes takes nothing from the other.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineClient } from '../../../../src/connection/engineClient';
import type { Notice } from '../../../../src/protocol/events';
import { LivingProject, until } from './livingEngine';

let project: LivingProject;
beforeEach(() => {
  project = new LivingProject();
});
afterEach(() => project.dispose());

interface OpenWindow { readonly client: EngineClient; readonly heard: Notice[]; close(): Promise<void> }

async function openWindow(): Promise<OpenWindow> {
  const client = await project.client({ env: { SLIPWAY_IDLE_SECONDS: '1' } });
  const heard: Notice[] = [];
  const closing = new AbortController();
  let up = false;
  const stream = client.events((notice) => heard.push(notice), () => undefined, closing.signal, (connected) => {
    up = connected;
  });
  await until(() => up, 'no event stream');
  return { client, heard, close: async () => {
    closing.abort();
    await stream;
    client.close();
  } };
}

async function newRun({ client }: OpenWindow): Promise<string> {
  return (await client.request<{ run: { info: { run_id: string } } }>('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0' })).run.info.run_id;
}

const hears = ({ heard }: OpenWindow, runId: string): Promise<void> =>
  until(() => heard.some((notice) => notice.type === 'run' && notice.run_id === runId), 'nothing was heard of the run');

it('opened at the same instant, they have one engine; when one closes, the other carries on past the idle time', async () => {
  const [first, second] = await Promise.all([openWindow(), openWindow()]);
  expect(first.client.address).toEqual(second.client.address);
  expect((await first.client.engine()).busy.watchers).toBe(2);
  const run = await newRun(first);
  await Promise.all([hears(first, run), hears(second, run)]);
  await first.client.updateRun(run, { status: 'FINISHED', end_time: Date.now() });

  await first.close();
  await until(async () => (await second.client.engine()).busy.watchers === 1, 'the closed window is still counted');
  const closed = Date.now();
  await until(() => Date.now() - closed > 2_000, 'the idle time has not passed');
  const later = await newRun(second);
  await hears(second, later);
  expect(first.heard.some((notice) => notice.type === 'run' && notice.run_id === later)).toBe(false);
  expect((await second.client.engine()).pid).toBe(first.client.address.pid);
  await second.close();
});
