/**
 * For test_conversion.py: what prepareModel gives for one line of options on stdin, and what the model that it gives answers to rows, as
 * MLflow's scoring server would write it. Rows are sent as two requests of one run.
 */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { prepareModel } from '../../src/engine/serving/conversion/prepare';
import { mlflowAnswer } from '../../src/engine/serving/front/mlflow/answer';
import { loadOnnxModel } from '../../src/engine/serving/front/onnx/onnxScoredModel';
import type { ScoredModel } from '../../src/engine/serving/front/scoredModel';
import type { Rows } from '../../src/engine/serving/front/rows';
import { loadPythonModel } from '../../src/engine/serving/pythonModel';
import type { ServedModel } from '../../src/engine/serving/servedModel';

interface Asked {
  readonly folder: string;
  readonly cache: string;
  readonly python?: string;
  readonly dist: string;
  readonly rows?: Rows;
}

async function answer({ folder, cache, python, dist, rows }: Asked): Promise<object> {
  const said: string[] = [];
  const log = path.join(cache, 'conversion.log');
  try {
    const prepared = await prepareModel({
      folder, cache, python, log, scripts: path.join(dist, 'python'), graph: path.join(dist, 'graph.js'), root: cache,
      env: process.env as Record<string, string>, signal: new AbortController().signal, progress: (text) => said.push(text),
    });
    return { ...prepared, said, ...(rows === undefined ? {} : { answers: await answers(prepared.served, rows, log) }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), kind: error instanceof Error ? error.name : '', said };
  }
}

/** Of two requests that share a run. */
async function answers(served: ServedModel, sent: Rows, log: string): Promise<string[]> {
  const model: ScoredModel = served.kind === 'onnx' ? await loadOnnxModel(served) : await loadPythonModel(served, log);
  // JSON has no NaN.
  const rows = { ...sent, tensors: sent.tensors.map((tensor) => ({ ...tensor, data: Array.from(tensor.data, (value) => value ?? Number.NaN) })) };
  try {
    model.check(rows);
    return (await model.score([rows, rows])).map(mlflowAnswer);
  } finally {
    await model.close();
  }
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asked))}\n`);
  }
}

void main();
