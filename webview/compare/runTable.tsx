/** The table of the compare panel: the model's lines and columns in the grid. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { countOf } from '../../src/wording/formatNumber';
import { useSignal } from '../ui/signal';
import { layoutColumns, movedColumn } from '../ui/table/columnLayout';
import { Grid, type GridActs } from '../ui/table/grid';
import { nextSort } from '../ui/table/gridKeys';
import { added, toggled } from '../ui/table/rowSelection';
import type { Comparison } from './comparison';
import { copyText, openRun } from './runActs';
import { shownRuns } from './shownRuns';
import { differs } from './differing';
import { metricScale, type MetricScale } from './metricScale';
import { hiddenAtFirst } from './hiddenColumns';
import { tableColumns, type CellContext } from './tableColumns';

/** Ticked runs at most: what one ask of the engine takes. */
const MOST_SELECTED = 20_000;

export interface RunTableActs {
  menu(anchor: DOMRect, columnId: string, row: number | undefined): void;
}

export function RunTable({ comparison, acts: menus }: { readonly comparison: Comparison; readonly acts: RunTableActs }): JSX.Element {
  const { state, data, arrangement, baseline } = comparison;
  const version = comparison.version.value;
  const lit = useSignal(comparison.hovered);
  const reveal = useSignal(comparison.reveal);
  const selected = useMemo(() => new Set(state.selected), [state.selected]);
  const scales = useMemo(() => new Map<string, MetricScale>(), [version]);
  const listed = useMemo(() => data.runs.listedRows(), [version]);
  const ticked = useMemo(() => {
    const count = state.selected.length === 0 ? 0 : listed.reduce((sum, row) => sum + (selected.has(data.runs.ids[row] ?? '') ? 1 : 0), 0);
    return count === 0 ? 'none' as const : count === listed.length ? 'all' as const : 'some' as const;
  }, [listed, selected]);
  const now = useRef({ selected, scales, listed, ticked, layout: layoutColumns([], state.columns, new Set()) });
  const context = useMemo((): CellContext => ({
    now: () => Date.now(),
    isSelected: (row) => now.current.selected.has(data.runs.ids[row] ?? ''),
    allSelected: () => now.current.ticked,
    scale: (id) => {
      const known = now.current.scales.get(id);
      const values = data.values(id);
      if (known !== undefined || values === undefined) {
        return known;
      }
      const scale = metricScale(values, now.current.listed);
      now.current.scales.set(id, scale);
      return scale;
    },
  }), [data]);
  const columns = useMemo(() => tableColumns(comparison, context), [data.columns, baseline, comparison.headline, comparison.experiments]);
  const layout = useMemo(() => layoutColumns(columns, state.columns, hiddenAtFirst(data.columns)), [columns, state.columns]);
  now.current = { selected, scales, listed, ticked, layout };
  const acts = useMemo((): GridActs => {
    const ids = (rows: readonly number[]): string[] => rows.map((row) => data.runs.ids[row] ?? '');
    return {
      sort: (id, additive) => comparison.change({ sort: nextSort(comparison.sort, id, columns.find((column) => column.id === id)?.descendingFirst === true, additive) }),
      move: (id, before) => comparison.change({ columns: { ...comparison.state.columns, order: movedColumn(now.current.layout.scrolling.map((column) => column.id), id, before) } }),
      resize: (id, width) => {
        const { [id]: _, ...others } = comparison.state.columns.widths;
        comparison.change({ columns: { ...comparison.state.columns, widths: width === undefined ? others : { ...others, [id]: Math.round(width) } } });
      },
      toggle: (row) => comparison.select(toggled(comparison.state.selected, data.runs.ids[row] ?? '')),
      selectRows: (rows) => comparison.select(added(comparison.state.selected, ids(rows), MOST_SELECTED)),
      selectAll: () => comparison.select(context.allSelected() === 'all' ? [] : added(comparison.state.selected, ids(comparison.rowsOf(comparison.arrangement.lines)), MOST_SELECTED)),
      selectNone: () => comparison.select([]),
      open: (row) => openRun(comparison, row),
      toggleGroup: (group) => {
        const value = comparison.arrangement.groups[group]?.value ?? '';
        comparison.change({ folded: toggled(comparison.state.folded, value) });
      },
      copy: (text) => copyText(comparison, text),
      menu: menus.menu,
      hover: (row) => { comparison.hovered.set(row); comparison.hold(row !== undefined); },
      shows: (shown) => comparison.shows(shown.map(({ id }) => id)),
      scrolled: (scroll) => comparison.keep({ scroll }),
    };
  }, [comparison, columns, menus]);
  const rowClass = (row: number): string => baseline === row ? 'baseline' : '';
  const differing = data.columns.filter((column) => column.kind === 'param' && differs(column, data.sent)).length;
  const groupLabel = (group: string): JSX.Element | string => {
    switch (group) {
      case 'run': return state.onlySelected ? `${countOf(arrangement.lines.length, 'run')} selected` : shownRuns(data);
      case 'param': return differing === 0 ? 'params · all the same' : `params · ${differing} ${differing === 1 ? 'differs' : 'differ'}`;
      case 'metric': return baseline === undefined ? 'metrics' : <span>metrics · change against <span class="codicon codicon-star-full baseline-star" role="img" aria-label="baseline" /> {data.runs.names[baseline]}</span>;
      case 'tag': return 'tags';
      default: return '';
    }
  };
  return (
    <Grid
      label="Runs" layout={layout} lines={arrangement.lines} version={version} sort={comparison.sort} acts={acts} selected={context.isSelected} rowClass={rowClass} lit={lit}
      groupLabel={groupLabel} scroll={state.scroll} reveal={reveal} groupOpen={(group) => arrangement.groups[group]?.folded !== true}
      groupHead={(group) => <GroupHead comparison={comparison} group={group} />}
    />
  );
}

function GroupHead({ comparison, group }: { readonly comparison: Comparison; readonly group: number }): JSX.Element {
  const { value, rows, folded } = comparison.arrangement.groups[group] ?? { value: '', rows: new Int32Array(), folded: false };
  return (
    <>
      <span class={`codicon codicon-chevron-${folded ? 'right' : 'down'}`} aria-hidden="true" />
      <span><span class="quiet">{comparison.state.groupBy}</span> {value ?? 'not set'}</span>
      <span class="quiet">{countOf(rows.length, 'run')}</span>
    </>
  );
}
