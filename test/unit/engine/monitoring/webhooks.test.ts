import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../../src/engine/database/open';
import { signature, Webhooks, type WebhookParts } from '../../../../src/engine/monitoring/webhooks';
import { WebhookStore } from '../../../../src/engine/monitoring/webhookStore';
import type { Alert } from '../../../../src/protocol/monitors';

const alert: Alert = {
  alert_id: 'a', monitor: 'iris', deployment: 'iris', kind: 'drift', level: 'warning', state: 'open', text: '1 of 4 columns drift: width.', columns: ['width'],
  since: 1, until: 2, opened_at: 3, closed_at: null, told_at: 3, snoozed_until: null, notes: [],
};

interface Got { readonly headers: IncomingMessage['headers']; readonly body: string }

let folder: string;
let database: Database;
let receiver: Server;
let url: string;
let answers: number[];
let got: Got[];
let said: string[];
let waiting: { readonly count: number; readonly done: () => void } | undefined;
const made: Webhooks[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'webhooks-'));
  said = [];
  const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text), error: (text: string) => void said.push(text) };
  database = openDatabase(folder, log);
  answers = [];
  got = [];
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => { body += part; }).once('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204).end();
      if (waiting !== undefined && got.length >= waiting.count) {
        waiting.done();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=hidden`;
});

afterEach(async () => {
  made.splice(0).forEach((one) => one.end());
  receiver.closeAllConnections();
  receiver.close();
  database.close();
  await rm(folder, { recursive: true, force: true });
});

function received(count: number): Promise<void> {
  return new Promise((resolve) => {
    waiting = { count, done: resolve };
    if (got.length >= count) {
      resolve();
    }
  });
}

/** Resolves when the outbox is empty: what was answered has been written down. */
async function empty(store: WebhookStore): Promise<void> {
  while (store.all().length > 0) {
    await database.writes.write(() => undefined);
  }
}

function webhooks(more: Partial<WebhookParts> = {}): { readonly webhooks: Webhooks; readonly store: WebhookStore } {
  const store = new WebhookStore(database.sqlite);
  const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text), error: (text: string) => void said.push(text) };
  const one = new Webhooks({ store, writes: database.writes, log, secret: () => 'secret', pauses: [1, 1], ...more });
  made.push(one);
  return { webhooks: one, store };
}

async function add(one: Webhooks): Promise<void> {
  (await database.writes.write(() => one.add(url, alert)))();
}

test('an alert is posted once, signed so that a receiver can tell it from any other', async () => {
  const { webhooks: one, store } = webhooks();
  await add(one);
  await received(1);
  await empty(store);
  const [{ headers, body } = { headers: {}, body: '' }] = got;
  expect(JSON.parse(body)).toEqual({ type: 'alert', alert });
  expect(headers['x-slipway-signature']).toBe(signature('secret', Number(headers['x-slipway-timestamp']), body));
  expect(headers['x-slipway-signature']).not.toBe(signature('other', Number(headers['x-slipway-timestamp']), body));
  expect(Math.abs(Number(headers['x-slipway-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
  expect(got).toHaveLength(1);
});

test('without a secret nothing is signed', async () => {
  const { webhooks: one } = webhooks({ secret: () => undefined });
  await add(one);
  await received(1);
  expect(got[0]?.headers['x-slipway-signature']).toBeUndefined();
});

test('a receiver that is not well is asked again', async () => {
  answers = [503, 429];
  const { webhooks: one, store } = webhooks();
  await add(one);
  await received(3);
  await empty(store);
  expect(got.map(({ body }) => body)).toEqual([got[0]?.body, got[0]?.body, got[0]?.body]);
});

test('one that refuses is not asked again, and one that is never well is given up; no log tells its whole address', async () => {
  answers = [400];
  const { webhooks: one, store } = webhooks();
  await add(one);
  await received(1);
  await empty(store);
  expect(said.at(-1)).toContain('gets it no more: 400');
  answers = [500, 500, 500];
  await add(one);
  await received(4);
  await empty(store);
  expect(said.at(-1)).toContain('gets it no more: 500');
  expect(said.join('\n')).not.toContain('hidden');
});

test('what an engine did not get rid of, the next one sends', async () => {
  const { webhooks: one, store } = webhooks();
  await database.writes.write(() => one.add(url, alert));
  one.end();
  const next = webhooks();
  expect(store.all()).toHaveLength(1);
  next.webhooks.begin();
  await received(1);
  await empty(store);
  expect(got).toHaveLength(1);
});
