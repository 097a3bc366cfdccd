/** The compare panel: the answer, the table, and below it the charts of what is ticked. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CompareMethods, ComparePanelState } from '../../src/protocol/panels/comparePanel';
import type { PageProps } from '../ui/page';
import { useSignal } from '../ui/signal';
import { AnswerHeader } from './answerHeader';
import { Comparison } from './comparison';
import { RunTable } from './runTable';
import { Toolbar } from './toolbar';
import './compare.css';

export function ComparePage({ host }: PageProps<CompareMethods, ComparePanelState>): JSX.Element {
  const [comparison] = useState(() => new Comparison(host));
  useSignal(comparison.version);
  useEffect(() => { void comparison.open(); }, [comparison]);
  const menus = useMemo(() => ({ menu: () => undefined }), []);
  return (
    <main class="compare">
      <Toolbar comparison={comparison} />
      {comparison.filterProblem !== undefined && <p class="filter-problem" id="filter-problem" role="alert">{comparison.filterProblem}</p>}
      <AnswerHeader comparison={comparison} onMetric={() => undefined} />
      <RunTable comparison={comparison} acts={menus} />
    </main>
  );
}
