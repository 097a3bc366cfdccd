/** Which columns stand where: order, widths, pinning and visibility, by TanStack's table core. Rows are no business of it. */
import {
  columnOrderingFeature, columnPinningFeature, columnSizingFeature, columnVisibilityFeature, constructTable, tableFeatures, type ColumnDef,
} from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';
import type { ColumnArrangement, GridColumn } from './gridColumn';

export const narrowest = 48;
const WIDEST = 900;

const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(), columnOrderingFeature, columnPinningFeature, columnSizingFeature, columnVisibilityFeature,
});
type Definition = ColumnDef<typeof features, never>;

/** A column with its place; px. `start` counts from the left edge of its part: the pinned ones, or the others. */
export interface PlacedColumn extends GridColumn {
  readonly start: number;
  readonly size: number;
}

export interface ColumnLayout {
  readonly pinned: readonly PlacedColumn[];
  readonly pinnedWidth: number;
  readonly scrolling: readonly PlacedColumn[];
  /** of all columns, px */
  readonly width: number;
}

/**
 * @param columns all that there are, in their own order
 * @param hiddenAtFirst ids that are hidden until someone shows them
 */
export function layoutColumns(columns: readonly GridColumn[], arrangement: ColumnArrangement, hiddenAtFirst: ReadonlySet<string>): ColumnLayout {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const table = constructTable({
    features, data: [],
    columns: columns.map(({ id, width }): Definition => ({ id, size: width, minSize: narrowest, maxSize: WIDEST })),
    initialState: {
      columnOrder: [...arrangement.order],
      columnSizing: { ...arrangement.widths },
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, arrangement.shown[id] ?? !hiddenAtFirst.has(id)])),
      columnPinning: { start: columns.filter(({ pinned }) => pinned).map(({ id }) => id), end: [] },
    },
  });
  const placed = (list: readonly { readonly id: string; getSize(): number }[]): PlacedColumn[] => {
    let start = 0;
    return list.flatMap((column) => {
      const own = byId.get(column.id);
      const size = column.getSize();
      start += size;
      return own === undefined ? [] : [{ ...own, start: start - size, size }];
    });
  };
  const [pinned, scrolling] = [placed(table.getStartVisibleLeafColumns()), placed(table.getCenterVisibleLeafColumns())];
  const widthOf = (part: readonly PlacedColumn[]): number => part.reduce((sum, { size }) => sum + size, 0);
  return { pinned, pinnedWidth: widthOf(pinned), scrolling, width: widthOf(pinned) + widthOf(scrolling) };
}

/** Puts column `id` before `before` (undefined: at the end), given the order on screen. */
export function movedColumn(onScreen: readonly string[], id: string, before: string | undefined): readonly string[] {
  if (id === before) {
    return onScreen;
  }
  const others = onScreen.filter((other) => other !== id);
  const at = before === undefined ? others.length : others.indexOf(before);
  return others.toSpliced(at === -1 ? others.length : at, 0, id);
}
