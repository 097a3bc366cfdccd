/** Below the table: a strip of tabs, the options of the one in front, and what it shows of the ticked runs. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TitledChart } from '../../charts/exportPng';
import type { Comparison } from '../comparison';
import { CurvesOptionsLine, CurvesTab } from './curvesTab';
import { DiffTab } from './diffTab';
import { ImagesTab } from './imagesTab';
import { BarsOptions, BarsTab, ImportanceTab, ParallelOptions, ParallelTab, ScatterOptions, ScatterTab, type OpenList } from './runsTabs';
import './chartsPane.css';

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly options?: (comparison: Comparison, openList: OpenList) => JSX.Element;
  readonly body: (comparison: Comparison, drawn: Map<string, TitledChart>, openList: OpenList) => JSX.Element;
}

const tabs: readonly Tab[] = [
  { id: 'curves', title: 'Curves', options: (comparison) => <CurvesOptionsLine comparison={comparison} />, body: (comparison, drawn) => <CurvesTab comparison={comparison} drawn={drawn} /> },
  { id: 'scatter', title: 'Scatter', options: (comparison, openList) => <ScatterOptions comparison={comparison} openList={openList} />, body: (comparison, drawn) => <ScatterTab comparison={comparison} drawn={drawn} /> },
  { id: 'parallel', title: 'Parallel', options: (comparison, openList) => <ParallelOptions comparison={comparison} openList={openList} />, body: (comparison, drawn) => <ParallelTab comparison={comparison} drawn={drawn} /> },
  { id: 'importance', title: 'Importance', body: (comparison, drawn) => <ImportanceTab comparison={comparison} drawn={drawn} /> },
  { id: 'bars', title: 'Bars', options: (comparison) => <BarsOptions comparison={comparison} />, body: (comparison, drawn) => <BarsTab comparison={comparison} drawn={drawn} /> },
  { id: 'images', title: 'Images', body: (comparison, _, openList) => <ImagesTab comparison={comparison} openList={openList} /> },
  { id: 'diff', title: 'Diff', body: (comparison) => <DiffTab comparison={comparison} /> },
];

export interface ChartsPaneProps {
  readonly comparison: Comparison;
  /** charts that are drawn, for export */
  readonly drawn: Map<string, TitledChart>;
  readonly openList: OpenList;
}

export function ChartsPane({ comparison, drawn, openList }: ChartsPaneProps): JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const front = tabs.find(({ id }) => id === comparison.state.tab) ?? tabs[0];
  const at = front === undefined ? 0 : tabs.indexOf(front);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      const index = (next + tabs.length) % tabs.length;
      comparison.change({ tab: tabs[index]?.id ?? '' });
      (strip.current?.children[index] as HTMLElement | undefined)?.focus();
    }
  };
  return (
    <section class="charts-pane" aria-label="Charts">
      <div class="charts-line">
        <div ref={strip} class="tabs" role="tablist" aria-label="Charts" onKeyDown={onKeyDown}>
          {tabs.map(({ id, title }, index) => (
            <button key={id} id={`tab-${id}`} type="button" role="tab" aria-selected={index === at} aria-controls="tab-panel" tabIndex={index === at ? 0 : -1} class={index === at ? 'front' : ''} onClick={() => comparison.change({ tab: id })}>{title}</button>
          ))}
        </div>
        <span class="toolbar-space" />
        {front?.options?.(comparison, openList)}
      </div>
      <div class="charts-body" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${front?.id ?? ''}`} tabIndex={0}>{front?.body(comparison, drawn, openList)}</div>
    </section>
  );
}
