/** Checks of answers to evaluation data: metrics, slices, groups, missing values. Pure. */
import type { GateCheck } from '../../protocol/gates';
import type { EvaluationMetric, FairnessCheck, Limits, MissingValuesCheck, SliceCheck } from '../../protocol/projectFile';
import { countOf, formatNumber } from '../../wording/formatNumber';
import { apart, limitCheck, limitText, type Fact } from './limits';
import { type Cell, classText, type Given, inOrder, type Truth } from './statistics/answers';
import { fairness, type FairnessMeasure, groupRates } from './statistics/fairness';
import { nearNames } from './metricChecks';
import { lowerIsBetter, measure, taskOfMetric } from './statistics/measures';

/** A version's answers to rows whose true answers are known. */
export interface Answered { readonly who: string; readonly truth: Truth; readonly given: Given }

/** Columns of the data: those that were asked for, and the names of all. */
export interface Columns { readonly cells: ReadonlyMap<string, readonly Cell[]>; readonly names: readonly string[] }

const DEFAULT_ROWS = 30;
const MOST_SLICES = 100;
/** How a group or slice without a value is called. */
const EMPTY = '(empty)';
const FAIRNESS: readonly FairnessMeasure[] = ['demographic_parity_difference', 'demographic_parity_ratio', 'equalized_odds_difference', 'equalized_odds_ratio'];

/** A metric that was not recorded, measured. */
export function measuredCheck(metric: EvaluationMetric, limits: Limits, { who, truth, given }: Answered): GateCheck {
  return otherTask('metric', metric, metric, truth, limitText(limits)) ?? limitCheck({
    kind: 'metric', name: metric, what: `${metric} of ${who}`, value: measure(metric, truth, given), limits, facts: [{ name: 'rows', value: given.length }, ...missingFact(given)],
  });
}

/** One check per value of the column. */
export function sliceChecks(slice: SliceCheck, columns: Columns, { who, truth, given }: Answered): GateCheck[] {
  const name = `${slice.metric} by ${slice.column}`;
  const limits: Limits = { ...(slice.min === undefined ? {} : { min: slice.min }), ...(slice.max === undefined ? {} : { max: slice.max }) };
  const limit = limitText(limits);
  const cells = columns.cells.get(slice.column);
  const unfit = cells === undefined ? noColumn('slice', name, slice.column, columns) : otherTask('slice', name, slice.metric, truth, limit);
  if (cells === undefined || unfit !== undefined) {
    return unfit === undefined ? [] : [unfit];
  }
  const rows = rowsByValue(cells);
  if (rows.size > MOST_SLICES) {
    return [{ kind: 'slice', name, outcome: 'failed', limit, message: `Column "${slice.column}" has ${rows.size} different values, and slices can have ${MOST_SLICES}. Slice by a column with few values, such as bands of it.` }];
  }
  const least = slice.min_rows ?? DEFAULT_ROWS;
  return inOrder([...rows.keys()]).map((value): GateCheck => {
    const of = rows.get(value) ?? [];
    const where = `${slice.metric} where ${slice.column} = ${value}`;
    const measured = measure(slice.metric, truth, given, of);
    const facts = [{ name: 'rows', value: of.length }];
    return of.length >= least ? limitCheck({ kind: 'slice', name: where, what: `${slice.metric} of ${who} where ${slice.column} = ${value}`, value: measured, limits, facts })
      : { kind: 'slice', name: where, outcome: 'not_judged', limit, facts, ...(Number.isFinite(measured) ? { value: measured } : {}), message: `${slice.column} = ${value} has ${countOf(of.length, 'row')}, and ${least} are needed to judge it (${slice.metric} is ${formatNumber(measured)}).` };
  });
}

/** One check per measure that has a limit. */
export function fairnessChecks(check: FairnessCheck, columns: Columns, { who, truth, given }: Answered): GateCheck[] {
  return FAIRNESS.flatMap((kind): GateCheck[] => {
    const bound = check[kind];
    return bound === undefined ? [] : [fairnessCheck(kind, kind.endsWith('_ratio') ? { min: bound } : { max: bound }, check.column, columns, { who, truth, given })];
  });
}

function fairnessCheck(kind: FairnessMeasure, limits: Limits, column: string, columns: Columns, { who, truth, given }: Answered): GateCheck {
  const name = `${kind} by ${column}`;
  const limit = limitText(limits);
  const cells = columns.cells.get(column);
  if (cells === undefined) {
    return noColumn('fairness', name, column, columns);
  }
  if (truth.task === 'regression' || truth.positive === undefined) {
    const why = truth.task === 'regression' ? 'the label is an amount' : truth.classes.length > 2 ? `the label has ${truth.classes.length} classes` : 'the data hold one class only; evaluation.positive says which answer counts as "yes"';
    return { kind: 'fairness', name, outcome: 'failed', limit, message: `${kind} needs two classes, and ${why}. Remove the check, or judge on data with two.` };
  }
  const rates = groupRates(truth.truth, given, truth.positive, cells.map(valueText));
  const facts = rates.flatMap((one): Fact[] => [
    { name: `${one.group}: rows`, value: one.rows }, { name: `${one.group}: selection rate`, value: one.selection },
    { name: `${one.group}: true positive rate`, value: one.truePositive }, { name: `${one.group}: false positive rate`, value: one.falsePositive },
  ]);
  const told = rates.slice(0, 4).map((one) => `${one.group} ${kind.startsWith('demographic') ? formatNumber(one.selection) : `${formatNumber(one.truePositive)}/${formatNumber(one.falsePositive)}`}`).join(', ');
  const without = kind.startsWith('equalized') ? rates.filter((one) => one.positives === 0 || one.positives === one.rows).map((one) => one.group) : [];
  const result = limitCheck({ kind: 'fairness', name, what: `${kind} of ${who} by ${column}`, value: fairness(kind, rates), limits, facts });
  const words = kind.startsWith('demographic') ? `"${truth.classes[truth.positive] ?? ''}" is predicted at these rates` : 'true/false positive rates';
  const counted = without.length === 0 ? '' : ` ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} answers of one kind only: the rate that can't be taken counts as 0, as in fairlearn.`;
  return { ...result, message: `${result.message} By group, ${words}: ${told}${rates.length > 4 ? ', …' : ''}.${counted}` };
}

/** What became of a metric when one column was emptied in some rows. */
export interface Emptied { readonly column: string; readonly rows: readonly number[]; /** answers to these rows; a text: what Python said instead */ readonly given: Given | string }

export function missingValuesCheck(check: MissingValuesCheck, { column, rows, given }: Emptied, whole: Answered): GateCheck {
  const { metric, max_drop: most } = check;
  const name = `${metric} without ${column}`;
  const base = { kind: 'missing_values' as const, name, limit: `drop <= ${most}` };
  const other = otherTask('missing_values', name, metric, whole.truth, base.limit);
  if (other !== undefined) {
    return other;
  }
  if (typeof given === 'string') {
    return { ...base, outcome: 'failed', message: `${whole.who} can't predict when ${column} is missing: ${given}` };
  }
  const answers = whole.given.slice();
  for (const [at, row] of rows.entries()) {
    answers[row] = given[at] as number;
  }
  const before = measure(metric, whole.truth, whole.given);
  const after = measure(metric, whole.truth, answers);
  const drop = lowerIsBetter(metric) ? after - before : before - after;
  const facts: Fact[] = [{ name: `${metric}, complete`, value: number(before) }, { name: `${metric}, emptied`, value: number(after) }, { name: 'emptied rows', value: rows.length }, { name: 'rows', value: answers.length }];
  const told = `${formatNumber(before)} to ${formatNumber(after)} with ${column} missing in ${rows.length} of ${countOf(answers.length, 'row')}`;
  return Number.isNaN(drop) || drop > most
    ? { ...base, outcome: 'failed', ...(Number.isFinite(drop) ? { value: drop } : {}), facts, message: `${metric} of ${whole.who} gets worse by ${Number.isNaN(drop) ? 'NaN' : apart(drop, most)} (${told}), and may by at most ${most}.` }
    : { ...base, outcome: 'passed', ...(Number.isFinite(drop) ? { value: drop } : {}), facts, message: `${metric} of ${whole.who} goes from ${told}.` };
}

/** A check that can't be, because the metric is for the other task. */
export function otherTask(kind: GateCheck['kind'], name: string, metric: EvaluationMetric, truth: Truth, limit: string): GateCheck | undefined {
  return taskOfMetric(metric) === truth.task ? undefined
    : { kind, name, outcome: 'failed', limit, message: `${metric} is for ${taskOfMetric(metric)}, and the label is taken for ${truth.task}. Choose another metric, or set evaluation.task.` };
}

function noColumn(kind: GateCheck['kind'], name: string, column: string, columns: Columns): GateCheck {
  return { kind, name, outcome: 'failed', message: `The evaluation data have no column "${column}". They have: ${nearNames(column, columns.names, 8).join(', ')}${columns.names.length > 8 ? ', …' : ''}.` };
}

function rowsByValue(cells: readonly Cell[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, cell] of cells.entries()) {
    const value = valueText(cell);
    const list = rows.get(value);
    if (list === undefined) {
      rows.set(value, [row]);
    } else {
      list.push(row);
    }
  }
  return rows;
}

function valueText(cell: Cell): string {
  return cell === null ? EMPTY : typeof cell === 'boolean' ? String(cell) : classText(cell);
}

/** Rows that were left without an answer are told, where there are any. */
function missingFact(given: Given): Fact[] {
  const none = Array.from<number>(given).filter((value) => Number.isNaN(value) || (given instanceof Int32Array && value < 0)).length;
  return none === 0 ? [] : [{ name: 'rows without an answer', value: none }];
}

/** A number for a report, which is JSON. */
function number(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
