/** Columns of texts: counted by DuckDB where they are categories. */
import type { ColumnType, DriftColumn, DriftOptions } from '../../../protocol/drift';
import type { TextFacts } from '../../analysis/columnReader';
import { columnType } from '../../data/columnType';
import type { Sides } from './compareNumbers';
import type { DataSide } from './dataSide';
import { noValues } from './dataTable';
import { judgeColumn, notJudged, type Known } from './judgeColumn';
import { judgeTexts } from './textContent';
import type { Python } from './textLearner';
import { textSignals } from './textSignals';

/** Columns that are counted together. */
const FEW_COLUMNS = 16;

type Counted = ReadonlyMap<string, number> | undefined;

/** @param names of columns that hold texts in both */
export async function compareTexts(sides: Sides, names: readonly string[], options: DriftOptions, python: Python | undefined, keep: (column: DriftColumn) => void): Promise<void> {
  const { reference, current } = sides;
  for (let from = 0; from < names.length; from += FEW_COLUMNS) {
    const part = names.slice(from, from + FEW_COLUMNS);
    const [before, now] = [await reference.present(part), await current.textFacts(part)];
    const facts = part.map((name, at) => factsOf(sides, name, before[at] ?? 0, now[at] ?? { present: 0, distinct: 0 }));
    const columns = await byReference(reference, facts);
    for (const { known, rows, type, empty } of columns) {
      if (empty !== undefined) {
        keep(notJudged(known, type, noValues(empty)));
      } else if (type === 'text') {
        keep({ ...await judgeTexts(sides, known, rows, options, python), ...await textSignals(sides, known.name) });
      }
    }
    const rest = columns.filter(({ type, empty }) => type === 'cat' && empty === undefined);
    const categories = rest.map(({ known }) => known.name);
    const [counted, countedNow] = categories.length === 0 ? [[], []] : [await reference.textCounts(categories), await current.textCounts(categories)];
    for (const [at, { known, rows }] of rest.entries()) {
      keep(compareOne(known, rows, counted[at], countedNow[at], options));
    }
  }
}

interface TextColumn {
  readonly known: Known;
  readonly type: ColumnType;
  /** of the reference that have a value */
  readonly rows: number;
  /** different current texts */
  readonly distinct: number;
  /** a side that has no values */
  readonly empty: DataSide | undefined;
}

function factsOf({ reference, current }: Sides, name: string, before: number, now: TextFacts): TextColumn {
  const missing = (has: number, rows: number): number => (rows === 0 ? 0 : (rows - has) / rows);
  const known: Known = { name, missing: { reference: missing(before, reference.rows), current: missing(now.present, current.rows) } };
  const type = columnType({ holds: 'text', rows: now.present, distinct: now.distinct, missing: current.rows - now.present });
  return { known, type, rows: before, distinct: now.distinct, empty: before === 0 ? reference : now.present === 0 ? current : undefined };
}

/** Different current texts that are still counted one by one. */
const MOST_CATEGORIES = 100_000;

/**
 * Evidently asks the current data alone whether texts are categories, and finds none in a few rows, most of which differ. What the
 * reference has as categories are categories here too: in a small window they would else never be compared.
 */
async function byReference(reference: DataSide, columns: readonly TextColumn[]): Promise<TextColumn[]> {
  const doubtful = columns.filter(({ type, empty, distinct }) => type === 'text' && empty === undefined && distinct <= MOST_CATEGORIES);
  const facts = doubtful.length === 0 ? [] : await reference.textFacts(doubtful.map(({ known }) => known.name));
  const categories = doubtful.filter((_, at) => columnType({ holds: 'text', rows: facts[at]?.present ?? 0, distinct: facts[at]?.distinct ?? 0, missing: 0 }) === 'cat');
  return columns.map((column) => (categories.includes(column) ? { ...column, type: 'cat' } : column));
}

/** @param rows of the reference that have a value */
function compareOne(known: Known, rows: number, counted: Counted, countedNow: Counted, options: DriftOptions): DriftColumn {
  if (counted === undefined || countedNow === undefined) {
    return notJudged(known, 'cat', 'Its reference has more different texts than are kept to compare windows with.');
  }
  const categories = [...new Set([...counted.keys(), ...countedNow.keys()])].toSorted(byCodePoints);
  const counts = { categories, reference: Float64Array.from(categories, (text) => counted.get(text) ?? 0), current: Float64Array.from(categories, (text) => countedNow.get(text) ?? 0) };
  return judgeColumn(known, { type: 'cat', counts }, rows, options);
}

/** As Python sorts them. */
function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
