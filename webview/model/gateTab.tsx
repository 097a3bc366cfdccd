/** The gate: what slipway.yaml asks, what came out, and how it is run. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GateReport } from '../../src/protocol/gates';
import type { GateView, ModelPanelState, VersionView } from '../../src/protocol/panels/modelPanel';
import { formatExact } from '../../src/wording/formatTime';
import { Empty, Failed } from '../ui/empty';
import { Loading } from '../ui/loading';
import type { Live } from '../ui/live';
import { useNow } from '../ui/now';
import { Scroller } from '../ui/scroller';
import { Button } from '../ui/controls';
import { Report } from './gateReport';
import { reportLine } from './gateWords';
import type { ModelHost } from './modelHost';

export interface GateTabProps {
  readonly host: ModelHost;
  readonly view: VersionView;
  readonly gate: Live<GateView>;
  /** id of the report that is shown; undefined: the newest */
  readonly chosen: string | undefined;
  readonly keep: (change: Partial<ModelPanelState>) => void;
}

export function GateTab({ host, view, gate, chosen, keep }: GateTabProps): JSX.Element {
  if (gate.value === undefined) {
    return gate.problem === undefined ? <Loading /> : <Failed message={gate.problem.message} onRetry={gate.refresh} />;
  }
  const { reports, gate: rules, trusted } = gate.value;
  const report = reports.find(({ gate_id: id }) => id === chosen) ?? reports[0];
  if (rules === null && report === undefined && gate.value.standing === null) {
    return (
      <Empty icon="shield" title={`No gate for ${view.name} yet`}>
        A gate is a few lines in slipway.yaml: limits of metrics, not worse than the champion, fair to every group. A version has to pass it before it is promoted, and the numbers are kept.
        <span class="buttons centered"><Button primary onClick={() => { void host.ask('writeGate', {}); }}>Write a gate</Button></span>
      </Empty>
    );
  }
  return (
    <Scroller host={host} tab="gate">
      <div class="overview gate">
        <div class="column">
          <Run host={host} view={gate.value} running={reports.find(({ state }) => state === 'running')} trusted={trusted} ran={() => keep({ report: undefined })} />
          {report === undefined ? <section><p class="quiet">It was not run for this version yet.</p></section> : <Report report={report} />}
        </div>
        <div class="column">
          <Rules host={host} name={view.name} view={gate.value} />
          {reports.length > 0 && <Earlier reports={reports} chosen={report?.gate_id} choose={(id) => keep({ report: id })} />}
        </div>
      </div>
    </Scroller>
  );
}

interface RunProps { readonly host: ModelHost; readonly view: GateView; readonly running: GateReport | undefined; readonly trusted: boolean; readonly ran: () => void }

function Run({ host, view, running, trusted, ran }: RunProps): JSX.Element {
  const [asked, setAsked] = useState(false);
  const run = (): void => {
    setAsked(true);
    ran();
    void host.ask('runGate', {}).finally(() => setAsked(false));
  };
  return (
    <section class="gate-run" aria-label="Run the gate">
      {running === undefined
        ? <Button primary disabled={!trusted || view.gate === null || asked} onClick={run}>Run gate</Button>
        : <Button onClick={() => { void host.ask('stopGate', { gate_id: running.gate_id }); }}>Stop</Button>}
      <span role="status" class="quiet">
        {running !== undefined ? <><span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true" /> {running.stage ?? 'starting'}</>
          : !trusted ? 'Gates load models, which runs code. Trust this workspace to run one.' : view.standing?.verdict === 'outdated' ? view.standing.why : ''}
      </span>
    </section>
  );
}

function Rules({ host, name, view }: { readonly host: ModelHost; readonly name: string; readonly view: GateView }): JSX.Element {
  // What a report that could not be judged says stands with the report.
  const faulty = view.standing?.verdict === 'broken' && view.reports[0]?.state !== 'broken';
  return (
    <section aria-labelledby="rules-title">
      <h2 id="rules-title">slipway.yaml</h2>
      {view.gate !== null && (
        <>
          <p><button type="button" class="link" onClick={() => { void host.ask('openGate', {}); }}>Line {view.gate.line + 1}</button></p>
          <pre class="source mono" tabIndex={0} aria-label={`Gate of ${name}`}>{view.gate.text}</pre>
        </>
      )}
      {faulty && <p class="warned"><span class="codicon codicon-warning" aria-hidden="true" /><span>{view.standing?.why} <button type="button" class="link" onClick={() => { void host.ask('openGate', {}); }}>Open slipway.yaml</button></span></p>}
      {view.gate === null && !faulty && (
        <p class="quiet">{view.file ? `It has no gate for ${name} any more.` : 'There is no slipway.yaml any more.'} <button type="button" class="link" onClick={() => { void host.ask('writeGate', {}); }}>Write a gate</button></p>
      )}
    </section>
  );
}

function Earlier({ reports, chosen, choose }: { readonly reports: readonly GateReport[]; readonly chosen: string | undefined; readonly choose: (id: string) => void }): JSX.Element {
  const now = useNow(30_000);
  return (
    <section aria-labelledby="reports-title">
      <h2 id="reports-title">Reports <span class="count">{reports.length}</span></h2>
      <ul class="lines reports">{reports.map((report) => {
        const { icon, look, text } = reportLine(report, now);
        return (
          <li key={report.gate_id}>
            <button type="button" class="link" aria-current={report.gate_id === chosen} title={formatExact(report.started_at)} onClick={() => choose(report.gate_id)}><span class={`codicon codicon-${icon} ${look}`} aria-hidden="true" />{text}</button>
          </li>
        );
      })}</ul>
    </section>
  );
}
