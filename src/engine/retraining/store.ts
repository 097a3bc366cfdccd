/** Policies of continuous training and what came of them: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { Retraining } from '../../protocol/retraining';
import type { SeenData } from './watchedData';

/** A policy that holds. What it says stands in slipway.yaml. */
export interface PolicyRecord {
  readonly name: string;
  /** absolute path of the project */
  readonly root: string;
  readonly python: string | null;
  readonly wanted: 'ready' | 'stopped';
  readonly problem: string | null;
  /** Unix ms: since then it counts labels and time, when nothing was retrained yet */
  readonly since: number;
  /** the file whose change starts it, as the last retraining that it started took it; undefined: none does */
  readonly data?: SeenData;
}

export class RetrainingStore {
  readonly #savePolicy: BetterSqlite.Statement;
  readonly #policies: BetterSqlite.Statement;
  readonly #policy: BetterSqlite.Statement;
  readonly #save: BetterSqlite.Statement;
  readonly #get: BetterSqlite.Statement;
  readonly #list: BetterSqlite.Statement;
  readonly #open: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#savePolicy = sqlite.prepare('INSERT INTO retrain_policies (name, record) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET record = excluded.record');
    this.#policies = sqlite.prepare('SELECT record AS json FROM retrain_policies ORDER BY name');
    this.#policy = sqlite.prepare('SELECT record AS json FROM retrain_policies WHERE name = ?');
    this.#save = sqlite.prepare(`INSERT INTO retrainings (id, policy, started, ended, retraining) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, retraining = excluded.retraining`);
    this.#get = sqlite.prepare('SELECT retraining AS json FROM retrainings WHERE id = ?');
    this.#list = sqlite.prepare('SELECT retraining AS json FROM retrainings WHERE (@policy IS NULL OR policy = @policy) ORDER BY started DESC, rowid DESC LIMIT @limit');
    this.#open = sqlite.prepare('SELECT retraining AS json FROM retrainings WHERE ended IS NULL ORDER BY started');
  }

  savePolicy(record: PolicyRecord): void {
    this.#savePolicy.run(record.name, JSON.stringify(record));
  }

  /** By name. */
  policies(): PolicyRecord[] {
    return parsed<PolicyRecord>(this.#policies.all());
  }

  policy(name: string): PolicyRecord | undefined {
    return parsed<PolicyRecord>(this.#policy.all(name))[0];
  }

  save(retraining: Retraining): void {
    this.#save.run(retraining.retraining_id, retraining.policy, retraining.started_at, retraining.ended_at, JSON.stringify(retraining));
  }

  get(id: string): Retraining | undefined {
    return parsed<Retraining>(this.#get.all(id))[0];
  }

  /** Newest first. @param policy undefined: of all */
  list(policy: string | undefined, limit: number): Retraining[] {
    return parsed<Retraining>(this.#list.all({ policy: policy ?? null, limit }));
  }

  /** Those that go on, oldest first. */
  open(): Retraining[] {
    return parsed<Retraining>(this.#open.all());
  }
}

function parsed<T>(rows: readonly unknown[]): T[] {
  return (rows as readonly { readonly json: string }[]).map(({ json }) => JSON.parse(json) as T);
}
