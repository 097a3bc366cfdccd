/** TanStack's virtual core as a hook: which of many equal or known sizes are on screen. */
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect, type Range, type VirtualItem } from '@tanstack/virtual-core';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface VirtualOptions {
  readonly count: number;
  /** px of item `index` */
  readonly size: (index: number) => number;
  readonly horizontal: boolean;
  readonly scroller: () => HTMLElement | null;
  /** px before the first item: what is sticky there covers it when scrolled to */
  readonly covered: number;
  /** px of the scroller that stand empty before the first item; none unless said */
  readonly before?: number;
  /** stays drawn wherever it stands, because it has the focus; -1 for none */
  readonly kept: number;
  readonly overscan: number;
}

export type { VirtualItem };

/** Draws again whenever other items come on screen. */
export function useVirtual(options: VirtualOptions): Virtualizer<HTMLElement, Element> {
  const [, count] = useState(0);
  const settings = {
    count: options.count, estimateSize: options.size, horizontal: options.horizontal, getScrollElement: options.scroller,
    scrollToFn: elementScroll<HTMLElement>, observeElementRect: observeElementRect<HTMLElement>, observeElementOffset: observeElementOffset<HTMLElement>,
    overscan: options.overscan, paddingStart: options.before ?? 0, scrollPaddingStart: options.covered,
    rangeExtractor: (range: Range) => withKept(range, options.kept, options.count),
    onChange: () => count((times) => times + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, Element>(settings));
  virtualizer.setOptions(settings);
  // oxlint-disable-next-line no-underscore-dangle -- the way that virtual-core's own adapters mount it
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  // oxlint-disable-next-line no-underscore-dangle
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}

/** Indexes on screen, some beside them, and the one that has the focus. */
export function withKept({ startIndex, endIndex, overscan, count }: Range, kept: number, all: number): number[] {
  const first = Math.max(0, startIndex - overscan);
  const last = Math.min(count - 1, endIndex + overscan);
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (kept >= 0 && kept < all && (kept < first || kept > last)) {
    return kept < first ? [kept, ...indexes] : [...indexes, kept];
  }
  return indexes;
}
