/**
 * The columns of a segment: `input_NAME` and `output_NAME`, in the types of the signature where the lines have them. Lists stand in
 * `…_NAME_list`, so that a column that once held numbers and once lists can still be read together; what is nested deeper is JSON text.
 */
import type { ModelSignature, SignatureField } from '../../../protocol/modelContents';
import { column, literal } from '../../analysis/sqlText';

type Side = 'input' | 'output';

/** What DuckDB's json_structure says of one column: ["DOUBLE"], [["VARCHAR"]], [{"a": "BIGINT"}]. */
export type Structure = string | readonly Structure[] | { readonly [name: string]: Structure };

export interface SealedColumn {
  readonly name: string;
  /** SQL: the list of its values, one per row of a line */
  readonly values: string;
}

const DECLARED: Readonly<Record<string, string>> = {
  double: 'DOUBLE', float: 'FLOAT', long: 'BIGINT', integer: 'INTEGER', boolean: 'BOOLEAN', string: 'VARCHAR', datetime: 'VARCHAR', binary: 'VARCHAR',
  float64: 'DOUBLE', float32: 'FLOAT', int64: 'BIGINT', int32: 'INTEGER', int16: 'SMALLINT', int8: 'TINYINT', uint64: 'UBIGINT', uint32: 'UINTEGER', uint16: 'USMALLINT', uint8: 'UTINYINT',
  bool: 'BOOLEAN', str: 'VARCHAR', object: 'VARCHAR',
};
const WHOLE = new Set(['BIGINT', 'UBIGINT']);
const FRACTIONS = new Set(['DOUBLE', 'FLOAT']);

/**
 * @param structure of all `inputs` (or `outputs`) of the lines, as json_group_structure tells it
 * @param long whether the lines hold whole numbers that may be beyond 2^63
 * @param signatures of the versions that answered, as far as they are known
 * @param taken names of columns that are there already, in lower case; gets those of these
 */
export function columnsOf(side: Side, structure: Readonly<Record<string, Structure>>, long: boolean, signatures: readonly (ModelSignature | null)[], taken: Set<string>): SealedColumn[] {
  return Object.entries(structure).map(([name, seen], index) => {
    const [element = 'NULL'] = Array.isArray(seen) ? (seen as readonly Structure[]) : [];
    const { type, list } = typeOf(element, declaredType(side, name, index === 0, signatures), long);
    return { name: freeName(`${side}_${name}${list ? '_list' : ''}`, taken), values: valuesOf(side, name, list ? [type] : type) };
  });
}

/** SQL: a list with the JSON text of every prediction, of the output that `predict` gives: the first. @param firsts names that come first in any line */
export function predictionsOf(firsts: readonly string[]): string {
  return firsts.length === 0 ? 'NULL' : `CASE json_keys(outputs)[1] ${firsts.map((name) => `WHEN ${literal(name)} THEN ${valuesOf('output', name, 'JSON')}`).join(' ')} END`;
}

function valuesOf(side: Side, name: string, type: string | readonly string[]): string {
  // A pointer, not a path: any name can stand in it.
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const values = `json_transform(${side}s->${literal(pointer)}, ${literal(JSON.stringify([type]))})`;
  // A model may answer with more values than it was given rows.
  return side === 'output' ? `(${values})[1:rows]` : values;
}

function typeOf(seen: Structure, declared: string | undefined, long: boolean): { readonly type: string; readonly list: boolean } {
  if (Array.isArray(seen)) {
    const [element = 'NULL'] = seen as readonly Structure[];
    return { type: Array.isArray(element) ? 'JSON' : scalarType(element, declared, long), list: true };
  }
  return { type: scalarType(seen, declared, long), list: false };
}

function scalarType(seen: Structure, declared: string | undefined, long: boolean): string {
  if (typeof seen !== 'string') {
    return 'JSON';
  }
  if (seen === 'NULL') {
    return declared ?? 'DOUBLE';
  }
  if (WHOLE.has(seen)) {
    return declared !== undefined && declared !== 'VARCHAR' && declared !== 'BOOLEAN' ? declared : seen === 'UBIGINT' && long ? 'UBIGINT' : 'BIGINT';
  }
  if (seen === 'DOUBLE') {
    return declared !== undefined && FRACTIONS.has(declared) ? declared : 'DOUBLE';
  }
  return seen === 'BOOLEAN' || seen === 'VARCHAR' ? seen : 'JSON';
}

/** @returns undefined where no signature names the column, or two disagree */
function declaredType(side: Side, name: string, first: boolean, signatures: readonly (ModelSignature | null)[]): string | undefined {
  const types = new Set(signatures.map((signature) => {
    const fields = (side === 'input' ? signature?.inputs : signature?.outputs) ?? [];
    // The one output of a signature has no name as a rule.
    const field = fields.find((one) => one.name === name) ?? (side === 'output' && first && fields.length === 1 && fields[0]?.name === '' ? fields[0] : undefined);
    return field === undefined ? undefined : DECLARED[kindOf(field)];
  }));
  const [type] = types;
  return types.size === 1 ? type : undefined;
}

function kindOf(field: SignatureField): string {
  return field.type === 'tensor' ? (field.dtype ?? '') : field.type;
}

/** DuckDB tells names in capitals and small letters for one: the second gets a number. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) {
    free = `${name}_${count}`;
  }
  taken.add(free.toLowerCase());
  return free;
}

/** SQL: the values of columns, side by side, as one row each. */
export function unnested(columns: readonly SealedColumn[]): string[] {
  return columns.map(({ name, values }) => `unnest(${values}) AS ${column(name)}`);
}
