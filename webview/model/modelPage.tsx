/** The model panel: head, tabs, and the tab that is chosen. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { GateView, ModelMethods, ModelPanelState, ModelTab, VersionAction, VersionView } from '../../src/protocol/panels/modelPanel';
import type { ModelContents } from '../../src/protocol/modelContents';
import { Loading } from '../ui/loading';
import { useKept } from '../ui/kept';
import { useLive, type Live } from '../ui/live';
import { Scroller } from '../ui/scroller';
import type { PageProps } from '../ui/page';
import { useSettled } from '../ui/settled';
import { isGone } from '../ui/askFailed';
import { TabStrip, type TabEntry } from '../ui/tabStrip';
import { FilesTab } from './filesTab';
import { GateTab } from './gateTab';
import { Header } from './header';
import { HistoryTab } from './historyTab';
import type { ModelHost } from './modelHost';
import { Overview } from './overview';
import { SignatureTab } from './signatureTab';
import { Gone, Notices } from './states';

export function ModelPage({ host }: PageProps<ModelMethods, ModelPanelState>): JSX.Element {
  const live = useLive<VersionView>(host, useCallback(async (signal) => {
    const view = await host.ask('version', {}, signal);
    // The host knows a model by its newest name; a reload begins with what is kept here.
    host.keep({ ...host.state, name: view.name, version: view.version, run_id: view.run_id });
    return view;
  }, [host]));
  useSettled(host);
  if (live.problem !== undefined && (live.value === undefined || isGone(live.problem))) {
    return <Gone problem={live.problem} onRetry={live.refresh} />;
  }
  if (live.value === undefined) {
    return <Loading />;
  }
  return <Shell key={live.value.version} host={host} view={live.value} problem={live.problem?.message} refresh={live.refresh} />;
}

interface ShellProps { readonly host: ModelHost; readonly view: VersionView; readonly problem: string | undefined; readonly refresh: () => void }

function Shell({ host, view, problem, refresh }: ShellProps): JSX.Element {
  const [state, keep] = useKept(host);
  const contents = useLive<ModelContents>(host, useCallback(async (signal) => host.ask('contents', {}, signal), [host]));
  const gate = useLive<GateView>(host, useCallback(async (signal) => host.ask('gate', {}, signal), [host]));
  const tab = state.tab ?? 'overview';
  const act = (action: VersionAction): void => { void host.ask('act', { action }).then(refresh, refresh); };
  const show = (version: string): void => {
    const { filled: _, report: __, ...kept } = host.state;
    host.keep({ ...kept, version, scroll: {} });
    void host.ask('show', { version }).then(refresh, refresh);
  };
  const failed = gate.value?.reports[0]?.checks.filter(({ outcome }) => outcome === 'failed').length ?? 0;
  const tabs: TabEntry<ModelTab>[] = [
    { id: 'overview', label: 'Overview' }, { id: 'signature', label: 'Signature' }, { id: 'files', label: 'Files', count: contents.value?.files.length ?? 0 },
    { id: 'gate', label: 'Gate', count: failed }, { id: 'history', label: 'History' },
  ];
  return (
    <main class="run">
      <Header host={host} view={view} gate={gate.value} act={act} show={show} showGate={() => keep({ tab: 'gate', report: undefined })} />
      <Notices host={host} view={view} contents={contents.value} problem={problem} onRetry={refresh} />
      <TabStrip label="Parts of the version" tabs={tabs} chosen={tab} onChoose={(chosen) => keep({ tab: chosen })} />
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Tab key={tab} tab={tab} host={host} view={view} state={state} keep={keep} act={act} contents={contents} gate={gate} refresh={refresh} />
      </div>
    </main>
  );
}

interface TabProps {
  readonly tab: ModelTab;
  readonly host: ModelHost;
  readonly view: VersionView;
  readonly state: ModelPanelState;
  readonly keep: (change: Partial<ModelPanelState>) => void;
  readonly act: (action: VersionAction) => void;
  readonly contents: Live<ModelContents>;
  readonly gate: Live<GateView>;
  readonly refresh: () => void;
}

function Tab({ tab, host, view, state, keep, act, contents, gate, refresh }: TabProps): JSX.Element {
  switch (tab) {
    case 'overview': return <Scroller host={host} tab={tab}><Overview host={host} view={view} act={act} refresh={refresh} /></Scroller>;
    case 'signature': return <SignatureTab host={host} view={view} contents={contents} filled={state.filled} keep={keep} />;
    case 'files': return <FilesTab host={host} contents={contents} />;
    case 'gate': return <GateTab host={host} view={view} gate={gate} chosen={state.report} keep={keep} />;
    case 'history': return <HistoryTab host={host} view={view} />;
  }
}
