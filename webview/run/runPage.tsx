/** The run panel: head, tabs, and the tab that is chosen. */
import type { JSX } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { RunAction, RunMethods, RunPanelState, RunTab, RunView } from '../../src/protocol/panels/runPanel';
import type { PageProps } from '../ui/page';
import { Gone, Loading, Notices } from './fourStates';
import { Header } from './header';
import { useKept, useKeptScroll } from './kept';
import { useLive, type RunHost } from './live';
import { Overview } from './overview/overview';
import { TabStrip, type TabEntry } from './tabStrip';

export function RunPage({ host }: PageProps<RunMethods, RunPanelState>): JSX.Element {
  const live = useLive<RunView>(host, useCallback(async (signal) => host.ask('run', {}, signal), [host]));
  useSettled(host);
  if (live.value === undefined) {
    return live.problem === undefined ? <Loading /> : <Gone problem={live.problem} onRetry={live.refresh} />;
  }
  return <Shell host={host} view={live.value} problem={live.problem?.message} onRetry={live.refresh} />;
}

interface ShellProps { readonly host: RunHost; readonly view: RunView; readonly problem: string | undefined; readonly onRetry: () => void }

function Shell({ host, view, problem, onRetry }: ShellProps): JSX.Element {
  const [state, keep] = useKept(host);
  const tab = state.tab ?? 'overview';
  const choose = (chosen: RunTab): void => keep({ tab: chosen });
  const act = (action: RunAction): void => { void host.ask('act', { action }).then(undefined, () => onRetry()); };
  const tabs: TabEntry[] = [{ id: 'overview', label: 'Overview' }];
  const scrolled = useKeptScroll(host, tab, true);
  return (
    <>
      <Header view={view} act={act} showCode={() => choose('code')} dirtyLines="" />
      <Notices host={host} view={view} problem={problem} act={act} onRetry={onRetry} />
      <TabStrip tabs={tabs} chosen={tab} onChoose={choose} />
      <div ref={scrolled} class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        <Overview host={host} view={view} showData={() => choose('data')} refresh={onRetry} />
      </div>
    </>
  );
}

/** The first press or key in the panel makes it stay: the next run that is clicked in the tree opens beside it. */
function useSettled(host: RunHost): void {
  useEffect(() => {
    const settle = (): void => {
      document.removeEventListener('pointerdown', settle);
      document.removeEventListener('keydown', settle);
      void host.ask('settle', {});
    };
    document.addEventListener('pointerdown', settle);
    document.addEventListener('keydown', settle);
    return () => {
      document.removeEventListener('pointerdown', settle);
      document.removeEventListener('keydown', settle);
    };
  }, [host]);
}
