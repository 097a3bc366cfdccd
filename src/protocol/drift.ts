/** Drift: how differently the columns of a current data set are distributed from those of a reference. Shares are 0 to 1. */

/** As Evidently tells columns apart; `unknown` is what has no distribution that could be compared: lists, structures, bytes. */
export type ColumnType = 'num' | 'cat' | 'text' | 'datetime' | 'unknown';

export type Correction = 'bonferroni' | 'benjamini-hochberg';

export interface DriftOptions {
  /** for all columns; `numMethod` and `catMethod` go before it, and what `perColumn` says before those */
  readonly method?: string;
  readonly numMethod?: string;
  readonly catMethod?: string;
  /** a learner, which needs a Python with scikit-learn */
  readonly textMethod?: string;
  /** for all columns, instead of each method's own */
  readonly threshold?: number;
  readonly numThreshold?: number;
  readonly catThreshold?: number;
  readonly textThreshold?: number;
  readonly perColumn?: Readonly<Record<string, { readonly method?: string; readonly threshold?: number }>>;
  /** from this share of drifted columns on, the data set has drifted: 0.5 when left out, as in Evidently */
  readonly share?: number;
  readonly correction?: Correction;
  /** threshold of p-values where no other is said, instead of each method's own */
  readonly level?: number;
  /** whether a distance beyond its threshold has to be more than chance gives as well, told by a test beside it */
  readonly beyondChance?: boolean;
  /** names of columns; all that either file has when left out */
  readonly columns?: readonly string[];
  /** whether each column's distributions are told */
  readonly distributions?: boolean;
}

/** How the values of a column are distributed: shares of those that are there and finite, which sum to 1 on each side. */
export type Distribution =
  /** numbers: one more edge than shares, over the values of both; a bin goes from an edge to the next, the last one closed */
  | { readonly edges: readonly number[]; readonly reference: readonly number[]; readonly current: readonly number[] }
  /** categories: those that appear most often in either, and what all others come to */
  | { readonly categories: readonly string[]; readonly reference: readonly number[]; readonly current: readonly number[]; readonly other?: Both };

/** One number for each of the two samples. */
export interface Both { readonly reference: number; readonly current: number }

/** What is told of texts beside their content. */
export interface TextSignals {
  /** characters: the mean of both, compared as a column of numbers is */
  readonly length: Both & Pick<DriftColumn, 'method' | 'score' | 'measure' | 'threshold' | 'drifted'>;
  /** words of the current data that the reference has not; null: there are no words */
  readonly out_of_vocabulary: {
    readonly share: number;
    /** what would be so by chance in more texts like the reference's: the part of its words that it has once (Good 1953) */
    readonly expected: number;
    readonly examples: readonly string[];
  } | null;
}

export interface DriftColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** null: there was nothing that a method could be asked */
  readonly method: string | null;
  /** a p-value or a distance, as `measure` says; null: the column could not be judged, and `reason` says why */
  readonly score: number | null;
  readonly measure: 'p-value' | 'distance' | null;
  /** after the correction for many columns */
  readonly threshold: number | null;
  readonly drifted: boolean | null;
  /** of a distance beyond its threshold, where it was asked for: p-value of a test that both sides are of one distribution */
  readonly chance?: number;
  /** one sentence for a person */
  readonly reason?: string;
  /** share of rows without a value */
  readonly missing?: Both;
  /** share of rows with an infinite value, where there are any; no method looks at them */
  readonly infinite?: Both;
  /** values of the current data that the reference does not have */
  readonly new_categories?: { readonly count: number; readonly share: number; readonly examples: readonly string[] };
  /** values of the current data beyond what the reference has */
  readonly out_of_range?: { readonly share: number; readonly min: number; readonly max: number };
  /** of a column of texts that are no categories */
  readonly text?: TextSignals;
  /** when it was asked for, and both have values */
  readonly distribution?: Distribution;
}

/** What the columns say, and what they say of the whole. */
export interface DriftComparison {
  readonly columns: readonly DriftColumn[];
  readonly dataset: DriftVerdict;
}

export interface DriftVerdict {
  /** of the judged columns, those that drifted; null: none was judged */
  readonly share: number | null;
  readonly threshold: number;
  /** null: columns that could not be judged might change the answer */
  readonly drifted: boolean | null;
  readonly judged: number;
  readonly drifted_columns: number;
}

export interface DriftReport extends DriftComparison {
  readonly reference: { readonly path: string; readonly rows: number };
  readonly current: { readonly path: string; readonly rows: number };
}
