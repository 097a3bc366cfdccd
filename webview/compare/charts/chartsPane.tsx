/** Below the table: a strip of tabs, the options of the one in front, and what it shows of the ticked runs. */
import type { JSX } from 'preact';
import type { TitledChart } from '../../charts/exportPng';
import { TabStrip } from '../../ui/tabStrip';
import type { Comparison } from '../comparison';
import { CurvesOptionsLine, CurvesTab } from './curvesTab';
import { DiffTab } from './diffTab';
import { ImagesTab } from './imagesTab';
import { BarsOptions, BarsTab, ImportanceTab, ParallelOptions, ParallelTab, ScatterOptions, ScatterTab, type OpenList } from './runsTabs';
import './chartsPane.css';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly options?: (comparison: Comparison, openList: OpenList) => JSX.Element;
  readonly body: (comparison: Comparison, drawn: Map<string, TitledChart>, openList: OpenList) => JSX.Element;
}

const tabs: readonly Tab[] = [
  { id: 'curves', label: 'Curves', options: (comparison) => <CurvesOptionsLine comparison={comparison} />, body: (comparison, drawn) => <CurvesTab comparison={comparison} drawn={drawn} /> },
  { id: 'scatter', label: 'Scatter', options: (comparison, openList) => <ScatterOptions comparison={comparison} openList={openList} />, body: (comparison, drawn) => <ScatterTab comparison={comparison} drawn={drawn} /> },
  { id: 'parallel', label: 'Parallel', options: (comparison, openList) => <ParallelOptions comparison={comparison} openList={openList} />, body: (comparison, drawn) => <ParallelTab comparison={comparison} drawn={drawn} /> },
  { id: 'importance', label: 'Importance', body: (comparison, drawn) => <ImportanceTab comparison={comparison} drawn={drawn} /> },
  { id: 'bars', label: 'Bars', options: (comparison) => <BarsOptions comparison={comparison} />, body: (comparison, drawn) => <BarsTab comparison={comparison} drawn={drawn} /> },
  { id: 'images', label: 'Images', body: (comparison, _, openList) => <ImagesTab comparison={comparison} openList={openList} /> },
  { id: 'diff', label: 'Diff', body: (comparison) => <DiffTab comparison={comparison} /> },
];

export interface ChartsPaneProps {
  readonly comparison: Comparison;
  /** charts that are drawn, for export */
  readonly drawn: Map<string, TitledChart>;
  readonly openList: OpenList;
}

export function ChartsPane({ comparison, drawn, openList }: ChartsPaneProps): JSX.Element {
  const front = tabs.find(({ id }) => id === comparison.state.tab) ?? tabs[0];
  return (
    <section class="charts-pane" aria-label="Charts">
      <div class="charts-line">
        <TabStrip label="Charts" tabs={tabs} chosen={front?.id ?? ''} onChoose={(tab) => comparison.change({ tab })} />
        <span class="toolbar-space" />
        {front?.options?.(comparison, openList)}
      </div>
      <div class="charts-body" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${front?.id ?? ''}`} tabIndex={0}>{front?.body(comparison, drawn, openList)}</div>
    </section>
  );
}
