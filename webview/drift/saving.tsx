/** What leaves the panel: all that was found as JSON, and a report that is one HTML file. */
import { render } from 'preact';
import type { Distribution } from '../../src/protocol/drift';
import type { Alert, Monitor, MonitoredWindow } from '../../src/protocol/monitors';
import type { WindowComparison } from '../../src/protocol/windowComparison';
import { byConcern } from '../../src/wording/monitorText';
import { AskFailed } from '../ui/host';
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
  const { distributions, unread } = await distributionsOf(host, { ...span, ...other, columns: drawn });
  const place = document.createElement('div');
  render(<Report monitor={monitor} windows={windows} window={window} alerts={alerts} histories={columnHistories(windows)} distributions={distributions} unread={unread} />, place);
  await host.ask('save', { kind: 'html', text: reportPage(`${monitor.name}: drift`, place.innerHTML) });
  render(null, place);
}

/** What was found outlives the traffic that it was found in: where that can't be read any more, `unread` says why, and nothing is drawn. */
async function distributionsOf(host: DriftHost, asked: WindowComparison & { readonly columns: readonly string[] }): Promise<{ readonly distributions: ReadonlyMap<string, Distribution>; readonly unread?: string }> {
  if (asked.columns.length === 0) {
    return { distributions: new Map() };
  }
  try {
    const { columns } = await host.ask('compare', { ...asked, distributions: true });
    return { distributions: new Map(columns.flatMap(({ name, distribution }) => (distribution === undefined ? [] : [[name, distribution] as const]))) };
  } catch (error) {
    if (!(error instanceof AskFailed)) {
      throw error;
    }
    return { distributions: new Map(), unread: error.message };
  }
}
