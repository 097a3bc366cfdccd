/** Where everything stands: columns are ours, the order within them and the ways of the edges are dagre's. */
import { Graph, layout } from '@dagrejs/dagre';
import type { Lineage, LineageStage } from '../../src/protocol/lineage';
import { columnsOf, placesOf, type Step } from './columns';

/** px, at zoom 1 */
export const CARD = { width: 150, height: 42 } as const;
const BETWEEN_COLUMNS = 30;
const BETWEEN_CARDS = 12;
const BETWEEN_EDGES = 8;

export interface Point { readonly x: number; readonly y: number }
export interface Drawn extends Step { readonly path: string; /** leads to the left: it closes a circle */ readonly back: boolean }

export interface Layout {
  readonly columns: readonly (LineageStage & { /** its middle */ readonly x: number })[];
  /** middle of each card, by id */
  readonly places: ReadonlyMap<string, Point>;
  readonly edges: readonly Drawn[];
  readonly width: number;
  readonly height: number;
}

interface Card { readonly width: number; readonly height: number; x?: number; y?: number; rank?: number }
interface Line { readonly minlen: number; points?: Point[] }

/** Lays the answer out from left to right. A thousand nodes take some tenths of a second. */
export function layoutOf(lineage: Pick<Lineage, 'nodes' | 'groups' | 'edges' | 'stages'>): Layout {
  const { places, steps } = placesOf(lineage);
  const columns = columnsOf(lineage.stages, places, steps);
  const at = (id: string): number => columns.at.get(id) ?? 0;
  const graph = new Graph<object, Card, Line>();
  graph.setGraph({
    rankdir: 'LR', nodesep: BETWEEN_CARDS, edgesep: BETWEEN_EDGES, ranksep: BETWEEN_COLUMNS,
    // dagre's own ranks know no stages. Its ranks are twice the columns: between any two it keeps one for the labels of edges.
    ranker: (ranked: Graph<object, Card, Line>) => { ranked.nodes().forEach((id) => { const card = ranked.node(id); if (card !== undefined) { card.rank = 2 * at(id); } }); },
  });
  for (const { id } of places) {
    graph.setNode(id, { width: CARD.width, height: CARD.height });
  }
  const known = steps.filter(({ from, to }) => columns.at.has(from) && columns.at.has(to));
  for (const { from, to } of known) {
    const [left, right] = at(from) <= at(to) ? [from, to] : [to, from];
    graph.setEdge(left, right, { minlen: 1 });
  }
  layout(graph);
  const middle = (column: number): number => CARD.width / 2 + column * (CARD.width + BETWEEN_COLUMNS);
  const positions = new Map(places.map(({ id }) => [id, { x: middle(at(id)), y: graph.node(id)?.y ?? 0 }]));
  const drawn = known.map(({ from, to }): Drawn => {
    const back = at(from) > at(to);
    const [left, right] = back ? [to, from] : [from, to];
    const inside = (graph.edge(left, right)?.points ?? []).slice(1, -1).filter(({ x }) => columns.stages.some((_, column) => Math.abs(x - middle(column)) < 1));
    return { from, to, back, path: pathOf(positions.get(left) as Point, inside, positions.get(right) as Point) };
  });
  return {
    columns: columns.stages.map((stage, index) => ({ ...stage, x: middle(index) })),
    places: positions, edges: drawn,
    width: columns.stages.length * (CARD.width + BETWEEN_COLUMNS) - BETWEEN_COLUMNS,
    height: Math.max(0, ...[...positions.values()].map(({ y }) => y + CARD.height / 2)),
  };
}

/** From the right edge of a card to the left edge of another, level wherever it passes a column. */
function pathOf(from: Point, inside: readonly Point[], to: Point): string {
  const half = CARD.width / 2;
  // Past a column it runs level from one side of the cards to the other.
  const points = [{ x: from.x + half, y: from.y }, ...inside.flatMap(({ x, y }) => [{ x: x - half, y }, { x: x + half, y }]), { x: to.x - half, y: to.y }];
  return points.slice(1).reduce((path, point, index) => {
    const last = points[index] as Point;
    const bend = (point.x - last.x) / 2;
    return `${path} C ${round(last.x + bend)} ${round(last.y)}, ${round(point.x - bend)} ${round(point.y)}, ${round(point.x)} ${round(point.y)}`;
  }, `M ${round(from.x + half)} ${round(from.y)}`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
