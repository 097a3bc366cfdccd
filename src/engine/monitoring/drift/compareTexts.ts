/** Columns of texts: counted by DuckDB where they are categories. */
import type { DriftColumn, DriftOptions } from '../../../protocol/drift';
import type { TextFacts } from '../../analysis/columnReader';
import { columnType } from '../../data/columnType';
import type { Sides } from './compareNumbers';
import { judgeColumn, notJudged, type Known } from './judgeColumn';
import { noValues } from './dataTable';

/** @param names of columns that hold texts in both */
export async function compareTexts(sides: Sides, names: readonly string[], options: DriftOptions, keep: (column: DriftColumn) => void): Promise<void> {
  if (names.length === 0) {
    return;
  }
  const before = await sides.reference.present(names);
  const now = await sides.current.textFacts(names);
  for (const [at, name] of names.entries()) {
    keep(await compareOne(sides, name, before[at] ?? 0, now[at] ?? { present: 0, distinct: 0 }, options));
  }
}

async function compareOne({ reference, current }: Sides, name: string, before: number, now: TextFacts, options: DriftOptions): Promise<DriftColumn> {
  const missing = (has: number, rows: number): number => (rows === 0 ? 0 : (rows - has) / rows);
  const known: Known = { name, missing: { reference: missing(before, reference.rows), current: missing(now.present, current.rows) } };
  const type = columnType({ holds: 'text', rows: now.present, distinct: now.distinct, missing: current.rows - now.present });
  const empty = before === 0 ? reference : now.present === 0 ? current : undefined;
  if (empty !== undefined) {
    return notJudged(known, type, noValues(empty));
  }
  if (type === 'text') {
    return notJudged(known, type, 'More than half of its values are different, so it is text, and texts are not compared yet.');
  }
  const [counted, countedNow] = [await reference.textCounts(name), await current.textCounts(name)];
  if (counted === undefined || countedNow === undefined) {
    return notJudged(known, type, 'Its reference has more different texts than are kept to compare windows with.');
  }
  const categories = [...new Set([...counted.keys(), ...countedNow.keys()])].toSorted(byCodePoints);
  const counts = { categories, reference: Float64Array.from(categories, (text) => counted.get(text) ?? 0), current: Float64Array.from(categories, (text) => countedNow.get(text) ?? 0) };
  return judgeColumn(known, { type: 'cat', counts }, before, options);
}

/** As Python sorts them. */
function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
