/** All columns of two data sets, compared: what files, tables and windows share. */
import type { DriftColumn, DriftComparison, DriftOptions } from '../../../protocol/drift';
import { mustBeMethods, mustFitColumns } from './askedFor';
import { beyondChance } from './beyondChance';
import { type Holds, holdsNumbers } from '../../analysis/holds';
import { columnType } from '../../data/columnType';
import { compareNumbers, type Sides } from './compareNumbers';
import { compareTexts } from './compareTexts';
import { corrected } from './correction';
import { DriftRefused, noValues } from './dataTable';
import { notJudged } from './judgeColumn';
import type { Python } from './textLearner';
import { verdict } from './verdict';

/**
 * @param tell is told how many of how many columns are done, now and then
 * @param python compares the content of texts, where there is one
 * @throws DriftRefused for what was asked wrongly
 */
export async function compareSides(sides: Sides, options: DriftOptions, tell: (done: number, of: number) => void, python?: Python): Promise<DriftComparison> {
  mustBeMethods(options);
  const columns = beyondChance(corrected(await compare(sides, options, tell, python), options));
  return { columns, dataset: verdict(columns, options.share) };
}

async function compare(sides: Sides, options: DriftOptions, tell: (done: number, of: number) => void, python: Python | undefined): Promise<DriftColumn[]> {
  const { reference, current } = sides;
  const all = [...new Set([...reference.columns.keys(), ...current.columns.keys()])];
  const names = options.columns ?? all;
  const unknown = names.filter((name) => !reference.columns.has(name) && !current.columns.has(name));
  if (unknown.length > 0) {
    throw new DriftRefused(`Neither ${reference.called} nor ${current.called} has a column ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${[...current.columns.keys()].slice(0, 50).join(', ')}.`);
  }
  mustFitColumns(options, all);
  const done = new Map((await notComparable(sides, names)).map((column) => [column.name, column]));
  tell(done.size, names.length);
  const rest = names.filter((name) => !done.has(name));
  const keep = (column: DriftColumn): void => {
    done.set(column.name, column);
  };
  await compareNumbers(sides, rest.filter((name) => holdsNumbers(current.columns.get(name))), options, keep, () => tell(done.size, names.length));
  await compareTexts(sides, rest.filter((name) => current.columns.get(name) === 'text'), options, python, keep);
  return names.flatMap((name) => done.get(name) ?? []);
}

/** Columns of which there is nothing to compare, and why. */
async function notComparable({ reference, current }: Sides, names: readonly string[]): Promise<DriftColumn[]> {
  const differing = names.filter((name) => reference.columns.has(name) && current.columns.has(name) && familyOf(reference.columns.get(name)) !== familyOf(current.columns.get(name)));
  const [inReference, inCurrent] = [await reference.present(differing), await current.present(differing)];
  return names.flatMap((name) => {
    const [before, now] = [reference.columns.get(name), current.columns.get(name)];
    const type = columnType({ holds: now ?? before ?? 'other', rows: 1, distinct: 0, missing: 1 });
    const refuse = (reason: string): DriftColumn[] => [notJudged({ name }, type, reason)];
    if (before === undefined || now === undefined) {
      const [has, lacks] = before === undefined ? [current, reference] : [reference, current];
      return refuse(`Only ${has.called} has this column, ${lacks.called} has not.`);
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
  return holdsNumbers(holds) ? 'number' : holds === 'text' || holds === 'time' ? holds : 'other';
}
