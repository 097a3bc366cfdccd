/** The drift panel: what the last window says, the windows before it, its columns, and the alerts. */
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Alert, MonitoredWindow } from '../../src/protocol/monitors';
import type { DriftAction, DriftMethods, DriftPanelState, DriftView, RetrainAct, ShownPolicy } from '../../src/protocol/panels/driftPanel';
import { Failed } from '../ui/empty';
import { useKept } from '../ui/kept';
import { type Live, useLive } from '../ui/live';
import { Loading } from '../ui/loading';
import type { PageProps } from '../ui/page';
import { Scroller } from '../ui/scroller';
import { useSettled } from '../ui/settled';
import { isGone } from '../ui/askFailed';
import { AlertList } from './alertList';
import { isAwaited } from './besideRows';
import { columnHistories } from './columnHistory';
import { ColumnsPart } from './columnsPart';
import { Controls } from './controls';
import type { DriftHost, Keep } from './driftHost';
import { noQualityText } from './driftWords';
import { GroupsPart } from './groupsPart';
import { Header } from './header';
import { Legend } from './legend';
import { Part } from './part';
import { RetrainingPart } from './retraining/retrainingPart';
import { saveJson, saveReport } from './saving';
import { SchemaPart } from './schemaPart';
import { Gone, Notices, NoWindow, Waiting } from './states';
import { Timeline } from './timeline';

export function DriftPage({ host }: PageProps<DriftMethods, DriftPanelState>): JSX.Element {
  const view = useLive<DriftView>(host, useCallback(async (signal) => host.ask('monitor', {}, signal), [host]));
  const windows = useLive<readonly MonitoredWindow[]>(host, useCallback(async (signal) => host.ask('windows', {}, signal), [host]));
  const alerts = useLive<readonly Alert[]>(host, useCallback(async (signal) => host.ask('alerts', {}, signal), [host]));
  const policies = useLive<readonly ShownPolicy[]>(host, useCallback(async (signal) => host.ask('policies', {}, signal), [host]));
  useSettled(host);
  const problem = view.problem ?? windows.problem ?? alerts.problem;
  const refresh = (): void => [view, windows, alerts, policies].forEach((live) => live.refresh());
  if (problem !== undefined && (view.value === undefined || windows.value === undefined || alerts.value === undefined || isGone(problem))) {
    return <Gone problem={problem} onRetry={refresh} />;
  }
  if (view.value === undefined || windows.value === undefined || alerts.value === undefined) {
    return <Loading />;
  }
  return <Shell host={host} view={view.value} windows={windows.value} alerts={alerts.value} policies={policies} problem={problem?.message} refresh={refresh} />;
}

interface ShellProps {
  readonly host: DriftHost;
  readonly view: DriftView;
  readonly windows: readonly MonitoredWindow[];
  readonly alerts: readonly Alert[];
  readonly policies: Live<readonly ShownPolicy[]>;
  /** why something could not be read the last time */
  readonly problem: string | undefined;
  readonly refresh: () => void;
}

function Shell({ host, view, windows, alerts, policies, problem, refresh }: ShellProps): JSX.Element {
  const { monitor } = view;
  const [state, keep] = useKept(host);
  const at = shownIndex(windows, state.until);
  const found = windows[at];
  const free = view.trusted ? policies.value?.find(isFree)?.name : undefined;
  const act = (action: DriftAction): void => { void host.ask('act', { action }).then(refresh, refresh); };
  const actOnPolicy = (policy: string, what: RetrainAct, id?: string, why?: string): void => { void host.ask('actOnPolicy', { policy, act: what, ...(id === undefined ? {} : { retraining_id: id }), ...(why === undefined ? {} : { why }) }).then(policies.refresh, policies.refresh); };
  const retrain = free === undefined ? undefined : (why?: string): void => actOnPolicy(free, 'now', undefined, why);
  const retraining = <RetrainingPart host={host} policies={policies} trusted={view.trusted} onAct={actOnPolicy} onAdd={() => act('addPolicy')} />;
  const retrainings = (policies.value ?? []).flatMap((policy) => policy.retrainings).toSorted((a, b) => b.started_at - a.started_at);
  const save = found === undefined ? undefined : {
    report: async (): Promise<void> => saveReport(host, { monitor, windows: windows.slice(0, at + 1), alerts, retrainings, reference: state.reference, method: state.method }),
    json: async (): Promise<void> => saveJson(host, { monitor, windows, alerts, retrainings }),
  };
  return (
    <main class="run drift">
      <Header monitor={monitor} trusted={view.trusted} window={found} act={act} save={save} retrain={retrain} />
      <Notices host={host} monitor={monitor} found={found !== undefined} unread={problem} onRetry={refresh} act={act} />
      <Waiting policies={policies.value ?? []} trusted={view.trusted} onAct={actOnPolicy} />
      {found === undefined ? (policies.value ?? []).length === 0 ? <NoWindow monitor={monitor} /> : <Scroller host={host} tab="drift"><NoWindow monitor={monitor} />{retraining}</Scroller>
        : <Found host={host} view={view} windows={windows} at={at} shown={found} alerts={alerts} state={state} keep={keep} refresh={refresh} retrain={retrain}>{retraining}</Found>}
    </main>
  );
}

/** One that can start now. */
function isFree({ standing }: ShownPolicy): boolean {
  return standing !== null && standing.state !== 'stopped' && standing.last?.ended_at !== null;
}

interface FoundProps extends Omit<ShellProps, 'problem' | 'policies'> {
  readonly at: number;
  readonly shown: MonitoredWindow;
  readonly state: DriftPanelState;
  readonly keep: Keep;
  /** undefined: no policy is free to */
  readonly retrain: ((why: string) => void) | undefined;
  /** what stands below the alerts */
  readonly children: JSX.Element;
}

function Found({ host, view: { monitor }, windows, at, shown: found, alerts, state, keep, refresh, retrain, children }: FoundProps): JSX.Element {
  const other = useOtherComparison(host, found, state);
  const until = useMemo(() => windows.slice(0, at + 1), [windows, at]);
  const histories = useMemo(() => columnHistories(until), [until]);
  const choose = (index: number): void => {
    const to = windows[index]?.to;
    if (to !== undefined) {
      keep({ until: to });
    }
  };
  const quality = windows.some(({ quality: known }) => known !== null && (known.estimated !== null || known.realised !== null));
  return (
    <Scroller host={host} tab="drift">
      <section class="part" aria-label="Windows">
        <Timeline windows={windows} alerts={alerts} options={monitor.options.quality} chosen={at} onChoose={choose} />
        <Legend windows={windows} />
        {!quality && <p class="quiet sentence">{noQualityText(found.quality)}</p>}
        <p class="quiet sentence">Drift says that the inputs are others than those it is compared with, which need not harm; lost quality says that answers are wrong more often, which can happen without drift.</p>
      </section>
      <section class="part" aria-label="Columns">
        <Controls host={host} windows={windows} at={at} onChoose={choose} state={state} keep={keep} />
        {other === undefined ? <ColumnsPart host={host} window={found} windows={until} awaited={isAwaited(found, monitor)} histories={histories} state={state} keep={keep} />
          : other.problem !== undefined ? <Failed message={other.problem.message} onRetry={other.refresh} />
            : other.value === undefined ? <Loading lines={4} /> : <ColumnsPart host={host} window={other.value} windows={until} awaited={false} histories={histories} state={state} keep={keep} />}
      </section>
      {found.violations !== undefined && <Part host={host} part="schema" label="Schema"><SchemaPart schema={monitor.options.schema} violations={found.violations} rows={found.rows} /></Part>}
      {monitor.options.quality?.fairness !== undefined && (
        <Part host={host} part="groups" label="By group">
          <h2>By group</h2>
          <GroupsPart windows={until} options={monitor.options.quality.fairness} />
        </Part>
      )}
      <section class="part" aria-label="Alerts">
        <h2>Alerts</h2>
        {alerts.length === 0 ? <p class="quiet sentence">No alert so far. There is one when {monitor.options.alerts?.least ?? 2} of the last {monitor.options.alerts?.of ?? 3} windows say the same.</p>
          : <AlertList alerts={alerts} onAct={(alert, act) => { void host.ask('actOnAlert', { alert_id: alert.alert_id, act }).then(refresh, refresh); }} onRetrain={retrain} />}
      </section>
      {children}
    </Scroller>
  );
}

/** The shown window compared with something else, where somebody has asked for that; undefined: nobody has. */
function useOtherComparison(host: DriftHost, { from, to }: MonitoredWindow, { reference, method }: DriftPanelState): ReturnType<typeof useLive<MonitoredWindow | undefined>> | undefined {
  const wanted = reference !== undefined || method !== undefined;
  const other = useLive<MonitoredWindow | undefined>(host, useCallback(async (signal) => (wanted
    ? host.ask('compare', { from, to, ...(reference === undefined ? {} : { reference }), ...(method === undefined ? {} : { method }) }, signal)
    : undefined), [host, from, to, reference, method, wanted]), false);
  return wanted ? other : undefined;
}

/** The one that was chosen; else the last that was judged, else the last. */
function shownIndex(windows: readonly MonitoredWindow[], until: number | undefined): number {
  const chosen = until === undefined ? -1 : windows.findIndex(({ to }) => to === until);
  const judged = windows.findLastIndex(({ state }) => state !== 'too_few');
  return chosen >= 0 ? chosen : judged >= 0 ? judged : windows.length - 1;
}
