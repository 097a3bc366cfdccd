/** What no scoring protocol covers: metrics, the OpenAPI document, the page at /. */
import { json, type Protocol, type Reply } from '../http/exchange';
import type { Metrics } from '../metrics';
import type { Served } from '../served';
import { frontPage } from './frontPage';
import { openApi } from './openApi';

/** @param title name of the deployment */
export function pages(title: string, served: Served, metrics: Metrics): Protocol {
  const describe = (): Reply => json(openApi(title, served.champion));
  return {
    name: 'pages',
    routes: [
      { method: 'GET', path: '/metrics', answer: () => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics.text() }) },
      { method: 'GET', path: '/openapi.json', answer: describe },
      // TorchServe's way to ask for the same.
      { method: 'OPTIONS', path: '/', answer: describe },
      { method: 'GET', path: '/api-description', answer: describe },
      {
        method: 'GET',
        path: '/',
        answer: (call) => ({ status: 200, type: 'text/html; charset=utf-8', body: frontPage(title, served.champion, call.headers.host ?? '127.0.0.1'), headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" } }),
      },
    ],
    fault: (error) => json(error.body(), error.status),
  };
}
