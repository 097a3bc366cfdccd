/** Requests to an engine go straight to it, over connections that are kept. */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineAddress } from '../../../src/connection/engineAddress';
import { exchange, readBody } from '../../../src/connection/httpExchange';

let server: http.Server;
let connections: number;
let paths: (string | undefined)[];

beforeEach(async () => {
  connections = 0;
  paths = [];
  server = http.createServer((request, response) => {
    paths.push(request.url);
    response.end('{}');
  });
  server.on('connection', () => { connections += 1; });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

test('one connection serves requests one after the other, also where the editor has put its own http.request', async () => {
  // VS Code's looks up the proxy, and makes an agent of its own for each request.
  const original = http.request;
  vi.spyOn(http, 'request').mockImplementation(((options: http.RequestOptions) => original({ ...options, agent: new http.Agent() })) as typeof http.request);
  const address = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } as EngineAddress;
  const agent = new http.Agent({ keepAlive: true });
  try {
    for (const path of ['/one?a=b', '/two words', '/three']) {
      const response = await exchange(address, agent, { method: 'GET', path });
      expect((await readBody(address, response)).toString()).toBe('{}');
    }
  } finally {
    agent.destroy();
  }
  expect(paths).toEqual(['/one?a=b', '/two%20words', '/three']);
  expect(connections).toBe(1);
});
