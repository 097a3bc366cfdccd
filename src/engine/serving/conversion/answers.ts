/** Values as they go between the engine, Python and the process that runs graphs: JSON, with not-a-number and infinities as text. */

export type Cell = string | number | boolean | null;

/** Row-major. */
export interface FlatArray {
  readonly shape: readonly number[];
  /** NumPy's name, or onnxruntime's */
  readonly dtype: string;
  readonly data: readonly Cell[];
}

/** What a graph is fed with: columns by name, all of one length, or one tensor. */
export type Rows = { readonly columns: Readonly<Record<string, readonly Cell[]>> } | { readonly tensor: FlatArray };

const SPECIAL: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };

/** @returns the number that a cell stands for; undefined when it stands for none */
export function numberOf(cell: Cell): number | undefined {
  return typeof cell === 'number' ? cell : typeof cell === 'boolean' ? Number(cell) : typeof cell === 'string' ? SPECIAL[cell] : undefined;
}
