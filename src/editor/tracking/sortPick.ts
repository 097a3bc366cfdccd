/** Chooses how runs are ordered. */
import * as vscode from 'vscode';
import { metricDirection } from '../../protocol/direction';
import { newestFirst, type Sort, type State } from '../state';
import { tagRecord } from '../../protocol/runTags';
import { sortLabel } from './query';
import type { ExperimentsTree } from './tree';

const KEYS = 30;

/** Metrics come best first where it is known which is better. */
export async function pickSort(tree: ExperimentsTree, state: State): Promise<void> {
  const current = JSON.stringify(state.sort);
  const metrics = tree.experiments.flatMap((node) => node.summary.metric_keys.map((key): Sort => ({ by: 'metric', key, ascending: metricDirection(key, tagRecord(node.summary.tags)) === 'lower' })));
  const params = tree.shownRuns.flatMap((node) => node.row.params.map((param): Sort => ({ by: 'param', key: param.key, ascending: true })));
  const item = (sort: Sort): vscode.QuickPickItem & { sort: Sort } => ({ label: sortLabel(sort), ...(JSON.stringify(sort) === current ? { description: 'now' } : {}), sort });
  const group = (label: string, sorts: readonly Sort[]): (vscode.QuickPickItem & { sort?: Sort })[] => {
    const seen = new Map(sorts.map((sort) => [JSON.stringify(sort), sort]));
    return seen.size === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...[...seen.values()].slice(0, KEYS * 2).map(item)];
  };
  const chosen = await vscode.window.showQuickPick([
    ...group('runs', [newestFirst, { by: 'start_time', ascending: true }, { by: 'end_time', ascending: false }, { by: 'name', ascending: true }, { by: 'name', ascending: false }]),
    ...group('metrics', metrics.slice(0, KEYS).flatMap((sort) => [sort, { ...sort, ascending: !sort.ascending }])),
    ...group('params', params.slice(0, KEYS * 10)),
  ], { title: 'Sort runs', placeHolder: `Now ${sortLabel(state.sort)}` });
  if (chosen?.sort !== undefined) {
    await state.setSort(chosen.sort);
    tree.refresh();
  }
}
