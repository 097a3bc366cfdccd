/** Only the rows in view are in the page, however many there are; all of one height. */
import type { RefObject } from 'preact';
import { useVirtual } from '../../ui/table/virtualLines';

const OVERSCAN = 12;

export interface VirtualRows {
  readonly rows: readonly { readonly index: number; readonly start: number }[];
  /** height of all rows, px */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/**
 * @param rowHeight of every row, px
 * @param head px at the top that a sticky head covers
 */
export function useVirtualRows(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number, head = 0): VirtualRows {
  const virtual = useVirtual({ count, size: () => rowHeight, horizontal: false, scroller: () => scroller.current, covered: head, before: head, kept: -1, overscan: OVERSCAN });
  return { rows: virtual.getVirtualItems(), height: virtual.getTotalSize(), scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }) };
}
