import { describe, expect, it } from 'vitest';
import { assignColors } from '../../../../src/editor/tracking/palette';
import { dependsOnContent, pageRequest, sortLabel } from '../../../../src/editor/tracking/query';
import { newestFirst } from '../../../../src/editor/state';

const query = { filter: '', sort: newestFirst, showsArchived: false };

describe('what the view asks for', () => {
  it('nests without a filter, and is flat with one', () => {
    expect(pageRequest(query, '1', 'roots', 100)).toEqual({ experiment_id: '1', parent: 'roots', order_by: ['attributes.start_time DESC'], view: 'active', max_results: 100 });
    expect(pageRequest({ ...query, filter: 'metrics.auc > 0.9' }, '1', 'roots', 100)).not.toHaveProperty('parent');
  });
  it('quotes keys that are no plain names', () => {
    expect(pageRequest({ ...query, sort: { by: 'metric', key: 'val/f1@5', ascending: false } }, '1', 'roots', 1).order_by).toEqual(['metrics.`val/f1@5` DESC']);
    expect(sortLabel({ by: 'metric', key: 'loss', ascending: true })).toBe('loss, lowest first');
  });
  it('knows when a new value can move a run', () => {
    expect([query, { ...query, filter: 'x' }, { ...query, sort: { by: 'metric', key: 'a', ascending: true } as const }].map(dependsOnContent)).toEqual([false, true, true]);
  });
});

describe('colours', () => {
  const memory = (): { get(id: string): number | undefined; set(id: string, color: number): void } => {
    const given = new Map<string, number>();
    return { get: (id) => given.get(id), set: (id, color) => { given.set(id, color); } };
  };

  it('differ among ten neighbours and repeat evenly after them', () => {
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    const given = [...assignColors(ids, 10, memory()).values()];
    expect(new Set(given.slice(0, 10)).size).toBe(10);
    expect(given.filter((color) => color === 0)).toHaveLength(2);
  });
  it('stay when newer runs come on top', () => {
    const kept = memory();
    const before = assignColors(['b', 'a'], 10, kept);
    const after = assignColors(['c', 'b', 'a'], 10, kept);
    expect([after.get('a'), after.get('b')]).toEqual([before.get('a'), before.get('b')]);
    expect(after.get('c')).not.toBe(after.get('b'));
  });
});
