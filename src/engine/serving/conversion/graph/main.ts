/**
 * `node dist/graph.js`: looks into ONNX graphs and runs them on samples, in a process of its own. One JSON object per line comes in on
 * stdin and one goes out for each: what `asks` says, or {"error"}. It ends when stdin does.
 */
import { createInterface } from 'node:readline';
import type { InferenceSession } from 'onnxruntime-node';
import type { OnnxModel } from '../../servedModel';
import type { Rows } from '../answers';
import { describe, open, run } from './session';
import { takeZipMapOff } from './zipMap';

export type GraphAsk =
  | { readonly do: 'describe'; readonly file: string }
  | { readonly do: 'unzip'; readonly file: string; readonly to: string }
  | { readonly do: 'run'; readonly model: OnnxModel; readonly rows: Rows };

let opened: { readonly file: string; readonly session: InferenceSession } | undefined;

async function sessionOf(file: string): Promise<InferenceSession> {
  if (opened?.file !== file) {
    opened = { file, session: await open(file) };
  }
  return opened.session;
}

async function answer(ask: GraphAsk): Promise<object> {
  switch (ask.do) {
    case 'describe': return describe(await sessionOf(ask.file));
    case 'unzip': return { unzipped: await takeZipMapOff(ask.file, ask.to) };
    case 'run': return run(await sessionOf(ask.model.file), ask.model, ask.rows);
  }
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const text = await answer(JSON.parse(line) as GraphAsk).then(JSON.stringify, (error: unknown) => JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    process.stdout.write(`${text}\n`);
  }
}

void main();
