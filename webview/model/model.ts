/** What the model panel says, from what its host told: numbers and words in, view model out; no page, no clock of its own. */
import { metricDirection, type Direction } from '../../src/protocol/direction';
import type { KeyValue, WireNumber } from '../../src/protocol/mlflow';
import type { VersionView } from '../../src/protocol/panels/modelPanel';
import { formatNumber } from '../../src/wording/formatNumber';
import { changeOf, type Change } from '../run/model';

const HEADLINES = 3;
export const CHAMPION = 'champion';
export const CHALLENGER = 'challenger';

export interface MetricLine {
  readonly key: string;
  readonly value: WireNumber;
  readonly text: string;
  /** the champion's, as people read it; empty where it has none */
  readonly champion: string;
  readonly change: Change | null;
  readonly direction: Direction;
}

/** All metrics, the one that the version is judged by first; what only the champion has is left out. */
export function metricLines(view: VersionView): MetricLine[] {
  const own = new Map((view.numbers?.metrics ?? []).map(({ key, value }) => [key, value]));
  const champion = new Map((view.champion?.numbers?.metrics ?? []).map(({ key, value }) => [key, value]));
  const tags = view.experiment?.tags ?? {};
  return view.headlines.flatMap((key): MetricLine[] => {
    const value = own.get(key);
    const other = champion.get(key);
    return value === undefined ? [] : [{
      key, value, text: formatNumber(value), champion: other === undefined ? '' : formatNumber(other), change: changeOf(key, value, other, tags), direction: metricDirection(key, tags),
    }];
  });
}

/** The metrics that stand large. */
export function headlines(view: VersionView): MetricLine[] {
  return metricLines(view).slice(0, HEADLINES);
}

export interface ParamLine { readonly key: string; /** undefined: not set */ readonly own: string | undefined; readonly champion: string | undefined }

/** Params that differ from the champion's, and how many are the same; without a champion all of them, as its own. */
export function paramLines(view: VersionView): { readonly lines: ParamLine[]; readonly same: number } {
  const own = new Map((view.numbers?.params ?? []).map(({ key, value }) => [key, value]));
  const numbers = view.champion?.numbers;
  const champion = new Map((numbers?.params ?? []).map(({ key, value }) => [key, value]));
  const keys = [...new Set([...own.keys(), ...champion.keys()])].toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const lines = keys.map((key) => ({ key, own: own.get(key), champion: champion.get(key) }));
  const differing = numbers === undefined || numbers === null ? lines : lines.filter((line) => line.own !== line.champion);
  return { lines: differing, same: lines.length - differing.length };
}

/** Tags that a person or a script set. */
export function ownTags(tags: readonly KeyValue[]): KeyValue[] {
  return tags.filter(({ key }) => !key.startsWith('mlflow.') && !key.startsWith('slipway.')).toSorted((a, b) => a.key.localeCompare(b.key, undefined, { numeric: true }));
}

/** Champion and challenger first, the others by name. */
export function sortedAliases(aliases: readonly string[]): string[] {
  const rank = (alias: string): number => (alias === CHAMPION ? 0 : alias === CHALLENGER ? 1 : 2);
  return aliases.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** How code names the version: by an alias where it has one. */
export function uriOf({ name, version, aliases }: Pick<VersionView, 'name' | 'version' | 'aliases'>): string {
  const [alias] = sortedAliases(aliases);
  return alias === undefined ? `models:/${name}/${version}` : `models:/${name}@${alias}`;
}
