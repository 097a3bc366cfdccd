/** What the engine asks of the analysis worker, and what it answers: messages between two processes of one version. */

/** A value that is put for a `?` of a query. */
export type Value = string | number | boolean | null;

export interface Query {
  /** one statement of DuckDB's SQL */
  readonly sql: string;
  readonly values?: readonly Value[];
  /** absolute paths of the files that it reads; no other file can be read */
  readonly files: readonly string[];
}

export type AnalysisAsk =
  | (Query & { readonly do: 'rows' })
  /** the rows of a query as a Parquet file, which is there whole or not at all */
  | (Query & {
    readonly do: 'parquet';
    /** absolute path; its folder is there */
    readonly to: string;
    /** rows that must come: with any other number nothing is written */
    readonly expect: number;
    /** texts in the footer of the file */
    readonly about: Readonly<Record<string, string>>;
  });

/** Rows as columns' names and values: bigint for whole numbers of 64 bits, Date for times, arrays for lists. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface AskMessage<Ask> { readonly id: number; readonly ask: Ask }

export type AnswerMessage<Answer> = { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly error: string };
