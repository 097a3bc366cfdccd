/**
 * onnxruntime-node alone: the same graph, the same options as the front's, the same rows, already in one tensor; nothing else.
 *
 *   node runtimeAlone.mjs plan.json rows.json 1000 SECONDS      prints {"rows_per_s"}
 */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [planFile, rowsFile, size, seconds] = process.argv.slice(2);
const { file, answer, probabilities } = JSON.parse(readFileSync(planFile, 'utf8')).arms[0].served;
const { rows } = JSON.parse(readFileSync(rowsFile, 'utf8'));
const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 });
const [{ name, type }] = session.inputMetadata;
const values = Array.from({ length: Number(size) }, (_, at) => rows[at % rows.length]).flat();
const tensor = new Tensor(type, type === 'float64' ? Float64Array.from(values) : Float32Array.from(values), [Number(size), values.length / Number(size)]);
const fetches = probabilities === null ? [answer] : [answer, probabilities];

let runs = 0;
let begun = 0;
for (const [limit, counted] of [[0.3, false], [Number(seconds), true]]) {
  begun = performance.now();
  for (runs = 0; performance.now() - begun < limit * 1000; runs += 1) {
    await session.run({ [name]: tensor }, fetches);
  }
  if (counted) {
    process.stdout.write(`${JSON.stringify({ rows_per_s: runs * Number(size) / ((performance.now() - begun) / 1000) })}\n`);
  }
}
