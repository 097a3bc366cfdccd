/** Drift between two data files: what `slipway drift` runs, in a bundle of its own (`dist/drift.js`), with no engine. */
import path from 'node:path';
import type { DriftColumn, DriftOptions, DriftReport } from '../../../protocol/drift';
import { confined } from '../../analysis/confined';
import { columnType, type Holds } from './columnType';
import { compareNumbers } from './compareNumbers';
import { compareTexts } from './compareTexts';
import { correctedPart } from './correction';
import { type DataTable, DriftRefused, noValues, openTable, present, type Tables } from './dataTable';
import { notJudged } from './judgeColumn';
import { methodCalled, METHODS } from './methods';
import { verdict } from './verdict';

/**
 * @param files absolute paths: CSV, Parquet or JSON
 * @param tell is told how many of how many columns are done, now and then
 * @throws DriftRefused for what was asked wrongly; Error for a file that can't be read
 */
export async function compareFiles(files: { readonly reference: string; readonly current: string }, options: DriftOptions, tell: (done: number, of: number) => void): Promise<DriftReport> {
  mustKnowMethods(options);
  return confined([files.reference, files.current], undefined, async (connection) => {
    const tables = { connection, reference: await openTable(connection, 'reference', files.reference), current: await openTable(connection, 'current', files.current) };
    const columns = corrected(await compare(tables, options, tell), options);
    const about = ({ file, rows }: DataTable): DriftReport['reference'] => ({ path: file, rows });
    return { reference: about(tables.reference), current: about(tables.current), columns, dataset: verdict(columns) };
  });
}

function mustKnowMethods({ method, numMethod, catMethod }: DriftOptions): void {
  for (const [name, types] of [[method, ['num', 'cat']], [numMethod, ['num']], [catMethod, ['cat']]] as const) {
    const fitting = METHODS.filter((known) => types.some((type) => (known.types as readonly string[]).includes(type)));
    if (name !== undefined && !fitting.some((known) => known.name === name)) {
      const known = methodCalled(name) === undefined ? `There is no method "${name}".` : `${name} compares ${types[0] === 'num' ? 'categories' : 'numbers'}, not ${types[0] === 'num' ? 'numbers' : 'categories'}.`;
      throw new DriftRefused(`${known} There are: ${fitting.map((one) => one.name).join(', ')}.`);
    }
  }
}

async function compare(tables: Tables, options: DriftOptions, tell: (done: number, of: number) => void): Promise<DriftColumn[]> {
  const { reference, current } = tables;
  const names = options.columns ?? [...new Set([...reference.columns.keys(), ...current.columns.keys()])];
  const unknown = names.filter((name) => !reference.columns.has(name) && !current.columns.has(name));
  if (unknown.length > 0) {
    throw new DriftRefused(`Neither file has a column ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${[...current.columns.keys()].slice(0, 50).join(', ')}.`);
  }
  const done = new Map((await notComparable(tables, names)).map((column) => [column.name, column]));
  tell(done.size, names.length);
  const rest = names.filter((name) => !done.has(name));
  const keep = (column: DriftColumn): void => {
    done.set(column.name, column);
  };
  await compareNumbers(tables, rest.filter((name) => isNumber(current.columns.get(name))), options, keep, () => tell(done.size, names.length));
  await compareTexts(tables, rest.filter((name) => current.columns.get(name) === 'text'), options, keep);
  return names.flatMap((name) => done.get(name) ?? []);
}

/** Columns of which there is nothing to compare, and why. */
async function notComparable(tables: Tables, names: readonly string[]): Promise<DriftColumn[]> {
  const { connection, reference, current } = tables;
  const differing = names.filter((name) => reference.columns.has(name) && current.columns.has(name) && familyOf(reference.columns.get(name)) !== familyOf(current.columns.get(name)));
  const [inReference, inCurrent] = [await present(connection, reference, differing), await present(connection, current, differing)];
  return names.flatMap((name) => {
    const [before, now] = [reference.columns.get(name), current.columns.get(name)];
    const type = columnType({ holds: now ?? before ?? 'other', rows: 1, distinct: 0, missing: 1 });
    const refuse = (reason: string): DriftColumn[] => [notJudged({ name }, type, reason)];
    if (before === undefined || now === undefined) {
      const [has, lacks] = before === undefined ? [current, reference] : [reference, current];
      return refuse(`Only ${path.basename(has.file)} has this column, ${path.basename(lacks.file)} has not.`);
    }
    const at = differing.indexOf(name);
    if (at >= 0) {
      const empty = inReference[at] === 0 ? reference : inCurrent[at] === 0 ? current : undefined;
      return refuse(empty === undefined ? `It holds ${WORDS[familyOf(before)]} in the reference and ${WORDS[familyOf(now)]} in the current data.` : noValues(empty));
    }
    return now === 'time' ? refuse('Times are not compared: later ones are new by nature.') : now === 'other' ? refuse('It holds lists, structures or bytes, which no method compares.') : [];
  });
}

const WORDS = { number: 'numbers', text: 'texts', time: 'times', other: 'lists, structures or bytes' } as const;

function familyOf(holds: Holds | undefined): keyof typeof WORDS {
  return isNumber(holds) ? 'number' : holds === 'text' || holds === 'time' ? holds : 'other';
}

function isNumber(holds: Holds | undefined): boolean {
  return holds === 'float' || holds === 'whole' || holds === 'boolean';
}

/** Thresholds of tests, for so many of them. */
function corrected(columns: readonly DriftColumn[], { correction }: DriftOptions): readonly DriftColumn[] {
  if (correction === undefined) {
    return columns;
  }
  const tested = columns.flatMap(({ score, threshold, measure }) => (score === null || threshold === null || measure !== 'p-value' ? [] : [{ p: score, threshold }]));
  const part = correctedPart(correction, tested);
  return columns.map((column) => {
    const { score, threshold, measure, method } = column;
    if (score === null || threshold === null || measure !== 'p-value') {
      return column;
    }
    return { ...column, threshold: threshold * part, drifted: methodCalled(method ?? '')?.drifted(score, threshold * part) ?? null };
  });
}
