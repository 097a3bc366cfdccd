/** Only the rows in view are in the page, however many there are. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';

export interface VirtualRows {
  readonly rows: readonly { readonly index: number; readonly start: number }[];
  /** height of all rows, px */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/** @param rowHeight of every row, px */
export function useVirtualRows(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number, paddingStart = 0): VirtualRows {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, Element>({
    count, estimateSize: () => rowHeight, getScrollElement: () => scroller.current, overscan: 12, paddingStart, scrollPaddingStart: paddingStart, scrollToFn: elementScroll, observeElementRect, observeElementOffset,
    onChange: () => redraw(undefined),
  }));
  virtualizer.setOptions({ ...virtualizer.options, count });
  // Named with an underscore, and meant for whoever binds the library to a toolkit.
  /* eslint-disable no-underscore-dangle */
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  /* eslint-enable no-underscore-dangle */
  return {
    rows: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
