/** One request in the traffic log. Columns, not rows: so it is sealed into Parquet, and so drift is counted. */
import type { Answered } from '../http/frontServer';
import { sizeOf, type Rows, type Tensor } from '../rows';

/**
 * @param now milliseconds since 1970
 * @returns a JSON object: id, time, protocol, model, version, rows, inputs and outputs (name → a value or a list per row; null: missing),
 * latency_ms, status, outcome (answered, refused, failed, hung_up), error. Whole numbers beyond 2^53 stand with all their digits.
 */
export function trafficLine({ call, protocol, status, outcome, error, latency }: Answered, model: string, version: string, now: number): string {
  const { scored } = call;
  const head = `{"id":${JSON.stringify(call.id)},"time":${now},"protocol":"${protocol}","model":${JSON.stringify(model)},"version":${JSON.stringify(version)},"rows":${scored?.inputs.rows ?? 0}`;
  const body = scored === undefined ? '' : `,"inputs":${columns(scored.inputs)},"outputs":${columns(scored.predictions)}`;
  return `${head}${body},"latency_ms":${latency.toFixed(3)},"status":${status},"outcome":"${outcome}"${error === undefined ? '' : `,"error":${JSON.stringify(error.slice(0, 500))}`}}`;
}

function columns({ rows, tensors }: Rows): string {
  return `{${tensors.map((tensor) => `${JSON.stringify(tensor.name)}:${column(tensor, rows)}`).join(',')}}`;
}

function column({ shape, data, type }: Tensor, rows: number): string {
  const size = sizeOf(shape);
  let list = '[';
  for (let row = 0, at = 0; row < rows; row += 1) {
    list += row === 0 ? '' : ',';
    if (shape.length === 0) {
      list += value(data[at], type);
      at += 1;
      continue;
    }
    list += '[';
    for (let inner = 0; inner < size; inner += 1, at += 1) {
      list += inner === 0 ? value(data[at], type) : `,${value(data[at], type)}`;
    }
    list += ']';
  }
  return `${list}]`;
}

function value(item: unknown, type: Tensor['type']): string {
  switch (typeof item) {
    case 'number':
      return Number.isFinite(item) ? (type === 'float32' ? shortest(item) : String(item)) : 'null';
    case 'bigint':
    case 'boolean':
      return String(item);
    default:
      return JSON.stringify(item) ?? 'null';
  }
}

/** Nine digits tell every float of 32 bits from every other. */
function shortest(item: number): string {
  return String(Number(item.toPrecision(9)));
}
