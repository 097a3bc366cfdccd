/** Predictions as MLflow's scoring server writes them: nested lists; floats keep their point, as in Python, so that clients read floats. */
import type { Rows, Tensor } from '../rows';
import { wholeTexts } from '../wholeTexts';

/** @returns the body of the answer to /invocations */
export function mlflowAnswer(predictions: Rows): string {
  const [answer] = predictions.tensors;
  return `{"predictions": ${answer === undefined ? '[]' : nestedJson(answer, predictions.rows)}}`;
}

/** @returns a tensor as a nested JSON array; NaN and Infinity as Python's json writes them */
export function nestedJson({ data, shape, type }: Tensor, rows: number): string {
  if (shape.length === 0 && data instanceof BigInt64Array) {
    return `[${wholeTexts(data).join(', ')}]`;
  }
  const write = type === 'float64' || type === 'float32' ? floatJson : valueJson;
  let at = 0;
  const dimension = (depth: number): string => {
    if (depth === shape.length) {
      const value = data[at];
      at += 1;
      return write(value);
    }
    return bracketed(shape[depth] ?? 0, () => dimension(depth + 1));
  };
  return bracketed(rows, () => dimension(0));
}

function bracketed(length: number, item: () => string): string {
  let list = '[';
  for (let index = 0; index < length; index += 1) {
    list += index === 0 ? item() : `, ${item()}`;
  }
  return `${list}]`;
}

function floatJson(value: unknown): string {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e16 ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
}

function valueJson(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
