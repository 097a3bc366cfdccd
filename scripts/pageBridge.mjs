// Lets a test in the extension host drive the page that shows it: it POSTs a line of playwright code, gets the value back as JSON.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const AsyncFunction = (async () => {}).constructor;

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

/**
 * Serves `page` on a loopback port. A request's body is the body of an async function with `page` in scope; the answer is
 * `{"value": …}` or, with status 500, `{"error": "…"}`. The address holds a secret, since it runs code.
 */
export async function openPageBridge(page) {
  const secret = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.method !== 'POST' || request.url !== secret) {
      answer(404, { error: 'No such address.' });
      return;
    }
    bodyOf(request)
      .then((code) => new AsyncFunction('page', code)(page()))
      .then((value) => answer(200, { value: value ?? null }), (error) => answer(500, { error: String(error) }));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}${secret}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
