/**
 * `node dist/measure.js FOLDER`: serves models as deployments do, and measures them, in a process of its own, so that what the engine does
 * meanwhile is in nobody's time. One JSON object per line comes in on stdin (measureProtocol.ts) and one goes out for each, or {"error"}.
 * It ends when stdin does, with its fronts, and takes FOLDER away: the engine may be gone.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Refused, timesOf } from './answerTimes';
import { MeasuredFront } from './measuredFront';
import type { Asked, MeasureAsk } from './measureProtocol';
import { sizeOf } from './servedSize';

let fronts: MeasuredFront[] = [];

async function answer(ask: MeasureAsk): Promise<object> {
  switch (ask.do) {
    case 'size': return sizeOf(ask.served);
    case 'serve': {
      const front = new MeasuredFront(ask.name, ask.folder);
      fronts.push(front);
      await front.begin();
      return {};
    }
    case 'ask': return { asked: await asked(ask.bodies) };
    case 'answer':
      for (const [index, body] of ask.bodies.entries()) {
        await fronts[0]?.ask(body, String(index));
      }
      return {};
    case 'end':
      await Promise.all(fronts.map((front) => front.end()));
      fronts = [];
      return {};
  }
}

async function asked(bodies: readonly string[]): Promise<Asked[]> {
  const times = await timesOf(fronts, bodies, () => performance.now());
  return Promise.all(fronts.map(async (front, index): Promise<Asked> => {
    const one = times[index];
    return one === undefined || one instanceof Refused ? { refused: one?.message ?? 'nothing' } : { times: one, memory: await front.memory() };
  }));
}

async function say(line: string): Promise<void> {
  const text = await answer(JSON.parse(line) as MeasureAsk).then(JSON.stringify, (error: unknown) => JSON.stringify({ error: error instanceof Error ? error.message : String(error), reason: true }));
  process.stdout.write(`${text}\n`);
}

function leave(folder: string): void {
  fronts.forEach((front) => front.kill());
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

function main(folder: string | undefined): void {
  if (folder === undefined) {
    process.stderr.write('usage: measure.js FOLDER\n');
    process.exitCode = 2;
    return;
  }
  createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => void say(line)).once('close', () => leave(folder));
}

main(process.argv[2]);
