/** For test_conversion.py: one line of options in on stdin, what prepareModel gives out; "mark" gives the words of its progress. */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { prepareModel } from '../../src/engine/serving/conversion/prepare';

interface Asked { readonly folder: string; readonly cache: string; readonly python?: string; readonly dist: string; readonly env?: Record<string, string> }

async function answer({ folder, cache, python, dist, env }: Asked): Promise<object> {
  const said: string[] = [];
  const log = path.join(cache, 'conversion.log');
  try {
    const prepared = await prepareModel({
      folder, cache, python, log, scripts: path.join(dist, 'python'), graph: path.join(dist, 'graph.js'), root: cache,
      env: env ?? (process.env as Record<string, string>), signal: new AbortController().signal, progress: (text) => said.push(text),
    });
    return { ...prepared, said };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), kind: error instanceof Error ? error.name : '' };
  }
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asked))}\n`);
  }
}

void main();
