/** Columns of numbers and booleans: read a few at a time, sorted, judged. */
import type { DriftColumn, DriftOptions } from '../../../protocol/drift';
import { type NumberColumn, readNumbers } from '../../analysis/columnReader';
import { columnType, INTEGER_CATEGORIES, type Holds } from './columnType';
import { noValues, type Tables } from './dataTable';
import { judgeColumn, notJudged, type Known } from './judgeColumn';
import { countsOfNumbers, distinct, type Numbers, type Sample } from './sample';
import { sortNumbers } from './sortNumbers';

/** Each query costs a pass over the file, each column memory: as many columns go together as fit in here, … */
const SMALL_BYTES = 8 * 2 ** 20;
/** … or else as fit in here, but no more than a few. */
const MOST_BYTES = 64 * 2 ** 20;
const FEW_COLUMNS = 4;

/** @param names of columns that hold numbers or booleans in both */
export async function compareNumbers(tables: Tables, names: readonly string[], options: DriftOptions, keep: (column: DriftColumn) => void, tell: () => void): Promise<void> {
  const { connection, reference, current } = tables;
  const bytes = Math.max(1, 8 * (reference.rows + current.rows));
  const together = Math.max(1, Math.floor(SMALL_BYTES / bytes), Math.min(FEW_COLUMNS, Math.floor(MOST_BYTES / bytes)));
  // The same memory for each part: what is let go of is not given back at once.
  const room = Math.min(together, names.length);
  const [roomBefore, roomNow] = [reference, current].map(({ rows }) => Array.from({ length: room }, () => new Float64Array(rows))) as [Float64Array[], Float64Array[]];
  const scratch = new Float64Array(Math.max(reference.rows, current.rows));
  for (let from = 0; from < names.length; from += together) {
    const part = names.slice(from, from + together);
    const before = await readNumbers(connection, 'reference', part, roomBefore);
    const now = await readNumbers(connection, 'current', part, roomNow);
    for (const [at, name] of part.entries()) {
      sortNumbers((before[at] as NumberColumn).values, scratch);
      sortNumbers((now[at] as NumberColumn).values, scratch);
      keep(compareOne(tables, name, before[at] as NumberColumn, now[at] as NumberColumn, options));
    }
    tell();
  }
}

/** @param before of the reference; both sorted */
function compareOne({ reference, current }: Tables, name: string, before: NumberColumn, now: NumberColumn, options: DriftOptions): DriftColumn {
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
  return judgeColumn(known, sampleOf(type === 'cat' ? 'cat' : 'num', { reference: before.values, current: now.values, whole }, boolean), before.values.length, options);
}

function sampleOf(type: Sample['type'], numbers: Numbers, boolean: boolean): Sample {
  if (type === 'num') {
    return { type, numbers };
  }
  const counts = countsOfNumbers(numbers);
  return { type, counts: boolean ? { ...counts, categories: counts.categories.map((value) => (value === 1 ? 'true' : 'false')) } : counts };
}
