/** Lineage in one line, for tooltips: `from data 1a2b3c4… · train.py @ 3f2a91c → iris/3 @champion`. */
import type { Lineage, LineageNode } from '../../protocol/lineage';
import type { Project } from '../connection/project';
import { escapeMarkdown } from '../markdown';

/** Far enough from an alias's run to its data, and from a run to its aliases. */
const DEPTH = 4;
const DIGEST = 7;
const NAMED = 2;

/**
 * @param node such as `version:iris/3`
 * @returns Markdown; undefined where there is nothing to say, or nobody to ask: a tooltip is none the worse for it
 */
export async function readLineageLine(project: Project, node: string): Promise<string | undefined> {
  const { client } = project;
  const lineage = await client?.lineage.of({ node, depth: DEPTH }).catch(() => undefined);
  return lineage === undefined ? undefined : lineageLine(lineage);
}

/** The nearest run with its data and code, and the versions that are shown with their aliases. */
export function lineageLine({ nodes, edges, focus }: Pick<Lineage, 'nodes' | 'edges' | 'focus'>): string | undefined {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const run = nodes.find(({ kind }) => kind === 'run');
  const before = (kind: string): LineageNode[] => edges.flatMap(({ from, to }) => (to === run?.id && known.get(from)?.kind === kind ? known.get(from) ?? [] : []));
  const aliases = (version: string): string[] => edges.flatMap(({ from, to }) => (from === version ? known.get(to)?.kind === 'alias' ? known.get(to)?.name ?? [] : [] : []));
  const data = before('dataset').map((dataset) => keyOf(dataset)).map((digest) => (digest.length > DIGEST ? `${digest.slice(0, DIGEST)}…` : digest));
  const [source] = before('source');
  const [commit] = before('commit');
  const code = [source?.name, commit === undefined ? undefined : `@ ${commit.name}`].filter((part) => part !== undefined).join(' ');
  const made = nodes.filter(({ id, kind, state }) => kind === 'version' && state !== 'gone' && (known.get(focus)?.kind !== 'version' || id === focus));
  const versions = made.map(({ id, name }) => [name, ...aliases(id)].join(' '));
  if (data.length === 0 && versions.length === 0) {
    return undefined;
  }
  const origin = [data.length === 0 ? '' : `from data ${some(data)}`, code].filter((part) => part !== '').join(' · ');
  return escapeMarkdown([origin, versions.length === 0 ? '' : `→ ${some(versions)}`].filter((part) => part !== '').join(' '));
}

function some(all: readonly string[]): string {
  return all.length > NAMED ? `${all.slice(0, NAMED).join(', ')} and ${all.length - NAMED} more` : all.join(', ');
}

function keyOf({ id, kind }: LineageNode): string {
  return id.slice(kind.length + 1);
}
