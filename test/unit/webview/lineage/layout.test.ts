/** Where nodes stand, and how one walks among them. */
import { describe, expect, it } from 'vitest';
import { columnsOf, placesOf } from '../../../../webview/lineage/columns';
import { CARD, layoutOf } from '../../../../webview/lineage/layout';
import { fitted, showing, steady, zoomed } from '../../../../webview/lineage/viewport';
import { pathThrough, walk, waysOf } from '../../../../webview/lineage/ways';
import { lineage } from './builders';

const IRIS = ['dataset:d > run:r', 'commit:c > run:r', 'source:s > run:r', 'run:r > model:m', 'model:m > version:iris/1', 'version:iris/1 > alias:iris@champion'];

function columns(edges: readonly string[]): { titles: string[]; at: Record<string, number> } {
  const answer = lineage(edges);
  const { places, steps } = placesOf(answer);
  const { stages, at } = columnsOf(answer.stages, places, steps);
  return { titles: stages.map(({ title }) => title), at: Object.fromEntries(at) };
}

describe('columns', () => {
  it('are the stages that there is something of', () => {
    expect(columns(IRIS).titles).toEqual(['Data', 'Code', 'Runs', 'Logged models', 'Versions', 'Aliases']);
    expect(columns(['run:r > version:iris/1']).titles).toEqual(['Runs', 'Versions']);
  });

  it('put a nested run after its parent, and a run that loaded a model after the model', () => {
    const { titles, at } = columns(['run:parent > run:child', 'run:child > model:m', 'model:m > run:judge', 'dataset:d > run:judge']);
    expect(titles).toEqual(['Data', 'Runs', 'Runs', 'Logged models', 'Runs']);
    expect(at).toEqual({ 'run:parent': 1, 'run:child': 2, 'model:m': 3, 'run:judge': 4, 'dataset:d': 0 });
  });

  it('lead rightwards whatever the graph, but for the steps that close a circle', () => {
    const edges = ['run:a > model:m', 'model:m > run:b', 'run:b > model:n', 'model:n > run:a'];
    const { at } = columns(edges);
    expect(edges.filter((edge) => { const [from = '', to = ''] = edge.split(' > '); return (at[from] ?? 0) >= (at[to] ?? 0); })).toHaveLength(1);
  });
});

describe('layout', () => {
  it('gives every node a place of its own in its column', () => {
    const edges = Array.from({ length: 60 }, (_, index) => [`dataset:d${index % 7} > run:${index}`, `run:${index} > model:${index}`, 'source:s > run:' + index]).flat();
    const { places, columns: shown, width, edges: drawn } = layoutOf(lineage(edges));
    const taken = [...places.values()].map(({ x, y }) => ({ x, y }));
    for (const [index, one] of taken.entries()) {
      expect(taken.slice(index + 1).filter(({ x, y }) => x === one.x && Math.abs(y - one.y) < CARD.height)).toEqual([]);
    }
    expect([shown.length, width > 3 * CARD.width, drawn.length]).toEqual([4, true, edges.length]);
    expect(drawn.filter(({ path }) => /NaN|undefined/.test(path))).toEqual([]);
  });

  it('draws a circle', () => {
    expect(layoutOf(lineage(['run:a > model:m', 'model:m > run:a'])).edges.map(({ back }) => String(back)).toSorted()).toEqual(['false', 'true']);
  });

  it('has a place for what is folded', () => {
    const group = { id: 'group:to:run:dataset:d', of: 'dataset:d', side: 'to', kind: 'run', stage: 'run', count: 9950 } as const;
    const { places } = layoutOf(lineage(['dataset:d > run:a'], [group]));
    expect(places.get(group.id)?.x).toBe(places.get('run:a')?.x);
  });

  it('of a thousand nodes is complete', () => {
    const edges = Array.from({ length: 333 }, (_, index) => ['dataset:d > run:' + index, `run:${index} > model:${index}`, `model:${index} > version:v/${index}`]).flat();
    expect(layoutOf(lineage(edges)).places.size).toBe(1000);
  });
});

describe('ways', () => {
  const answer = lineage([...IRIS, 'run:r > model:other']);
  const ways = waysOf(answer.edges);

  it('light up all that a node came from and led to', () => {
    expect([...pathThrough(ways, 'model:m')].toSorted()).toEqual(['alias:iris@champion', 'commit:c', 'dataset:d', 'model:m', 'run:r', 'source:s', 'version:iris/1']);
    expect(pathThrough(waysOf(lineage(['run:a > model:m', 'model:m > run:a']).edges), 'run:a').size).toBe(2);
  });

  it('are walked by arrows', () => {
    const layout = layoutOf(answer);
    expect((['ArrowRight', 'ArrowLeft'] as const).map((key) => walk(key, 'version:iris/1', ways, layout))).toEqual(['alias:iris@champion', 'model:m']);
    expect(walk('ArrowRight', 'alias:iris@champion', ways, layout)).toBeUndefined();
    const [upper = '', lower = ''] = ['model:m', 'model:other'].toSorted((a, b) => (layout.places.get(a)?.y ?? 0) - (layout.places.get(b)?.y ?? 0));
    expect([walk('ArrowDown', upper, ways, layout), walk('ArrowUp', lower, ways, layout), walk('ArrowUp', upper, ways, layout)]).toEqual([lower, upper, undefined]);
  });
});

describe('the viewport', () => {
  const layout = layoutOf(lineage(IRIS));
  const frame = { width: 1000, height: 600 };

  it('shows all of a graph that fits, and the focus of one that does not', () => {
    const wide = fitted(layout, 'run:r', { width: 2000, height: 800 });
    expect([wide.zoom, Math.round(wide.x + layout.width / 2)]).toEqual([1, 1000]);
    const narrow = fitted(layout, 'run:r', { width: 400, height: 300 });
    expect(narrow.zoom).toBe(0.7);
    expect(narrow.x + (layout.places.get('run:r')?.x ?? 0) * narrow.zoom).toBeCloseTo(200, -1);
  });

  it('zooms around a point', () => {
    const near = zoomed({ x: 10, y: 20, zoom: 1 }, 1.5, { x: 110, y: 220 });
    expect([near.zoom, (110 - near.x) / near.zoom, (220 - near.y) / near.zoom]).toEqual([1.5, 100, 200]);
    expect(zoomed(near, 1000, { x: 0, y: 0 }).zoom).toBe(2);
  });

  it('moves as little as it can to show a card, and not at all when its graph changes', () => {
    const shown = showing({ x: 0, y: 0, zoom: 1 }, { x: 2000, y: 300 }, frame);
    expect([2000 + CARD.width / 2 + shown.x <= frame.width, shown.y]).toEqual([true, 0]);
    expect(steady({ x: 5, y: 5, zoom: 0.5 }, { x: 100, y: 100 }, { x: 100, y: 160 })).toEqual({ x: 5, y: -25, zoom: 0.5 });
  });
});
