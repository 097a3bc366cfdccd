/** What a person might write by hand in 25 lines: batches of whatever queued during the last run, a buffered log. No checks, one protocol. */
const { createServer } = require('node:http');
const { createWriteStream } = require('node:fs');
const { InferenceSession, Tensor } = require('onnxruntime-node');

const [file, answer, port, log] = process.argv.slice(2);
const lines = createWriteStream(log, { highWaterMark: 1 << 18 });
let queue = [];
let running = false;
let session;
async function run() {
  for (running = true; queue.length > 0;) {
    await new Promise(setImmediate);
    const batch = queue;
    queue = [];
    const [{ name, type, shape }] = session.inputMetadata;
    const data = new (type === 'float64' ? Float64Array : Float32Array)(batch.flatMap(({ rows }) => rows.flat()));
    const labels = (await session.run({ [name]: new Tensor(type, data, [data.length / shape[1], shape[1]]) }, [answer]))[answer].data;
    let from = 0;
    batch.forEach(({ rows, response }) => {
      const predictions = [...labels.subarray(from, from += rows.length)].map(Number);
      response.end(`{"predictions": ${JSON.stringify(predictions)}}`);
      lines.write(`${JSON.stringify({ time: Date.now(), rows, predictions })}\n`);
    });
  }
  running = false;
}
async function serve() {
  session = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; }).on('end', () => {
      queue.push({ rows: JSON.parse(text).dataframe_split.data, response });
      if (!running) { void run(); }
    });
  }).listen(Number(port), '127.0.0.1');
}
void serve();
