/** Rows of JSON lines, in SQL: the same whether they are sealed or read as they are. */
import type { ModelSignature } from '../../../protocol/modelContents';
import { literal } from '../../analysis/sqlText';
import { columnsOf, predictionsOf, unnested, type Structure } from './columns';

/** Of every line; those of `key` and `role` may be missing. */
const FIELDS = "id: 'VARCHAR', time: 'BIGINT', protocol: 'VARCHAR', model: 'VARCHAR', version: 'VARCHAR', role: 'VARCHAR', key: 'VARCHAR', rows: 'BIGINT', inputs: 'JSON', outputs: 'JSON', latency_ms: 'DOUBLE', status: 'SMALLINT', outcome: 'VARCHAR', error: 'VARCHAR'";
const LEAST_OBJECT_BYTES = 16 * 1024 * 1024;

/** Names of columns that are not the model's. */
export const OWN_COLUMNS = ['id', 'row', 'time', 'protocol', 'model', 'version', 'role', 'key', 'rows', 'latency_ms', 'status', 'outcome', 'error', 'prediction'] as const;

/** SQL: the requests in files of lines; half a line, which a crash has left, is none. @param longest bytes of the longest line */
export function linesSource(files: readonly string[], longest: number): string {
  return `(SELECT * FROM read_json([${files.map(literal).join(', ')}], format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${Math.max(LEAST_OBJECT_BYTES, longest + 1)}, columns = {${FIELDS}}) WHERE id IS NOT NULL)`;
}

/** What stands in lines, to be known before their rows can be asked for. */
export interface LinesShape {
  /** json_group_structure of all inputs, JSON text */
  readonly inputs: string;
  readonly outputs: string;
  /** names that come first among the outputs of any line: what `predict` gives */
  readonly firsts: readonly string[];
}

/** SQL whose one row `shapeOf` reads. */
export function shapeQuery(source: string): string {
  return `SELECT count(*), coalesce(sum(greatest(rows, 1)), 0)::BIGINT, json_group_structure(inputs), json_group_structure(outputs), list(DISTINCT json_keys(outputs)[1]) FROM ${source}`;
}

/** @param row of `shapeQuery` @returns with it, how many requests there are, and rows in them: a request that scored none counts as one */
export function shapeOf([requests, rows, inputs, outputs, firsts]: readonly unknown[]): LinesShape & { readonly requests: number; readonly rows: number } {
  const text = (structure: unknown): string => (typeof structure === 'string' ? structure : '{}');
  return { requests: Number(requests), rows: Number(rows), inputs: text(inputs), outputs: text(outputs), firsts: ((firsts ?? []) as readonly (string | null)[]).filter((name) => name !== null) };
}

export interface RowsOptions extends LinesShape {
  /** whether there are whole numbers that may be beyond 2^63 */
  readonly long: boolean;
  /** of the versions that answered, as far as they are known */
  readonly signatures: readonly (ModelSignature | null)[];
}

/** SQL: a row for every scored row, and one without inputs for a request that scored none, as they stand in a segment. */
export function rowsQuery(source: string, { inputs, outputs, firsts, long, signatures }: RowsOptions): string {
  const taken = new Set<string>(OWN_COLUMNS);
  const columns = [
    ...columnsOf('input', structureOf(inputs), long, signatures, taken),
    ...columnsOf('output', structureOf(outputs), long, signatures, taken),
  ];
  return `SELECT id, unnest(CASE WHEN rows > 0 THEN range(rows)::INTEGER[] ELSE [NULL] END) AS "row", make_timestamp_ms(time)::TIMESTAMP_MS AS time, protocol, model, version, role, key, rows::INTEGER AS rows,
    latency_ms, status, outcome, error, unnest(${predictionsOf(firsts)}::VARCHAR[]) AS prediction${unnested(columns).map((one) => `, ${one}`).join('')} FROM ${source}`;
}

/** Where no request was scored, DuckDB says "NULL" in place of an object. */
function structureOf(text: string): Readonly<Record<string, Structure>> {
  const structure = JSON.parse(text) as Readonly<Record<string, Structure>> | string;
  return typeof structure === 'string' ? {} : structure;
}
