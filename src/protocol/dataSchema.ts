/** What the rows of a data file, or of traffic, have to be like: `data:` of slipway.yaml, and what breaks it. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

const strict = { additionalProperties: false };

export const ColumnRule = Type.Object({
  type: Type.Optional(Type.Union([Type.Literal('number'), Type.Literal('integer'), Type.Literal('boolean'), Type.Literal('text'), Type.Literal('time')], {
    description: 'What its values are. integer: numbers without a fraction, however they are stored. time: dates and times. A text file says no types: there, values that read as what is asked for are taken.',
  })),
  optional: Type.Optional(Type.Boolean({ description: 'Whether the data may lack the column. Default: false.' })),
  missing: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'The greatest share of rows without a value; NaN is none. Default: any share.' })),
  min: Type.Optional(Type.Union([Type.Number(), Type.String({ minLength: 1 })], { description: 'The least value; of times a date or time, such as 2026-01-31.' })),
  max: Type.Optional(Type.Union([Type.Number(), Type.String({ minLength: 1 })], { description: 'The greatest value; infinite ones are beyond it.' })),
  unique: Type.Optional(Type.Boolean({ description: 'Whether no value may appear twice. Default: false.' })),
  values: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), { minItems: 1, description: 'The values that there may be.' })),
  pattern: Type.Optional(Type.String({ minLength: 1, description: 'A regular expression (RE2) that the whole of each value matches.' })),
  min_length: Type.Optional(Type.Integer({ minimum: 0, description: 'The fewest characters of a value.' })),
  max_length: Type.Optional(Type.Integer({ minimum: 0, description: 'The most characters of a value.' })),
}, { ...strict, description: 'What a column of this name has to be like. Missing values break only `missing`.' });
export type ColumnRule = Static<typeof ColumnRule>;

export const DataSchema = Type.Object({
  file: Type.String({ minLength: 1, description: 'The data file that it describes (.csv, .tsv, .parquet, .jsonl, .json, .arrow, .feather), relative to this file.' }),
  columns: Type.Record(Type.String(), ColumnRule, { minProperties: 1, description: 'Columns by name.' }),
  extra_columns: Type.Optional(Type.Union([Type.Literal('allow'), Type.Literal('fail')], { description: 'What it means that there are other columns. Default: allow.' })),
  min_rows: Type.Optional(Type.Integer({ minimum: 0, description: 'The fewest rows. Default: 1.' })),
}, { ...strict, description: 'What data has to be like: `slipway validate` checks files, `validate` of a train target its input. `slipway profile FILE --suggest NAME --write` writes one.' });
export type DataSchema = Static<typeof DataSchema>;

export type ViolatedRule = keyof Omit<ColumnRule, 'optional'> | 'column' | 'extra_columns' | 'min_rows';

export interface Violation {
  /** null: of the whole data */
  readonly column: string | null;
  /** as the schema names it; `column`: it is not there */
  readonly rule: ViolatedRule;
  /** one sentence for a person, with what is asked for and what was found */
  readonly message: string;
  /** rows that break it; of a column that is not there, all */
  readonly count: number;
  /** of all rows, 0 to 1 */
  readonly share: number;
  /** up to 5, the first ones; rows are counted from 1, a header is none */
  readonly examples: readonly { readonly row: number; readonly value: string | null }[];
}

export interface ValidationReport {
  /** absolute */
  readonly path: string;
  readonly schema: string;
  readonly rows: number;
  readonly columns_checked: number;
  readonly valid: boolean;
  readonly violations: readonly Violation[];
}
