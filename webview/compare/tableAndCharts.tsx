/** The table above, the charts below, and the line between them that can be moved. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TitledChart } from '../charts/exportPng';
import { headHeight, rowHeight } from '../ui/table/grid';
import { ChartsPane } from './charts/chartsPane';
import type { OpenList } from './charts/runsTabs';
import type { Comparison } from './comparison';
import { RunTable, type RunTableActs } from './runTable';

const LEAST = headHeight + 3 * rowHeight;
/** of the height for both, where nobody has moved the line */
const SHARE = 0.46;
const STEP = rowHeight;

export interface TableAndChartsProps {
  readonly comparison: Comparison;
  readonly menus: RunTableActs;
  readonly drawn: Map<string, TitledChart>;
  readonly openList: OpenList;
}

export function TableAndCharts({ comparison, menus, drawn, openList }: TableAndChartsProps): JSX.Element {
  const whole = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const { tableHeight } = comparison.state;
  // A short table takes no more room than it fills; its place is kept when it grows.
  const filled = headHeight + Math.max(3, comparison.arrangement.lines.length) * rowHeight + 14;
  const move = (height: number): void => comparison.change({ tableHeight: Math.round(Math.max(LEAST, Math.min(height, (whole.current?.clientHeight ?? 0) - LEAST))) });
  const onPointerDown = (event: PointerEvent): void => {
    const start = (table.current?.clientHeight ?? 0) - event.clientY;
    const watch = new AbortController();
    window.addEventListener('pointermove', (now) => move(start + now.clientY), { signal: watch.signal });
    window.addEventListener('pointerup', () => watch.abort(), { signal: watch.signal });
    window.addEventListener('pointercancel', () => watch.abort(), { signal: watch.signal });
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? STEP : event.key === 'ArrowUp' ? -STEP : 0;
    if (by !== 0) {
      event.preventDefault();
      event.stopPropagation();
      move((table.current?.clientHeight ?? 0) + by);
    }
  };
  return (
    <div ref={whole} class="table-and-charts">
      <div ref={table} class="table-place" style={tableHeight === undefined ? { flexBasis: `min(${filled}px, ${SHARE * 100}%)` } : { flexBasis: `${tableHeight}px` }}>
        <RunTable comparison={comparison} acts={menus} />
      </div>
      <div
        class="split" role="separator" aria-orientation="horizontal" aria-label="Height of the table" aria-valuenow={tableHeight ?? filled} aria-valuemin={LEAST} tabIndex={0}
        onPointerDown={onPointerDown} onKeyDown={onKeyDown} onDblClick={() => comparison.change({ tableHeight: undefined })}
      />
      <ChartsPane comparison={comparison} drawn={drawn} openList={openList} />
    </div>
  );
}
