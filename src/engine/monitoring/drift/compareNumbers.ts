/** Columns of numbers and booleans: read a few at a time, sorted, judged. */
import type { DriftColumn, DriftOptions } from '../../../protocol/drift';
import type { Holds } from '../../analysis/holds';
import { columnType, INTEGER_CATEGORIES } from '../../data/columnType';
import { columnsTogether, type DataSide, type SortedColumn } from './dataSide';
import { noValues } from './dataTable';
import { judgeColumn, notJudged, type Known } from './judgeColumn';
import { countsOfNumbers, distinct, type Numbers, type Sample } from './sample';

/** The two data sets. */
export interface Sides { readonly reference: DataSide; readonly current: DataSide }

/** @param names of columns that hold numbers or booleans in both */
export async function compareNumbers(sides: Sides, names: readonly string[], options: DriftOptions, keep: (column: DriftColumn) => void, tell: () => void): Promise<void> {
  const { reference, current } = sides;
  const together = columnsTogether(reference.room + current.room);
  const scratch = new Float64Array(Math.max(reference.room, current.room));
  for (let from = 0; from < names.length; from += together) {
    const part = names.slice(from, from + together);
    const before = await reference.numbers(part, scratch);
    const now = await current.numbers(part, scratch);
    for (const [at, name] of part.entries()) {
      keep(compareOne(sides, name, before[at] as SortedColumn, now[at] as SortedColumn, options));
    }
    tell();
  }
}

/** @param before of the reference; both sorted */
function compareOne({ reference, current }: Sides, name: string, before: SortedColumn, now: SortedColumn, options: DriftOptions): DriftColumn {
  const [heldBefore, heldNow] = [reference.columns.get(name) as Holds, current.columns.get(name) as Holds];
  const boolean = heldBefore === 'boolean' && heldNow === 'boolean';
  const infinite = before.infinite + now.infinite === 0 ? {} : { infinite: { reference: before.infinite / reference.rows, current: now.infinite / current.rows } };
  const share = (missing: number, rows: number): number => (rows === 0 ? 0 : missing / rows);
  const known: Known = { name, missing: { reference: share(before.missing, reference.rows), current: share(now.missing, current.rows) }, ...infinite };
  const type = columnType({ holds: boolean ? 'boolean' : heldNow === 'boolean' ? 'whole' : heldNow, rows: now.values.length, distinct: distinct(now.values, INTEGER_CATEGORIES), missing: now.missing });
  const empty = before.values.length === 0 ? reference : now.values.length === 0 ? current : undefined;
  if (empty !== undefined) {
    return notJudged(known, type, noValues(empty));
  }
  const whole = heldBefore !== 'float' && heldNow !== 'float' && before.missing + now.missing === 0;
  return judgeColumn(known, sampleOf(type === 'cat' ? 'cat' : 'num', { reference: before.values, current: now.values, whole, ...(before.spread === undefined ? {} : { spread: before.spread }) }, boolean), before.values.length, options);
}

function sampleOf(type: Sample['type'], numbers: Numbers, boolean: boolean): Sample {
  if (type === 'num') {
    return { type, numbers };
  }
  const counts = countsOfNumbers(numbers);
  return { type, counts: boolean ? { ...counts, categories: counts.categories.map((value) => (value === 1 ? 'true' : 'false')) } : counts };
}
