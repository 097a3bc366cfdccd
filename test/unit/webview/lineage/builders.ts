/** Answers of lineage for tests of the page. */
import type { Lineage, LineageGroup, LineageNode } from '../../../../src/protocol/lineage';

export const STAGES = [['data', 'Data'], ['code', 'Code'], ['run', 'Runs'], ['model', 'Logged models'], ['version', 'Versions'], ['alias', 'Aliases']].map(([id = '', title = '']) => ({ id, title }));
const STAGE_OF: Readonly<Record<string, string>> = { dataset: 'data', commit: 'code', source: 'code' };

/** @param id its kind says its stage */
export function node(id: string, more: Partial<LineageNode> = {}): LineageNode {
  const kind = id.split(':')[0] ?? '';
  return { id, kind, stage: STAGE_OF[kind] ?? kind, name: id, detail: '', state: 'here', time: null, facts: [], ...more };
}

/** @param edges `run:a > model:b` */
export function lineage(edges: readonly string[], groups: readonly LineageGroup[] = []): Lineage {
  const steps = edges.map((edge) => { const [from = '', to = ''] = edge.split(' > '); return { from, to }; });
  const ids = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
  return { focus: ids[0] ?? '', stages: STAGES, nodes: ids.map((id) => node(id)), edges: steps, groups, cut: false };
}
