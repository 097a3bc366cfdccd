/** The report of a window: what the panel shows, as a page that is read and printed. */
import type { JSX } from 'preact';
import type { Distribution } from '../../src/protocol/drift';
import type { Alert, AnswerColumn, Monitor, MonitoredWindow } from '../../src/protocol/monitors';
import type { Retraining } from '../../src/protocol/retraining';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { formatExact } from '../../src/wording/formatTime';
import { byConcern, referenceText } from '../../src/wording/monitorText';
import { AlertList } from './alertList';
import { ColumnFacts } from './columnFacts';
import type { ColumnHistory } from './columnHistory';
import { DistributionChart } from './distributionChart';
import { columnState, noQualityText, scoreText, windowText } from './driftWords';
import { DriftRow, DriftRowsHead } from './driftRow';
import { Headlines } from './header';
import { Legend } from './legend';
import { ReportBeside, ReportRest } from './reportBeside';
import { Timeline } from './timeline';

export interface ReportProps {
  readonly monitor: Monitor;
  /** oldest first, up to the one that it is about */
  readonly windows: readonly MonitoredWindow[];
  /** the last of them, as it is compared in this report */
  readonly window: MonitoredWindow;
  readonly alerts: readonly Alert[];
  readonly histories: ReadonlyMap<string, ColumnHistory>;
  readonly distributions: ReadonlyMap<string, Distribution>;
  /** of predictions and truths */
  readonly answered: ReadonlyMap<AnswerColumn['role'], Distribution>;
  /** newest first */
  readonly retrainings: readonly Retraining[];
  /** why none is drawn, where the traffic could not be read */
  readonly unread?: string | undefined;
}

export function Report({ monitor, windows, window, alerts, histories, distributions, answered, retrainings, unread }: ReportProps): JSX.Element {
  const columns = byConcern(window.columns);
  const { quality, reference } = window;
  return (
    <main class="drift report">
      <h1>{monitor.name}</h1>
      <p class="quiet">Watches {monitor.deployment} · {windowText(window)}{reference === null ? '' : ` · against ${referenceText(reference)}`} · written {formatExact(Date.now())}</p>
      <Headlines window={window} options={monitor.options.quality} />
      {(quality === null || (quality.estimated === null && quality.realised === null)) && <p class="quiet">{noQualityText(quality)}</p>}
      <p class="quiet">Drift says that the inputs are others than those it is compared with, which need not harm; lost quality says that answers are wrong more often, which can happen without drift.</p>
      <Timeline windows={windows} alerts={alerts} options={monitor.options.quality} chosen={windows.length - 1} onChoose={() => undefined} />
      <Legend windows={windows} />
      {alerts.length > 0 && <><h2>Alerts</h2><AlertList alerts={alerts} /></>}
      <ReportBeside window={window} windows={windows} distributions={answered} />
      <h2>Columns</h2>
      {window.columns.length === 0 && <p>{window.reason ?? 'No column could be compared.'}</p>}
      <table class="columns">
        <DriftRowsHead first="column" />
        <tbody>
          {columns.map((column) => {
            const history = histories.get(column.name);
            return (
              <DriftRow key={column.name} name={column.name} method={column.method === null ? '–' : driftMethodText(column.method).title} score={scoreText(column)} points={history?.points ?? []}
                drifted={column.drifted === true} state={columnState(column, history?.since, window.to)} />
            );
          })}
        </tbody>
      </table>
      {unread !== undefined && <p class="quiet">Distributions are not drawn: {unread}</p>}
      {columns.map((column) => {
        const distribution = distributions.get(column.name);
        return distribution !== undefined && (
          <section key={column.name} class="detail">
            <h3>{column.name}</h3>
            <DistributionChart column={column.name} distribution={distribution} reference={reference?.name ?? 'reference'} />
            <ColumnFacts column={column} />
          </section>
        );
      })}
      <ReportRest monitor={monitor} windows={windows} retrainings={retrainings} />
    </main>
  );
}
