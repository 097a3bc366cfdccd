/** How nodes and groups are said: words, icons, names for screen readers. */
import type { LineageFact, LineageGroup, LineageNode } from '../../src/protocol/lineage';
import { countOf, formatNumber, toNumber } from '../../src/wording/formatNumber';
import { formatAge, formatDuration, formatExact } from '../../src/wording/formatTime';
import { conditionView } from '../ui/conditionView';

interface Kind { readonly word: string; readonly many: string; readonly icon: string }

const KINDS: Readonly<Record<string, Kind>> = {
  dataset: { word: 'dataset', many: 'datasets', icon: 'database' },
  commit: { word: 'commit', many: 'commits', icon: 'git-commit' },
  source: { word: 'source file', many: 'source files', icon: 'file-code' },
  run: { word: 'run', many: 'runs', icon: 'beaker' },
  model: { word: 'logged model', many: 'logged models', icon: 'symbol-class' },
  version: { word: 'version', many: 'versions', icon: 'package' },
  alias: { word: 'alias', many: 'aliases', icon: 'mention' },
  deployment: { word: 'deployment', many: 'deployments', icon: 'rocket' },
};

/** A kind that a later room added is said by its own name. */
export function kindOf(kind: string): Kind {
  return KINDS[kind] ?? { word: kind, many: `${kind}s`, icon: 'circle-outline' };
}

/** A run says how it stands by its icon. */
export function iconOf({ kind, condition, state }: LineageNode): string {
  return state === 'here' ? condition === undefined || condition === 'finished' ? kindOf(kind).icon : conditionView(condition).icon : state === 'deleted' ? 'trash' : 'question';
}

export function stateWord({ state, condition }: LineageNode): string {
  return state === 'here' ? condition === undefined ? '' : conditionView(condition).word : state;
}

/** What a screen reader says of a card. */
export function nameOf(node: LineageNode, isFocus: boolean): string {
  return [`${capital(kindOf(node.kind).word)} ${node.name}`, node.detail, stateWord(node), isFocus ? 'shown lineage' : ''].filter((part) => part !== '').join(', ');
}

/** `and 9,950 more runs` */
export function groupWords({ kind, count }: LineageGroup): string {
  const { word, many } = kindOf(kind);
  return `and ${count.toLocaleString('en-US')} more ${count === 1 ? word : many}`;
}

/** `3 nodes`, `3 nodes, 9,950 more folded` */
export function countWords(nodes: number, folded: number): string {
  return folded === 0 ? countOf(nodes, 'node') : `${countOf(nodes, 'node')}, ${folded.toLocaleString('en-US')} more folded`;
}

/** The value as it is read, and in full. */
export function factText({ value, unit }: LineageFact, now: number): { readonly text: string; readonly full: string } {
  if (typeof value === 'string') {
    return { text: value, full: value };
  }
  switch (unit) {
    case 'time': return { text: formatAge(value, now), full: formatExact(value) };
    case 'duration': return { text: formatDuration(value), full: `${value.toLocaleString('en-US')} ms` };
    default: return { text: formatNumber(toNumber(value)), full: String(value) };
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
