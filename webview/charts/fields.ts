/** A param, metric or tag over many runs, as the charts of runs take it. */
import type { ColumnValues } from '../../src/protocol/table';
import { toNumber } from '../../src/wording/formatNumber';

interface AnyField { readonly key: string }

/** A place per run; NaN where the run has no such value, or one that is not a number. */
export interface NumberField extends AnyField { readonly kind: 'number'; readonly values: Float64Array }

/** A place in `categories` per run; −1 where the run has no such value. Categories in the order that people count in: 2 before 10. */
export interface CategoryField extends AnyField { readonly kind: 'category'; readonly values: Int32Array; readonly categories: readonly string[] }

export type Field = NumberField | CategoryField;

/** @param runs numbers of the runs that are shown, in their order */
export function fieldOf(column: ColumnValues, runs: readonly number[]): Field {
  const at = new Map(column.runs.map((run, index) => [run, index]));
  if (column.kind === 'metric') {
    return { kind: 'number', key: column.key, values: Float64Array.from(runs, (run) => toNumber(column.values[at.get(run) ?? -1] ?? NaN)) };
  }
  const texts = runs.map((run) => column.texts[column.places[at.get(run) ?? -1] ?? -1]);
  const given = new Set(texts.filter((text) => text !== undefined));
  if (given.size > 0 && [...given].every(readsAsNumber)) {
    return { kind: 'number', key: column.key, values: Float64Array.from(texts, (text) => (text === undefined ? NaN : Number(text))) };
  }
  const order = new Intl.Collator(undefined, { numeric: true });
  const categories = [...given].sort(order.compare);
  const place = new Map(categories.map((text, index) => [text, index]));
  return { kind: 'category', key: column.key, values: Int32Array.from(texts, (text) => place.get(text ?? '') ?? -1), categories };
}

function readsAsNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** The value of a run as a number: of a category its place. NaN where there is none that can be shown. */
export function placeOf(field: Field, run: number): number {
  const value = field.values[run] ?? NaN;
  return field.kind === 'category' ? (value < 0 ? NaN : value) : Number.isFinite(value) ? value : NaN;
}
