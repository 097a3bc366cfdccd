/** One request in the traffic log. Columns, not rows: so it is sealed into Parquet, and so drift is counted. */
import type { Arm } from '../arms/arm';
import { columnText } from '../columnText';
import type { Answered } from '../http/frontServer';
import type { Rows } from '../rows';
import { MOST_KEY, STICKY_HEADER } from '../served';

/**
 * @param arm that answered, or would have
 * @param now milliseconds since 1970
 * @returns a JSON object: id, time, protocol, model, version, role (of a shadow: a copy, never returned), key (of X-Slipway-Key), rows, inputs and outputs (name → a value or a list per row; null: missing),
 * latency_ms, status, outcome (answered, refused, failed, hung_up), error. Whole numbers beyond 2^53 stand with all their digits.
 */
export function trafficLine({ call, protocol, status, outcome, error, latency }: Answered, arm: Pick<Arm, 'model' | 'version' | 'role'>, now: number): string {
  const { scored } = call;
  const key = call.headers[STICKY_HEADER];
  const head = `{"id":${JSON.stringify(call.id)},"time":${now},"protocol":"${protocol}","model":${JSON.stringify(arm.model)},"version":${JSON.stringify(arm.version)},"role":"${arm.role}"${typeof key === 'string' ? `,"key":${JSON.stringify(key.slice(0, MOST_KEY))}` : ''},"rows":${scored?.inputs.rows ?? 0}`;
  const body = scored === undefined ? '' : `,"inputs":${columns(scored.inputs)},"outputs":${columns(scored.predictions)}`;
  return `${head}${body},"latency_ms":${latency.toFixed(3)},"status":${status},"outcome":"${outcome}"${error === undefined ? '' : `,"error":${JSON.stringify(error.slice(0, 500))}`}}`;
}

function columns({ rows, tensors }: Rows): string {
  let text = '{';
  for (const tensor of tensors) {
    text += `${text === '{' ? '' : ','}${JSON.stringify(tensor.name)}:${columnText(tensor, rows)}`;
  }
  return `${text}}`;
}
