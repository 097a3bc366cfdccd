/**
 * Sends requests over keep-alive connections, the next one on each when its answer has come, and looks at every answer. One process, raw
 * sockets: what it costs is paid by every server alike, and `run.py` shows that it could send more than any of them answers.
 *
 *   echo '{"port": 8080, "connections": 32, "seconds": 4, "kind": "mlflow", "requests": "requests.json"}' | node load.mjs
 *
 * `requests` names a file: [{"path", "headers": {…}, "body": base64, "labels": […]}], sent in turn. Prints {"answers", "seconds",
 * "p50", "p99" (ms), "wrong", "example"}: `wrong` counts answers that are not 200 or not the labels, `example` shows the first of them.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { labelsOf } from './answers.mjs';

const { port, connections, seconds, warmup = 0.3, kind, requests: file } = JSON.parse(readFileSync(0, 'utf8'));
const requests = JSON.parse(readFileSync(file, 'utf8')).map(({ path, headers, body, labels }) => {
  const bytes = Buffer.from(body, 'base64');
  const head = [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), `Content-Length: ${bytes.length}`];
  return { bytes: Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]), labels, right: undefined };
});

const latencies = new Float64Array(4_000_000);
let answers = 0;
let wrong = 0;
let example;
let next = 0;
let counting = false;
let ending = false;

/** An answer's bytes from its labels on: what stands before may hold an id that is another each time. */
function essence(body) {
  const at = body.indexOf('"outputs"');
  return at < 0 ? body : body.subarray(at);
}

function check(request, status, headers, body) {
  const said = essence(body);
  if (status === 200 && request.right?.equals(said)) {
    return;
  }
  let labels;
  try {
    labels = status === 200 ? labelsOf(kind, headers, body) : undefined;
  } catch (error) {
    example ??= String(error);
  }
  if (labels !== undefined && labels.length === request.labels.length && labels.every((label, at) => label === request.labels[at])) {
    request.right = Buffer.from(said);
    return;
  }
  wrong += 1;
  example ??= `${status} ${body.toString('utf8', 0, 200)}`;
}

/** @returns undefined while the answer is not whole */
function answerIn(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) {
    return undefined;
  }
  const headers = bytes.latin1Slice(0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(headers);
  if (length === null) {
    throw new Error(`an answer without a length: ${headers}`);
  }
  const from = end + 4;
  return bytes.length < from + Number(length[1]) ? undefined : { status: Number(headers.slice(9, 12)), headers, body: bytes.subarray(from, from + Number(length[1])) };
}

async function client() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let request;
  let sent = 0;
  let parts = [];
  await new Promise((resolve, reject) => {
    const ask = () => {
      request = requests[next];
      next = (next + 1) % requests.length;
      sent = performance.now();
      socket.write(request.bytes);
    };
    socket.on('connect', ask);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk) => {
      parts.push(chunk);
      const answer = answerIn(parts.length === 1 ? chunk : Buffer.concat(parts));
      if (answer === undefined) {
        return;
      }
      const took = performance.now() - sent;
      parts = [];
      check(request, answer.status, answer.headers, answer.body);
      if (counting) {
        latencies[answers] = took;
        answers += 1;
      }
      if (ending) {
        socket.removeAllListeners('close');
        socket.destroy();
        resolve();
      } else {
        ask();
      }
    });
  });
}

const clients = Array.from({ length: connections }, client);
let begun = 0;
setTimeout(() => {
  counting = true;
  begun = performance.now();
  setTimeout(() => {
    counting = false;
    ending = true;
    const took = (performance.now() - begun) / 1000;
    const sorted = latencies.subarray(0, answers).toSorted();
    const at = (share) => (answers === 0 ? null : sorted[Math.min(answers - 1, Math.floor(answers * share))]);
    Promise.all(clients).then(() => process.stdout.write(`${JSON.stringify({ answers, seconds: took, p50: at(0.5), p99: at(0.99), wrong, example })}\n`));
  }, seconds * 1000);
}, warmup * 1000);
await Promise.all(clients);
