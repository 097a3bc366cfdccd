/** The run panel: head, tabs, and the tab that is chosen. */
import type { JSX } from 'preact';
import { useCallback, useLayoutEffect } from 'preact/hooks';
import type { ArtifactList, RunAction, RunCode, RunMethods, RunPanelState, RunTab, RunView } from '../../src/protocol/panels/runPanel';
import type { PageProps } from '../ui/page';
import { useSettled } from '../ui/settled';
import { isGone } from '../ui/askFailed';
import { ArtifactsTab } from './artifacts/artifactsTab';
import { CodeTab, dirtyLines } from './code/codeTab';
import { CurvesTab } from './curves/curvesTab';
import { DataTab } from './data/dataTab';
import { Loading } from '../ui/loading';
import { Gone, Notices } from './states';
import { Header } from './header';
import type { Keep, RunHost } from './runHost';
import { useKept } from '../ui/kept';
import { useLive, type Live } from '../ui/live';
import { LogsTab } from './logs/logsTab';
import { Overview } from './overview/overview';
import { Scroller } from '../ui/scroller';
import { SystemTab } from './system/systemTab';
import { TabStrip, type TabEntry } from '../ui/tabStrip';

export function RunPage({ host }: PageProps<RunMethods, RunPanelState>): JSX.Element {
  const live = useLive<RunView>(host, useCallback(async (signal) => host.ask('run', {}, signal), [host]));
  useSettled(host);
  useMark('slipway-begun', true);
  if (live.problem !== undefined && (live.value === undefined || isGone(live.problem))) {
    return <Gone problem={live.problem} onRetry={live.refresh} />;
  }
  if (live.value === undefined) {
    return <Loading />;
  }
  return <Shell host={host} view={live.value} problem={live.problem?.message} onRetry={live.refresh} />;
}

interface ShellProps { readonly host: RunHost; readonly view: RunView; readonly problem: string | undefined; readonly onRetry: () => void }

function Shell({ host, view, problem, onRetry }: ShellProps): JSX.Element {
  const [state, keep] = useKept(host);
  // Read again when the run has ended: its job leaves its documents then.
  const artifacts = useLive<ArtifactList>(host, useCallback(async (signal) => host.ask('artifacts', {}, signal), [host]));
  const code = useLive<RunCode>(host, useCallback(async (signal) => host.ask('code', {}, signal), [host, view.condition]), false);
  useMark('slipway-run', true);
  useMark('slipway-artifacts', artifacts.value !== undefined);
  const tab = state.tab ?? 'overview';
  const choose = (chosen: RunTab): void => keep({ tab: chosen });
  const act = (action: RunAction): void => { void host.ask('act', { action }).then(onRetry, onRetry); };
  const tabs: TabEntry<RunTab>[] = [
    { id: 'overview', label: 'Overview' }, { id: 'curves', label: 'Curves' }, { id: 'artifacts', label: 'Artifacts', count: artifacts.value?.files.length ?? 0 },
    { id: 'code', label: 'Code' }, { id: 'logs', label: 'Logs' }, { id: 'data', label: 'Data' }, { id: 'system', label: 'System' },
  ];
  return (
    <main class="run">
      <Header view={view} act={act} showCode={() => choose('code')} dirtyLines={dirtyLines(code.value)} cell={code.value?.notebook ?? undefined} />
      <Notices host={host} view={view} problem={problem} act={act} onRetry={onRetry} />
      <TabStrip label="Parts of the run" tabs={tabs} chosen={tab} onChoose={choose} />
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Tab key={tab} tab={tab} host={host} view={view} state={state} keep={keep} act={act} artifacts={artifacts} code={code} onRetry={onRetry} />
      </div>
    </main>
  );
}

interface TabProps {
  readonly tab: RunTab;
  readonly host: RunHost;
  readonly view: RunView;
  readonly state: RunPanelState;
  readonly keep: Keep;
  readonly act: (action: RunAction) => void;
  readonly artifacts: Live<ArtifactList>;
  readonly code: Live<RunCode>;
  readonly onRetry: () => void;
}

function Tab({ tab, host, view, state, keep, act, artifacts, code, onRetry }: TabProps): JSX.Element {
  switch (tab) {
    case 'overview': return <Scroller host={host} tab="overview"><Overview host={host} view={view} showData={() => keep({ tab: 'data' })} refresh={onRetry} /></Scroller>;
    case 'curves': return <CurvesTab host={host} view={view} kept={state.curves} keep={keep} />;
    case 'artifacts': return <ArtifactsTab host={host} view={view} list={artifacts} state={state} keep={keep} />;
    case 'code': return <CodeTab host={host} view={view} code={code} act={act} />;
    case 'logs': return <LogsTab host={host} view={view} keep={keep} />;
    case 'data': return <DataTab host={host} view={view} />;
    case 'system': return <SystemTab host={host} view={view} showArtifact={(path) => keep({ tab: 'artifacts', artifact: path })} />;
  }
}

/** Notes when something was drawn for the first time: bench/ui measures by it. */
function useMark(name: string, drawn: boolean): void {
  useLayoutEffect(() => {
    if (drawn) {
      performance.mark(name);
    }
  }, [name, drawn]);
}
