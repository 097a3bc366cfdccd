/** What leaves the panel: all that was found as JSON, and a report that is one HTML file. */
import { render } from 'preact';
import type { Alert, Monitor, MonitoredWindow } from '../../src/protocol/monitors';
import type { Retraining } from '../../src/protocol/retraining';
import type { WindowComparison } from '../../src/protocol/windowComparison';
import { byConcern } from '../../src/wording/monitorText';
import { AskFailed } from '../ui/askFailed';
import { columnHistories } from './columnHistory';
import type { DriftHost } from './driftHost';
import { Report, type ReportProps } from './report';
import { reportPage } from './reportPage';

/** Columns whose distributions are drawn in a report. */
const DRAWN = 30;

export interface SavedFindings {
  readonly monitor: Monitor;
  /** oldest first; of a report, up to the one that it is about */
  readonly windows: readonly MonitoredWindow[];
  readonly alerts: readonly Alert[];
  /** of the policies that train again by this monitor, newest first */
  readonly retrainings: readonly Retraining[];
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
export async function saveReport(host: DriftHost, { reference, method, ...found }: ReportAsk): Promise<void> {
  const { monitor, windows } = found;
  const last = windows.at(-1);
  if (last === undefined) {
    return;
  }
  const other = { ...(reference === undefined ? {} : { reference }), ...(method === undefined ? {} : { method }) };
  const span = { from: last.from, to: last.to };
  const window = reference === undefined && method === undefined ? last : await host.ask('compare', { ...span, ...other });
  const drawn = byConcern(window.columns).filter(({ score }) => score !== null).slice(0, DRAWN).map(({ name }) => name);
  const drawings = await distributionsOf(host, { ...span, ...other, columns: drawn });
  const place = document.createElement('div');
  render(<Report {...found} {...drawings} window={window} histories={columnHistories(windows)} />, place);
  await host.ask('save', { kind: 'html', text: reportPage(`${monitor.name}: drift`, place.innerHTML) });
  render(null, place);
}

/** What is drawn of a report's window. */
interface Drawings extends Pick<ReportProps, 'distributions' | 'answered'> { readonly unread?: string }

/** What was found outlives the traffic that it was found in: where that can't be read any more, `unread` says why, and nothing is drawn. */
async function distributionsOf(host: DriftHost, asked: WindowComparison & { readonly columns: readonly string[] }): Promise<Drawings> {
  if (asked.columns.length === 0) {
    return { distributions: new Map(), answered: new Map() };
  }
  try {
    const { columns, answers = [] } = await host.ask('compare', { ...asked, distributions: true });
    return {
      distributions: new Map(columns.flatMap(({ name, distribution }) => (distribution === undefined ? [] : [[name, distribution] as const]))),
      answered: new Map(answers.flatMap(({ role, distribution }) => (distribution === undefined ? [] : [[role, distribution] as const]))),
    };
  } catch (error) {
    if (!(error instanceof AskFailed)) {
      throw error;
    }
    return { distributions: new Map(), answered: new Map(), unread: error.message };
  }
}
