// A training script beside a table that is being read: logs one metric after the other over one connection, and tells how long each took.
//   node bench/ui/engineTable.writer.mjs URL RUN_ID     (started by engineTable.mjs; ends when its parent does)
import http from 'node:http';

const [url, run] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let times = [];
let step = 0;

function log() {
  const body = JSON.stringify({ run_id: run, key: 'live', value: Math.random(), timestamp: Date.now(), step: step++ });
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/api/2.0/mlflow/runs/log-metric`, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`log-metric was answered ${answer.statusCode}`))));
    });
    request.once('error', reject);
    request.end(body);
  });
}

// Asked for what it saw since the last time.
process.on('message', () => {
  process.send(times);
  times = [];
});
process.once('disconnect', () => process.exit());

for (;;) {
  const begun = performance.now();
  await log();
  times.push(performance.now() - begun);
}
