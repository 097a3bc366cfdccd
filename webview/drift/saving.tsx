/** What leaves the panel: all that was found as JSON, and a report that is one HTML file. */
import { render } from 'preact';
import type { Alert, Monitor, MonitoredWindow } from '../../src/protocol/monitors';
import { byConcern } from '../../src/wording/monitorText';
import { columnHistories } from './columnHistory';
import type { DriftHost } from './driftHost';
import { Report } from './report';
import { reportPage } from './reportPage';

/** Columns whose distributions are drawn in a report. */
const DRAWN = 30;

export interface SavedFindings {
  readonly monitor: Monitor;
  /** oldest first; of a report, up to the one that it is about */
  readonly windows: readonly MonitoredWindow[];
  readonly alerts: readonly Alert[];
}

export interface ReportAsk extends SavedFindings {
  /** what is compared with instead of the monitor's own */
  readonly reference: string | undefined;
  readonly method: string | undefined;
}

export async function saveJson(host: DriftHost, found: SavedFindings): Promise<void> {
  await host.ask('save', { kind: 'json', text: `${JSON.stringify(found, null, 2)}\n` });
}

/** Of the last of the windows, with the distributions of what drifts most. */
export async function saveReport(host: DriftHost, { monitor, windows, alerts, reference, method }: ReportAsk): Promise<void> {
  const found = windows.at(-1);
  if (found === undefined) {
    return;
  }
  const other = { ...(reference === undefined ? {} : { reference }), ...(method === undefined ? {} : { method }) };
  const span = { from: found.from, to: found.to };
  const window = reference === undefined && method === undefined ? found : await host.ask('compare', { ...span, ...other });
  const drawn = byConcern(window.columns).filter(({ score }) => score !== null).slice(0, DRAWN).map(({ name }) => name);
  const compared = drawn.length === 0 ? undefined : await host.ask('compare', { ...span, ...other, columns: drawn, distributions: true });
  const distributions = new Map(compared?.columns.flatMap(({ name, distribution }) => (distribution === undefined ? [] : [[name, distribution] as const])) ?? []);
  const place = document.createElement('div');
  render(<Report monitor={monitor} windows={windows} window={window} alerts={alerts} histories={columnHistories(windows)} distributions={distributions} />, place);
  await host.ask('save', { kind: 'html', text: reportPage(`${monitor.name}: drift`, place.innerHTML) });
  render(null, place);
}
