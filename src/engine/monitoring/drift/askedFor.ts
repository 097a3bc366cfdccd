/** Which method and which threshold were asked for. */
import type { DriftOptions } from '../../../protocol/drift';
import { DriftRefused } from './dataTable';
import { methodCalled, METHODS, type Method } from './methods';
import { isTextMethod, TEXT_METHODS } from './textMethods';

type Type = Method['types'][number];

const WORDS = { num: 'numbers', cat: 'categories' } as const;

/** @returns the name of the method for a column; Evidently's precedence: of the column, by type, for all */
export function askedMethod(name: string, type: Type | 'text', { method, numMethod, catMethod, textMethod, perColumn }: DriftOptions): string | undefined {
  // What is asked for all is no method for texts.
  return perColumn?.[name]?.method ?? (type === 'text' ? textMethod : (type === 'num' ? numMethod : catMethod) ?? method);
}

/** The threshold for a column; Evidently's precedence: of the column, by type, for all, the method's own. */
export function askedThreshold(name: string, type: Type | 'text', { threshold, numThreshold, catThreshold, textThreshold, perColumn }: DriftOptions): number | undefined {
  return perColumn?.[name]?.threshold ?? { num: numThreshold, cat: catThreshold, text: textThreshold }[type] ?? threshold;
}

/** @throws DriftRefused for a method that there is not, or not for such columns */
export function mustBeMethods({ method, numMethod, catMethod, textMethod, perColumn }: DriftOptions): void {
  if (textMethod !== undefined && !isTextMethod(textMethod)) {
    throw new DriftRefused(`There is no method "${textMethod}" for texts. There are: ${TEXT_METHODS.join(', ')}.`);
  }
  const both: readonly Type[] = ['num', 'cat'];
  const asked: readonly (readonly [string | undefined, readonly Type[]])[] = [[method, both], [numMethod, ['num']], [catMethod, ['cat']], ...Object.values(perColumn ?? {}).filter((column) => !isTextMethod(column.method ?? '')).map((column) => [column.method, both] as const)];
  for (const [name, types] of asked) {
    const fitting = METHODS.filter((known) => types.some((type) => (known.types as readonly Type[]).includes(type)));
    if (name !== undefined && !fitting.some((known) => known.name === name)) {
      const [type, other]: readonly [Type, Type] = types[0] === 'num' ? ['num', 'cat'] : ['cat', 'num'];
      const known = methodCalled(name) === undefined ? `There is no method "${name}".` : `${name} compares ${WORDS[other]}, not ${WORDS[type]}.`;
      throw new DriftRefused(`${known} There are: ${fitting.map((one) => one.name).join(', ')}.`);
    }
  }
}

/** @throws DriftRefused for options of a column that neither data set has */
export function mustFitColumns({ perColumn }: DriftOptions, names: readonly string[]): void {
  const unknown = Object.keys(perColumn ?? {}).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new DriftRefused(`Neither data set has the column "${unknown}", for which a method or threshold is given. There are: ${names.slice(0, 50).join(', ')}.`);
  }
}
