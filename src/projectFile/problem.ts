/** What is wrong with a slipway.yaml, for a person: where, what, and what to do. */

/** Lines and columns from 0 on, as the language server protocol counts; the end is exclusive. */
export interface TextRange { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }

export interface FileProblem extends TextRange {
  /** warning: what it says is not followed, the rest of the file is */
  readonly severity: 'error' | 'warning';
  /** one or two sentences: what is wrong, and the remedy */
  readonly message: string;
  /** the word that was probably meant, in place of the one that stands here */
  readonly instead?: string;
  /** of a fault of the YAML itself: the parser's name for it, such as `DUPLICATE_KEY` */
  readonly code?: string;
}

/** `slipway.yaml:12:5: …`, as compilers say it, so that terminals make it a link. */
export function problemText(file: string, { line, column, message }: FileProblem): string {
  return `${file}:${line + 1}:${column + 1}: ${message}`;
}
