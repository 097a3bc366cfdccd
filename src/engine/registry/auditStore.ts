/** The log of who changed what in the registry: SQL only. It has no way to change or remove an entry, and the database refuses both. */
import type BetterSqlite from 'better-sqlite3';
import type { AuditAction, GateVerdict } from '../../protocol/registry';

/** What a gate had said when an alias was moved. */
export interface NotedGate { readonly verdict: GateVerdict; /** empty: no report */ readonly id: string }

export interface NewAuditRow {
  readonly model: number;
  readonly name: string;
  readonly action: AuditAction;
  /** empty: not about an alias */
  readonly alias?: string;
  readonly version?: number;
  readonly was?: string;
  readonly became?: string;
  readonly gate?: NotedGate;
  readonly who: string;
  readonly client: string;
  readonly reason: string;
}
export interface AuditRow {
  readonly id: number; readonly time: number; readonly name: string; readonly action: AuditAction; readonly alias: string; readonly version: number | null;
  readonly was: string; readonly became: string; readonly who: string; readonly client: string; readonly reason: string;
  /** empty: the entry is not about a promotion */
  readonly gate_verdict: GateVerdict | ''; readonly gate_id: string;
}

export class AuditStore {
  readonly #insert: BetterSqlite.Statement;
  readonly #all: BetterSqlite.Statement;
  readonly #ofName: BetterSqlite.Statement;
  readonly #lastOfAlias: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#insert = sqlite.prepare('INSERT INTO audit (time, model, name, action, alias, version, was, became, who, client, reason, gate_verdict, gate_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#all = sqlite.prepare('SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?');
    this.#ofName = sqlite.prepare('SELECT * FROM audit WHERE model IN (SELECT model FROM audit WHERE name = ?) AND id < ? ORDER BY id DESC LIMIT ?');
    this.#lastOfAlias = sqlite.prepare("SELECT * FROM audit WHERE model = ? AND alias = ? AND action IN ('alias_set', 'alias_deleted') ORDER BY id DESC LIMIT 1");
  }

  add(row: NewAuditRow, now: number): void {
    this.#insert.run(now, row.model, row.name, row.action, row.alias ?? '', row.version ?? null, row.was ?? '', row.became ?? '', row.who, row.client, row.reason, row.gate?.verdict ?? '', row.gate?.id ?? '');
  }

  /** Who moved an alias last; undefined when it was never set. */
  lastOfAlias(model: number, alias: string): AuditRow | undefined {
    return this.#lastOfAlias.get(model, alias) as AuditRow | undefined;
  }

  /**
   * Entries of all models that ever bore a name, newest first.
   * @param name undefined: of all models
   * @param below only entries with a smaller id
   */
  page(name: string | undefined, below: number, limit: number): AuditRow[] {
    return (name === undefined ? this.#all.all(below, limit) : this.#ofName.all(name, below, limit)) as AuditRow[];
  }
}
