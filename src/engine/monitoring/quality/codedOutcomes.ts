/** Answers and truths, as texts of a log, to count with. Pure. */
import { inOrder } from '../../gates/statistics/answers';
import { classCodes, normalClass } from './classNames';
import type { AnsweredAlike } from './groupFairness';

/** Rows that were answered alike and came true alike; null: no group, no answer, no truth yet. */
export interface Outcome { readonly group: string | null; readonly predicted: string | null; readonly truth: string | null; readonly rows: number }

export interface CodedOutcomes {
  readonly classes: readonly string[];
  /** code of the class that counts as "yes"; undefined: none does */
  readonly positive: number | undefined;
  readonly cells: readonly AnsweredAlike[];
}

/**
 * Classes that the model names keep their codes; others that appear come after them, in their order.
 * @param known in the model's order; null: it names none
 * @param yes text of the answer that counts as "yes"; else the greater of two classes is it
 */
export function codedOutcomes(outcomes: readonly Outcome[], { classes: known, positive: yes }: { readonly classes: readonly string[] | null; readonly positive?: string | undefined }): CodedOutcomes {
  const codeOfKnown = classCodes(known ?? []);
  const seen = new Map(outcomes.flatMap(({ predicted, truth }) => [predicted, truth]).filter((text) => text !== null).map((text) => [normalClass(text), text] as const));
  const classes = [...known ?? [], ...inOrder([...seen.values()].filter((text) => codeOfKnown(text) < 0))];
  const code = classCodes(classes);
  const positive = yes !== undefined ? code(yes) : classes.length === 2 ? code(inOrder(classes)[1] ?? null) : -1;
  return {
    classes, positive: positive < 0 ? undefined : positive,
    cells: outcomes.map(({ group, predicted, truth, rows }) => ({ group: group ?? undefined, predicted: code(predicted), truth: code(truth), rows })),
  };
}
