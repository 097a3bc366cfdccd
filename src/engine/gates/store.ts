/** Reports of gates: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { GateReport } from '../../protocol/gates';

/** A report with the version that it is about: `made` is the creation time of that version, Unix ms. */
export interface KeptReport { readonly report: GateReport; readonly made: number }

interface ReportRow { readonly name: string; readonly made: number; readonly report: string }

const OF_VERSION = 'SELECT name, made, report FROM gate_reports WHERE (@name IS NULL OR name = @name) AND (@version IS NULL OR version = @version) ORDER BY started DESC, rowid DESC LIMIT @limit';

export class GateStore {
  readonly #save: BetterSqlite.Statement;
  readonly #find: BetterSqlite.Statement;
  readonly #list: BetterSqlite.Statement;
  readonly #running: BetterSqlite.Statement;
  readonly #rename: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#save = sqlite.prepare(`INSERT INTO gate_reports (id, name, version, made, started, state, report) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, report = excluded.report`);
    this.#find = sqlite.prepare('SELECT name, made, report FROM gate_reports WHERE id = ?');
    this.#list = sqlite.prepare(OF_VERSION);
    this.#running = sqlite.prepare("SELECT name, made, report FROM gate_reports WHERE state = 'running'");
    this.#rename = sqlite.prepare('UPDATE gate_reports SET name = ? WHERE name = ?');
  }

  save({ report, made }: KeptReport): void {
    this.#save.run(report.gate_id, report.name, Number(report.version), made, report.started_at, report.state, JSON.stringify(report));
  }

  find(id: string): KeptReport | undefined {
    const row = this.#find.get(id) as ReportRow | undefined;
    return row === undefined ? undefined : kept(row);
  }

  /** Newest first. @param name undefined: of all models */
  list(name: string | undefined, version: number | undefined, limit: number): KeptReport[] {
    return (this.#list.all({ name: name ?? null, version: version ?? null, limit }) as ReportRow[]).map(kept);
  }

  /** Those that an engine left behind when it ended. */
  running(): KeptReport[] {
    return (this.#running.all() as ReportRow[]).map(kept);
  }

  /** Reports go with their model. */
  rename(former: string, name: string): void {
    this.#rename.run(name, former);
  }
}

function kept(row: ReportRow): KeptReport {
  return { report: { ...(JSON.parse(row.report) as GateReport), name: row.name }, made: row.made };
}
