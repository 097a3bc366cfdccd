import { describe, expect, it } from 'vitest';
import { RowSlots } from '../../../../webview/ui/table/rowSlots';

const shown = (slots: RowSlots, first: number, last: number): number[] => {
  slots.show(first, last);
  return Array.from({ length: last - first + 1 }, (_, index) => slots.slotOf(first + index));
};

describe('the elements that show lines', () => {
  it('stay in their places when the lines are all others', () => {
    const slots = new RowSlots();
    const before = shown(slots, 0, 9);
    expect(shown(slots, 40, 49)).toEqual(before);
    expect(shown(slots, 3, 12)).toEqual(before);
  });

  it('stay with lines that stay, and go from those that scroll out to those that come in', () => {
    const slots = new RowSlots();
    const before = shown(slots, 10, 19);
    expect(shown(slots, 12, 21)).toEqual([...before.slice(2), ...before.slice(0, 2)]);
    expect(shown(slots, 9, 18)).toEqual([before.at(-1), ...before.slice(0, -1)]);
    // Far away again: the order in the page is the one that it was.
    expect(shown(slots, 500, 509)).toEqual([before.at(-1), ...before.slice(0, -1)]);
  });

  it('are one per line, also while one more or one less is on screen', () => {
    const slots = new RowSlots();
    for (const [first, last] of [[0, 9], [41, 51], [82, 91], [84, 94], [80, 82], [79, 90]] as const) {
      expect(new Set(shown(slots, first, last)).size).toBe(last - first + 1);
    }
  });
});
