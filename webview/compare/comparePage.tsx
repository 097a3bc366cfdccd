/** The compare panel: the answer, the table, and below it the charts of what is ticked. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CompareMethods, ComparePanelState } from '../../src/protocol/panels/comparePanel';
import type { PageProps } from '../ui/page';
import type { TitledChart } from '../charts/exportPng';
import { PickList } from '../ui/pickList';
import { useSignal } from '../ui/signal';
import { AnswerHeader } from './answerHeader';
import { Comparison } from './comparison';
import { columnOffer, columnsOffer, experimentOffer, groupOffer, metricOffer, rowOffer, type Offer } from './menus';
import { SavedViews } from './savedViews';
import { shareOffer } from './share';
import { CouldNotRead, Messages, NoRuns, Skeleton } from './states';
import { TableAndCharts, type TableAndChartsProps } from './tableAndCharts';
import { Toolbar } from './toolbar';
import './compare.css';

export function ComparePage({ host }: PageProps<CompareMethods, ComparePanelState>): JSX.Element {
  const [comparison] = useState(() => new Comparison(host));
  const [drawn] = useState(() => new Map<string, TitledChart>());
  const [views] = useState(() => new SavedViews(host));
  useSignal(comparison.version);
  useSignal(views.names);
  useEffect(() => {
    performance.mark('slipway-asked');
    void comparison.open();
  }, [comparison]);
  const { kind } = comparison.phase;
  useEffect(() => {
    // The bench reads these: from the first question to rows on screen.
    if (kind === 'ready') { requestAnimationFrame(() => performance.mark('slipway-rows')); }
  }, [kind]);
  const [list, setList] = useState<{ readonly anchor: DOMRect; readonly offer: () => Offer }>();
  const menus = useMemo(() => ({
    menu: (anchor: DOMRect, id: string, row: number | undefined) => setList({ anchor, offer: () => row === undefined ? columnOffer(comparison, id) : rowOffer(comparison, row, id) }),
  }), [comparison]);
  const openList = useMemo(() => (anchor: DOMRect, offer: () => Offer) => setList({ anchor, offer }), []);
  const acts = useMemo(() => {
    const share = (anchor: DOMRect): void => {
      // Views are read first: how many there are stands in the list.
      const open = async (): Promise<void> => {
        await views.read();
        openList(anchor, () => shareOffer(comparison, drawn, views.names.value ?? []));
      };
      comparison.tell(open());
    };
    const opens = (offer: (model: Comparison) => Offer) => (anchor: DOMRect): void => setList({ anchor, offer: () => offer(comparison) });
    return { experiments: opens(experimentOffer), groupBy: opens(groupOffer), columns: opens(columnsOffer), metric: opens(metricOffer), share };
  }, [comparison]);
  return (
    <main class="compare">
      <Toolbar key={`toolbar ${comparison.loads}`} comparison={comparison} acts={acts} />
      {comparison.filterProblem !== undefined && <p class="filter-problem" id="filter-problem" role="alert">{comparison.filterProblem}</p>}
      <Messages comparison={comparison} />
      {comparison.phase.kind === 'ready' && comparison.arrangement.lines.length > 0 && <AnswerHeader comparison={comparison} onMetric={acts.metric} />}
      {list !== undefined && <PickList {...list.offer()} anchor={list.anchor} close={() => setList(undefined)} />}
      <Body key={comparison.loads} comparison={comparison} menus={menus} drawn={drawn} openList={openList} />
    </main>
  );
}

function Body(props: TableAndChartsProps): JSX.Element {
  const { comparison } = props;
  switch (comparison.phase.kind) {
    case 'loading': return <Skeleton />;
    case 'failed': return <CouldNotRead comparison={comparison} message={comparison.phase.message} />;
    case 'ready': return comparison.arrangement.lines.length === 0 ? <NoRuns comparison={comparison} /> : <TableAndCharts {...props} />;
  }
}
