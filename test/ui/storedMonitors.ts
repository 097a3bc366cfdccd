// Monitors with a past that traffic would take days to make: written into a store by the engine's own code, before an engine opens it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/engine/database/open';
import { MonitorStore } from '../../src/engine/monitoring/store';
import type { DriftColumn } from '../../src/protocol/drift';
import type { Alert, Estimate, MonitoredWindow } from '../../src/protocol/monitors';
import { keptLog } from '../unit/engine/silentLog';

const HOUR = 3_600_000;
const ROWS = 12_500;
const REFERENCE = 0.914;
/** p-values below it drift */
const THRESHOLD = 0.05;
/** The first of so many columns drifts, in the end. */
const ONE_IN = 12;

export interface StoredMonitor {
  readonly name: string;
  readonly deployment: string;
  /** stopped: what was found is shown, and nothing more is looked for */
  readonly wanted: 'watching' | 'stopped';
  /** one an hour, the last of which ends at the last full hour */
  readonly windows: number;
  readonly columns: readonly string[];
}

/** @param folder the project; its store is not there yet */
export function storeMonitors(folder: string, monitors: readonly StoredMonitor[]): void {
  const store = path.join(folder, '.slipway');
  mkdirSync(store, { recursive: true });
  const database = openDatabase(store, keptLog());
  try {
    const written = new MonitorStore(database.sqlite);
    const end = Math.floor(Date.now() / HOUR) * HOUR;
    database.sqlite.transaction(() => monitors.forEach((monitor) => {
      const { name, deployment, wanted, windows, columns } = monitor;
      const options = { deployment, window: { every: '1h' }, reference: 'training/march.parquet' };
      written.save({ name, root: folder, python: null, options, wanted, problem: null, next: end, baseline: null, created_at: end - windows * HOUR });
      for (let at = 0; at < windows; at += 1) {
        written.saveWindow(name, windowOf(end - (windows - at) * HOUR, (at + 1) / windows, columns));
      }
      if (windows > 0) {
        written.saveAlert(alertOf(monitor, end, Math.floor(windows / 2)));
      }
    }))();
  } finally {
    database.close();
  }
}

/** @param age how much of its past is over, to 1: from the middle on columns drift, and quality sinks */
function windowOf(from: number, age: number, names: readonly string[]): MonitoredWindow {
  const columns = names.map((name, at) => columnOf(name, at, age));
  const drifted = columns.filter((column) => column.drifted === true).length;
  const share = drifted / columns.length;
  const accuracy = REFERENCE - 0.002 - Math.max(0, age - 0.5) * 0.2 + wave(from / HOUR) * 0.006;
  return {
    from, to: from + HOUR, rows: ROWS, state: drifted === 0 ? 'ok' : 'warning', reason: null, reference: { kind: 'file', name: 'training/march.parquet', rows: 250_000 },
    columns, dataset: { share, threshold: 0.5, drifted: share >= 0.5, judged: columns.length, drifted_columns: drifted },
    quality: {
      metric: 'accuracy', reference: REFERENCE, estimated: around(accuracy, 0.011),
      // Labels come a day late.
      realised: age < 0.85 ? around(accuracy - 0.004, 0.018) : null, labelled: age < 0.85 ? 1240 : 0,
    },
    versions: [{ model: 'churn', version: age < 0.3 ? '6' : '7', rows: ROWS }], computed_at: from + HOUR + 4000,
  };
}

function columnOf(name: string, at: number, age: number): DriftColumn {
  const drifts = at % ONE_IN === 0;
  // Orders of magnitude below 1, which is how far a p-value falls.
  const fallen = 0.6 + wave(at * 3.7 + age * 41) * 0.5 + (drifts ? Math.max(0, age - 0.5) * 2 * (2 + (at % 7) * 4) : 0);
  const score = 10 ** -fallen;
  return { name, type: 'num', method: 'ks', score, measure: 'p-value', threshold: THRESHOLD, drifted: score < THRESHOLD, missing: { reference: 0.002, current: 0.002 + (drifts ? 0.01 * age : 0) } };
}

function around(value: number, margin: number): Estimate {
  return { value, low: value - margin, high: value + margin };
}

/** −1 to 1, without a pattern that the eye would find. */
function wave(x: number): number {
  return (Math.sin(x * 1.3) + Math.sin(x * 2.9 + 1) + Math.sin(x * 7.1 + 2)) / 3;
}

function alertOf({ name, deployment, columns }: StoredMonitor, end: number, begun: number): Alert {
  const about = columns.filter((_, at) => at % ONE_IN === 0);
  const since = end - begun * HOUR;
  return {
    alert_id: `${name} drift`.slice(0, 90), monitor: name, deployment, kind: 'drift', level: 'warning', state: 'open', text: `${about.length} of ${columns.length} columns drift: ${about.slice(0, 3).join(', ')}${about.length > 3 ? ` and ${about.length - 3} more` : ''}.`,
    columns: about, since, until: end, opened_at: since, closed_at: null, told_at: since, snoozed_until: null, notes: [],
  };
}
