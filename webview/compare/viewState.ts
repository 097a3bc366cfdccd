/** What the page keeps over hiding, reload and restart, and what a saved view or a link brings back. */
import type { ComparePanelState } from '../../src/protocol/panels/comparePanel';
import type { GridScroll } from '../ui/table/grid';
import { untouched, type ColumnArrangement, type SortKey } from '../ui/table/gridColumn';

export interface ViewState extends ComparePanelState {
  readonly filter: string;
  /** undefined: nobody has sorted, so the best stands first */
  readonly sort?: readonly SortKey[];
  /** key of the param whose values make groups */
  readonly groupBy?: string;
  /** values of groups that are folded */
  readonly folded: readonly string[];
  readonly columns: ColumnArrangement;
  /** metric that the answer is about; undefined: the experiment's own */
  readonly headline?: string;
  readonly onlySelected?: boolean;
  readonly tab: string;
  /** px of the table where someone dragged the line below it */
  readonly tableHeight?: number;
  readonly scroll: GridScroll;
  /** what the charts keep, by tab */
  readonly charts: Readonly<Record<string, unknown>>;
}

/** Fills in what a state of an older version, or a fresh one, does not say. */
export function viewState(kept: ComparePanelState): ViewState {
  const own: Partial<ViewState> = kept;
  return {
    ...kept,
    filter: typeof own.filter === 'string' ? own.filter : '',
    folded: own.folded ?? [],
    columns: { ...untouched, ...own.columns },
    tab: own.tab ?? 'curves',
    scroll: own.scroll ?? { top: 0, left: 0 },
    charts: own.charts ?? {},
  };
}
