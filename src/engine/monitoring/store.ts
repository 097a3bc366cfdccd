/** Monitors, their windows and their alerts: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { Alert, MonitoredWindow, MonitorOptions } from '../../protocol/monitors';

/** What is kept of a monitor beside its windows. */
export interface MonitorRecord {
  readonly name: string;
  /** absolute path of the project */
  readonly root: string;
  readonly python: string | null;
  /** what it was started with; null: slipway.yaml says it */
  readonly options: MonitorOptions | null;
  readonly wanted: 'watching' | 'stopped';
  readonly problem: string | null;
  /** beginning of the first window that is not judged, Unix ms */
  readonly next: number;
  /** the first rows of the traffic, where there is no other reference: absolute path and rows */
  readonly baseline: { readonly file: string; readonly rows: number } | null;
  readonly created_at: number;
}

export class MonitorStore {
  readonly #save: BetterSqlite.Statement;
  readonly #all: BetterSqlite.Statement;
  readonly #get: BetterSqlite.Statement;
  readonly #remove: readonly BetterSqlite.Statement[];
  readonly #saveWindow: BetterSqlite.Statement;
  readonly #windows: BetterSqlite.Statement;
  readonly #saveAlert: BetterSqlite.Statement;
  readonly #alert: BetterSqlite.Statement;
  readonly #alerts: BetterSqlite.Statement;
  readonly #standing: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#save = sqlite.prepare('INSERT INTO monitors (name, record) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET record = excluded.record');
    this.#all = sqlite.prepare('SELECT record FROM monitors ORDER BY name');
    this.#get = sqlite.prepare('SELECT record FROM monitors WHERE name = ?');
    this.#remove = ['monitors WHERE name', 'monitor_windows WHERE monitor', 'alerts WHERE monitor'].map((of) => sqlite.prepare(`DELETE FROM ${of} = ?`));
    this.#saveWindow = sqlite.prepare('INSERT INTO monitor_windows (monitor, start, found) VALUES (?, ?, ?) ON CONFLICT (monitor, start) DO UPDATE SET found = excluded.found');
    this.#windows = sqlite.prepare('SELECT found FROM monitor_windows WHERE monitor = ? ORDER BY start DESC LIMIT ?');
    this.#saveAlert = sqlite.prepare(`INSERT INTO alerts (id, monitor, kind, state, opened, told, alert) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, told = excluded.told, alert = excluded.alert`);
    this.#alert = sqlite.prepare('SELECT alert FROM alerts WHERE id = ?');
    this.#alerts = sqlite.prepare('SELECT alert FROM alerts WHERE (@monitor IS NULL OR monitor = @monitor) ORDER BY opened DESC, rowid DESC LIMIT @limit');
    this.#standing = sqlite.prepare(`SELECT alert FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY told DESC) AS last_told FROM alerts WHERE monitor = ?)
      WHERE state <> 'closed' OR (last_told = 1 AND told IS NOT NULL)`);
  }

  save(record: MonitorRecord): void {
    this.#save.run(record.name, JSON.stringify(record));
  }

  /** By name. */
  all(): MonitorRecord[] {
    return (this.#all.all() as { readonly record: string }[]).map(({ record }) => JSON.parse(record) as MonitorRecord);
  }

  get(name: string): MonitorRecord | undefined {
    const row = this.#get.get(name) as { readonly record: string } | undefined;
    return row === undefined ? undefined : (JSON.parse(row.record) as MonitorRecord);
  }

  /** Takes it away with all that it found. */
  remove(name: string): void {
    this.#remove.forEach((statement) => statement.run(name));
  }

  saveWindow(monitor: string, window: MonitoredWindow): void {
    this.#saveWindow.run(monitor, window.from, JSON.stringify(window));
  }

  /** The latest ones, oldest first. */
  windows(monitor: string, limit: number): MonitoredWindow[] {
    return (this.#windows.all(monitor, limit) as { readonly found: string }[]).map(({ found }) => JSON.parse(found) as MonitoredWindow).toReversed();
  }

  /** The newest window that had enough rows, of the last so many; else the newest one. Reads no more of them than it has to. */
  last(monitor: string, among: number): MonitoredWindow | undefined {
    let newest: MonitoredWindow | undefined;
    for (const { found } of this.#windows.iterate(monitor, among) as IterableIterator<{ readonly found: string }>) {
      const window = JSON.parse(found) as MonitoredWindow;
      newest ??= window;
      if (window.state !== 'too_few') {
        return window;
      }
    }
    return newest;
  }

  saveAlert(alert: Alert): void {
    this.#saveAlert.run(alert.alert_id, alert.monitor, alert.kind, alert.state, alert.opened_at, alert.told_at, JSON.stringify(alert));
  }

  alert(id: string): Alert | undefined {
    const row = this.#alert.get(id) as { readonly alert: string } | undefined;
    return row === undefined ? undefined : (JSON.parse(row.alert) as Alert);
  }

  /** Newest first. @param monitor undefined: of all */
  alerts(monitor: string | undefined, limit: number): Alert[] {
    return alertsOf(this.#alerts.all({ monitor: monitor ?? null, limit }));
  }

  /** Those that are not closed, and of each kind the one that was told last. */
  standing(monitor: string): Alert[] {
    return alertsOf(this.#standing.all(monitor));
  }
}

function alertsOf(rows: readonly unknown[]): Alert[] {
  return (rows as readonly { readonly alert: string }[]).map(({ alert }) => JSON.parse(alert) as Alert);
}
