/** `slipway lineage NODE`: what something was made from, and what was made from it. */
import type { Command } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import type { Lineage, LineageNode } from '../protocol/lineage';
import { formatAge } from '../wording/formatTime';
import { textTable } from '../wording/textTable';
import { findRun } from './findRun';
import { common, print, printJson, withStore, type CommonOptions } from './session';
import { findVersion, parseVersionName } from './versionName';

/** Kinds of nodes that are named as they are; what begins otherwise is a version, an alias or a run. */
const NODE = /^(dataset|commit|source|run|model|version|alias):/;
const WIDEST = 48;

/** Adds the command to the program. */
export function addLineageCommand(program: Command): void {
  common(program.command('lineage').argument('<node>', 'MODEL/VERSION, MODEL@ALIAS, a run, or dataset:DIGEST, commit:SHA, source:FILE'))
    .description('what a version, alias, run or dataset was made from, and what was made from it')
    .action(async (node: string, options: CommonOptions) => withStore(options, async (client) => {
      const lineage = await client.lineage.of({ node: await nodeOf(client, node) });
      if (options.json === true) {
        printJson(lineage);
      } else {
        print(lineageTable(lineage, Date.now()));
      }
    }));
}

async function nodeOf(client: EngineClient, text: string): Promise<string> {
  if (NODE.test(text) && !text.startsWith('run:')) {
    return text;
  }
  if (/[/@]/.test(text)) {
    const named = parseVersionName(text);
    const { name, version } = await findVersion(client, named);
    return 'alias' in named && named.alias !== 'latest' ? `alias:${name}@${named.alias}` : `version:${name}/${version}`;
  }
  return `run:${(await findRun(client, text.replace(/^run:/, ''))).info.run_id}`;
}

/** One line per node in the order of the stages; the one that was asked for is marked. */
export function lineageTable({ focus, stages, nodes, edges, groups }: Lineage, now: number): string {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const from = (id: string): string => edges.flatMap((edge) => (edge.to === id ? names.get(edge.from) ?? [] : [])).join(', ');
  const state = ({ state: known, condition }: LineageNode): string => (known === 'here' ? condition ?? '' : known);
  const rows = stages.flatMap(({ id: stage, title }) => [
    ...nodes.filter((node) => node.stage === stage).map((node) => [
      node.id === focus ? '>' : '', title.toUpperCase(), node.name, node.detail, state(node), node.time === null ? '' : formatAge(node.time, now), from(node.id),
    ]),
    ...groups.filter((group) => group.stage === stage).map(({ count }) => ['', title.toUpperCase(), `and ${count.toLocaleString('en-US')} more`, '', '', '', '']),
  ]);
  return textTable([['', 'STAGE', 'NAME', 'ABOUT', 'STATE', 'SINCE', 'FROM'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'left', 'left'], widest: WIDEST }).join('\n');
}
