/** What a data file holds, column by column. Shares are 0 to 1. */
import type { ColumnType } from './drift';

/** A value at an end, or at a quantile: times as ISO 8601 in UTC; whole numbers beyond 2⁵³ as digits. */
export type ColumnValue = number | string;

/** The quantiles that are told, as shares of the values below. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** From edge to edge, the last bin closed; a count less than edges. Times are milliseconds since 1970, UTC. */
export interface ColumnHistogram { readonly edges: readonly number[]; readonly counts: readonly number[] }

export interface ColumnProfile {
  readonly name: string;
  /** what its values are, as `type` of a schema says it; other: lists, structures, bytes */
  readonly kind: 'number' | 'integer' | 'boolean' | 'text' | 'time' | 'other';
  /** as drift tells columns apart; `unknown` too where there is no value */
  readonly type: ColumnType;
  /** the file's own type, as DuckDB names it */
  readonly stored: string;
  /** rows with a value, an infinite one too */
  readonly present: number;
  /** share of rows without a value; NaN is none */
  readonly missing: number;
  /** share of rows with an infinite value; beside `present`, everything below is of finite values */
  readonly infinite: number;
  /** different values; null: not counted (lists, structures, bytes) */
  readonly distinct: number | null;
  /** false: estimated, up to a fifth off */
  readonly distinct_exact: boolean;
  /** distinct values per finite value */
  readonly unique: number | null;
  readonly min?: ColumnValue;
  readonly max?: ColumnValue;
  readonly mean?: ColumnValue;
  /** of the sample (n − 1); of times in seconds; null for one value */
  readonly std?: number | null;
  /** in the order of QUANTILES, linear between neighbours */
  readonly quantiles?: readonly ColumnValue[];
  readonly histogram?: ColumnHistogram;
  /** the values that appear most often, at most 20: all of them where `distinct` is not more */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
  /** false: the most frequent values were estimated, their counts are exact */
  readonly top_exact?: boolean;
  /** characters of texts */
  readonly length?: { readonly min: number; readonly max: number; readonly mean: number };
  /** quantiles and histogram are of so many rows, drawn evenly; all rows when left out */
  readonly sampled_rows?: number;
}

export interface ProfileCorrelations {
  readonly columns: readonly string[];
  /** by row and column; over rows where both are finite; null: fewer than two, or one value only */
  readonly pearson: readonly (readonly (number | null)[])[];
  readonly spearman: readonly (readonly (number | null)[])[];
  /** they are of so many rows, drawn evenly where the file has more */
  readonly rows: number;
  /** columns of numbers for which there was no room */
  readonly columns_left_out: number;
}

export interface ProfileReport {
  /** absolute */
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** null: fewer than two columns of numbers */
  readonly correlations: ProfileCorrelations | null;
}
