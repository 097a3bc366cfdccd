import { describe, expect, it } from 'vitest';
import { KeptText } from '../../../../src/engine/tracking/keptText';

describe('kept texts', () => {
  it('stay within their bound: the oldest go first', () => {
    const kept = new KeptText(10);
    kept.keep(1, 'aaaa');
    kept.keep(2, 'bbbb');
    kept.keep(3, 'cccc');
    expect([kept.get(1), kept.get(2), kept.get(3)]).toEqual([undefined, 'bbbb', 'cccc']);
    kept.keep(2, 'b');
    kept.keep(4, 'dddd');
    expect([kept.get(2), kept.get(3), kept.get(4)]).toEqual(['b', 'cccc', 'dddd']);
  });

  it('a very long one is not kept, and replaces nothing', () => {
    const kept = new KeptText();
    kept.keep(1, 'a');
    kept.keep(2, 'b'.repeat(100_000));
    expect([kept.has(1), kept.has(2)]).toEqual([true, false]);
    kept.keep(1, 'b'.repeat(100_000));
    expect(kept.has(1)).toBe(false);
  });

  it('dropped and cleared ones are gone', () => {
    const kept = new KeptText(4);
    kept.keep(1, 'aa');
    kept.drop(1);
    kept.keep(2, 'bbbb');
    expect(kept.get(2)).toBe('bbbb');
    kept.clear();
    expect(kept.has(2)).toBe(false);
  });
});
