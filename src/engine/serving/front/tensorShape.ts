/** Nested arrays as flat values and their dimensions. */

/** @throws Error with one sentence when the array is ragged */
export function flatten(value: unknown): { shape: number[]; data: unknown[] } {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = (inner as unknown[])[0]) {
    shape.push(inner.length);
    if (inner.length === 0) {
      break;
    }
  }
  const data: unknown[] = [];
  collect(value, 0, shape, data);
  return { shape, data };
}

function collect(value: unknown, depth: number, shape: readonly number[], data: unknown[]): void {
  if (depth === shape.length) {
    if (Array.isArray(value)) {
      throw new Error('setting an array element with a sequence: lists of one dimension must all be of one length');
    }
    data.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== shape[depth]) {
    throw new Error(`the list is ragged: expected ${shape[depth]} values in dimension ${depth}, found ${Array.isArray(value) ? value.length : 'a single value'}`);
  }
  for (const inner of value) {
    collect(inner, depth + 1, shape, data);
  }
}

/** @returns dimensions as Python writes a tuple: (3, 4), (3,) */
export function tuple(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
