/** What a front before this one has left: the scores of its truths, and its last answers, so that a restart forgets neither. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parsedJson } from '../../../../wording/parsedJson';
import { namesIn } from '../../traffic/trafficFiles';
import { linesFromEnd } from '../../traffic/requestTail';
import type { ElementType, Tensor } from '../rows';

/** Answers that are remembered again. */
const MOST_LINES = 10_000;
/** Lines that are read in one turn of the event loop. */
const TURN = 100;

export interface EarlierTruth { readonly request?: number; readonly answered?: number; readonly row: number; readonly scores?: Readonly<Record<string, number>> }

export interface EarlierAnswer {
  readonly id: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly version: string;
  readonly shadow: boolean;
  readonly time: number;
  readonly rows: number;
  readonly predictions: Tensor | undefined;
}

/**
 * @param folder of the deployment
 * @param truth told of every line of feedback, in order
 * @param answer told of the last answers, oldest first
 */
export async function readEarlier(folder: string, truth: (line: EarlierTruth) => void, answer: (answer: EarlierAnswer) => void): Promise<void> {
  const feedback = path.join(folder, 'feedback');
  for (const name of namesIn(feedback).filter((one) => one.endsWith('.jsonl'))) {
    for await (const line of createInterface({ input: createReadStream(path.join(feedback, name)), crlfDelay: Infinity })) {
      const said = parsedJson(line) as EarlierTruth | undefined;
      if (said !== undefined) {
        truth(said);
      }
    }
  }
  const traffic = path.join(folder, 'traffic');
  const last: EarlierAnswer[] = [];
  for (const name of namesIn(traffic).filter((one) => one.endsWith('.jsonl')).toReversed()) {
    let count = 0;
    for await (const line of linesFromEnd(path.join(traffic, name))) {
      last.push(...answerOf(line));
      count += 1;
      if (last.length >= MOST_LINES) {
        break;
      }
      if (count % TURN === 0) {
        await new Promise(setImmediate);
      }
    }
    if (last.length >= MOST_LINES) {
      break;
    }
  }
  last.toReversed().forEach(answer);
}

/** What is read of a logged line. */
interface EarlierLine { readonly id: string; readonly key?: string; readonly model: string; readonly version: string; readonly role?: string; readonly time: number; readonly rows: number; readonly outputs?: Readonly<Record<string, unknown[]>> }

/** @param line half of one, where a crash has cut it, gives none */
function answerOf(line: string): EarlierAnswer[] {
  const said = parsedJson(line) as EarlierLine | undefined;
  const [name = '', values] = Object.entries(said?.outputs ?? {})[0] ?? [];
  if (said === undefined || values === undefined) {
    return [];
  }
  const { id, key, model, version, role, time, rows } = said;
  return [{ id, key, model, version, shadow: role === 'shadow', time, rows, predictions: { name, type: typeOf(values), shape: [], data: values } }];
}

function typeOf(values: readonly unknown[]): ElementType {
  const [value] = values;
  return typeof value === 'number' ? (values.every(Number.isInteger) ? 'int64' : 'float64') : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : 'json';
}
