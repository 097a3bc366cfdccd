/** One request in the traffic log. Columns, not rows: so it is sealed into Parquet, and so drift is counted. */
import type { AnsweringArm } from '../arms/arm';
import { columnPieces, columnText } from '../columnText';
import type { Answered } from '../http/frontServer';
import type { Rows } from '../rows';
import { MOST_KEY, STICKY_HEADER } from '../served';

/**
 * @param now milliseconds since 1970
 * @returns a JSON object: id, time, protocol, model, version, role (of a shadow: a copy, never returned), key (of X-Slipway-Key), rows, inputs and outputs (name → a value or a list per row; null: missing),
 * latency_ms, status, outcome (answered, refused, failed, hung_up), error. Whole numbers beyond 2^53 stand with all their digits.
 */
export function trafficLine(answered: Answered, arm: AnsweringArm, now: number): string {
  const { scored } = answered.call;
  const body = scored === undefined ? '' : `,"inputs":${columns(scored.inputs)},"outputs":${columns(scored.predictions)}`;
  return `${beginning(answered, arm, now)}${body}${ending(answered)}`;
}

/** Whether writing the line holds others up: it takes milliseconds. */
export function isLong({ call: { scored } }: Answered): boolean {
  return scored !== undefined && valuesOf(scored.inputs) + valuesOf(scored.predictions) > LONG_VALUES;
}

/** The same line, with turns of the event loop in between, in which others are answered. */
export async function trafficLineInTurns(answered: Answered, arm: AnsweringArm, now: number): Promise<string> {
  const { scored } = answered.call;
  let line = beginning(answered, arm, now);
  let pieces = 0;
  for (const [name, { rows, tensors }] of scored === undefined ? [] : ([['inputs', scored.inputs], ['outputs', scored.predictions]] as const)) {
    line += `,"${name}":{`;
    for (const [at, tensor] of tensors.entries()) {
      line += `${at === 0 ? '' : ','}${JSON.stringify(tensor.name)}:`;
      for (const piece of columnPieces(tensor, rows)) {
        line += piece;
        pieces += 1;
        if (pieces % PIECES_IN_A_TURN === 0) {
          await new Promise(setImmediate);
        }
      }
    }
    line += '}';
  }
  return line + ending(answered);
}

const LONG_VALUES = 20_000;
/** About a millisecond of them. */
const PIECES_IN_A_TURN = 4;

function valuesOf({ tensors }: Rows): number {
  return tensors.reduce((sum, { data }) => sum + data.length, 0);
}

function beginning({ call, protocol }: Answered, { model, version, role }: AnsweringArm, now: number): string {
  const key = call.headers[STICKY_HEADER];
  return `{"id":${JSON.stringify(call.id)},"time":${now},"protocol":"${protocol}","model":${JSON.stringify(model)},"version":${JSON.stringify(version)},"role":"${role}"${typeof key === 'string' ? `,"key":${JSON.stringify(key.slice(0, MOST_KEY))}` : ''},"rows":${call.scored?.inputs.rows ?? 0}`;
}

function ending({ status, outcome, error, latency }: Answered): string {
  return `,"latency_ms":${latency.toFixed(3)},"status":${status},"outcome":"${outcome}"${error === undefined ? '' : `,"error":${JSON.stringify(error.slice(0, 500))}`}}`;
}

function columns({ rows, tensors }: Rows): string {
  let text = '{';
  for (const tensor of tensors) {
    text += `${text === '{' ? '' : ','}${JSON.stringify(tensor.name)}:${columnText(tensor, rows)}`;
  }
  return `${text}}`;
}
