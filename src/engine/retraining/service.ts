/** Rules of continuous training: which policies hold, what starts them, and one retraining at a time through all its steps. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readJsonFile, writeFileAtomic } from '../../connection/atomicFile';
import type { Retraining, RetrainingChange, RetrainingState, RetrainRequest, RetrainStanding } from '../../protocol/retraining';
import type { Database } from '../database/open';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import type { Actor } from '../registry/actor';
import { mustBeAbsolute } from '../requestShape';
import { cleaned } from '../training/jobEnvironment';
import { readPolicy, startOf, type Start } from './policies';
import { type StepParts, step, undo } from './steps';
import { type PolicyRecord, RetrainingStore } from './store';
import { seenNow } from './watchedData';

export interface RetrainingParts extends Omit<StepParts, 'folder' | 'env'> {
  /** absolute path of the .slipway folder */
  readonly store: string;
  readonly database: Database;
  readonly events: EventBus;
  readonly log: EngineLog;
}

/** Schedules and budgets are looked at so often; all else is told by notices. */
const LOOK_MS = 5_000;
/** Labels that are too few are counted again so often: each time all of the log is joined with them. */
const COLLECT_MS = 15_000;
const LATEST_WINDOWS = 1_000;
const ENDED: ReadonlySet<RetrainingState> = new Set(['promoted', 'rolled_back', 'rejected', 'vetoed', 'failed']);

/** What changes of one; a text becomes a step. */
type Change = Partial<Omit<Retraining, 'steps'>> & { readonly state: RetrainingState; readonly text?: string };

export class RetrainingService {
  readonly #store: RetrainingStore;
  readonly #parts: StepParts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  /** when the labels of one were counted last, Unix ms */
  readonly #collected = new Map<string, number>();
  #ended = false;

  constructor(private readonly parts: RetrainingParts) {
    this.#store = new RetrainingStore(parts.database.sqlite);
    this.#parts = { ...parts, folder: path.join(parts.store, 'retraining'), env: (policy) => this.#env(policy) };
    parts.events.subscribe(({ type }) => {
      if (type === 'monitor' || type === 'job' || type === 'gate' || type === 'deployment') {
        this.#look();
      }
    });
  }

  /** Goes on with what an engine before this one has begun. */
  begin(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
    this.#look();
  }

  /** Resolves when no step is taken any more. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Policies that hold, and retrainings that go on. */
  activeCount(): number {
    return this.#store.policies().filter(({ wanted }) => wanted === 'ready').length + this.#store.open().length;
  }

  /** By name. */
  async policies(): Promise<RetrainStanding[]> {
    return Promise.all(this.#store.policies().map((record) => this.#describe(record)));
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  async policy(name: string): Promise<RetrainStanding> {
    return this.#describe(this.#found(name));
  }

  /** Newest first. @param policy undefined: of all */
  list(policy: string | undefined, limit: number): Retraining[] {
    return this.#store.list(policy, limit);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(id: string): Retraining {
    const found = this.#store.get(id);
    if (found === undefined) {
      throw missing(`There is no retraining "${id.slice(0, 60)}". "slipway retrain list" lists them.`);
    }
    return found;
  }

  /** A policy of slipway.yaml holds from now on. @throws INVALID_PARAMETER_VALUE in a sentence; RESOURCE_DOES_NOT_EXIST without its monitor */
  async hold(request: RetrainRequest): Promise<RetrainStanding> {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    const { name, root, python = null } = request;
    const { policy, data: file } = await readPolicy({ name, root, python });
    this.parts.monitoring().get(policy.monitor);
    const data = file === undefined ? undefined : await seenNow(file, undefined, Date.now());
    if (file !== undefined && data === undefined) {
      throw invalid(`The data file ${file} is not there, whose change starts ${name}.`);
    }
    mkdirSync(this.#parts.folder, { recursive: true, mode: 0o700 });
    writeFileAtomic(this.#envFile(name), JSON.stringify(cleaned(request.env)), 0o600);
    await this.#savePolicy({ name, root, python, wanted: 'ready', problem: null, since: this.#store.policy(name)?.since ?? Date.now(), ...(data === undefined ? {} : { data }) });
    this.#look();
    return this.policy(name);
  }

  /** A policy starts nothing any more; what it has begun goes on. @throws RESOURCE_DOES_NOT_EXIST */
  async release(name: string): Promise<RetrainStanding> {
    this.#found(name);
    await this.#changePolicy(name, { wanted: 'stopped', problem: null });
    rmSync(this.#envFile(name), { force: true });
    return this.policy(name);
  }

  /** Starts one, whatever the policy waits for. @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE while another one goes on */
  async now(name: string, why: string | undefined): Promise<Retraining> {
    const record = this.#found(name);
    const open = this.#store.open().find(({ policy }) => policy === name);
    if (open !== undefined) {
      throw invalid(`A retraining of ${name} goes on: it is ${open.state.replace('_', ' ')}. Wait for it, or veto it: slipway retrain veto ${open.retraining_id.slice(0, 8)}.`);
    }
    const id = await this.#start(record, { why: why ?? 'Somebody asked for it.', trigger: 'person', alert: null });
    this.#look();
    return this.get(id);
  }

  /** What somebody says to one that goes on. @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for what can't be said now */
  async change(id: string, { what, why }: RetrainingChange, actor: Actor): Promise<Retraining> {
    this.get(id);
    const because = why === undefined || why === '' ? '' : `: ${why}`;
    const said = { approve: `${actor.who} approved${because}.`, pause: `${actor.who} holds it${because}.`, resume: `${actor.who} lets it go on${because}.`, veto: `${actor.who} did not want it${because}.` }[what];
    let before: Retraining | undefined;
    await this.#keep(id, 'person', (standing) => {
      const { state, ended_at: ended } = standing;
      if (ended !== null || (what === 'approve' && state !== 'waiting')) {
        throw invalid(`It is ${state.replace('_', ' ')}: ${what === 'approve' ? 'there is nothing to approve' : 'it has ended'}.`);
      }
      before = standing;
      return { state: what === 'approve' ? 'rolling_out' : what === 'veto' ? 'vetoed' : state, text: said, ...(what === 'pause' || what === 'resume' ? { paused: what === 'pause' } : {}) };
    });
    // First the word, then the deed: no step is taken in between.
    if (what === 'veto' && before !== undefined) {
      await undo(before, this.#parts);
    }
    this.#look();
    return this.get(id);
  }

  /** Looks at all soon: one look at a time, and one more when something happened meanwhile. */
  #look(): void {
    if (this.#ended || this.#timer === undefined) {
      return;
    }
    this.#again = true;
    this.#looking ??= this.#goRound().finally(() => {
      this.#looking = undefined;
    });
  }

  async #goRound(): Promise<void> {
    while (this.#again && !this.#ended) {
      this.#again = false;
      await new Promise(setImmediate);
      for (const record of this.#store.policies().filter(({ wanted }) => wanted === 'ready')) {
        await this.#mayStart(record);
      }
      for (const retraining of this.#store.open().filter(({ paused }) => !paused)) {
        await this.#step(retraining);
      }
    }
  }

  async #mayStart(record: PolicyRecord): Promise<void> {
    try {
      const last = this.#store.list(record.name, 1)[0];
      if (last?.ended_at === null) {
        // One at a time: while it goes on, nothing that would start another one has to be looked up.
        return;
      }
      const { policy, data: file } = await readPolicy(record);
      const data = file === undefined ? undefined : await seenNow(file, record.data, Date.now());
      const monitoring = this.parts.monitoring();
      const labelled = (since: number): number =>
        monitoring.windows(policy.monitor, LATEST_WINDOWS).filter(({ to }) => to > since).reduce((sum, { quality }) => sum + (quality?.labelled ?? 0), 0);
      const start = startOf(policy, monitoring.get(policy.monitor), { labelled, data: data !== undefined && data.digest !== record.data?.digest }, last, record.since, Date.now());
      // A change that has to wait for its turn stays one; the same content with another time is none.
      const taken = data !== undefined && (start !== undefined || data.digest === record.data?.digest) ? data : record.data;
      if (record.problem !== null || taken !== record.data) {
        await this.#changePolicy(record.name, { problem: null, ...(taken === undefined ? {} : { data: taken }) });
      }
      if (start !== undefined) {
        await this.#start(record, start);
      }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== record.problem && !this.#ended) {
        await this.#changePolicy(record.name, { problem });
      }
    }
  }

  async #start(record: PolicyRecord, { why, trigger, alert }: Start): Promise<string> {
    const { policy } = await readPolicy(record);
    const { deployment } = this.parts.monitoring().get(policy.monitor);
    const champion = this.parts.serving().get(deployment).arms.find(({ role }) => role === 'champion');
    const model = policy.model ?? champion?.model;
    if (model === undefined) {
      throw invalid(`${deployment} has no champion, and the policy ${record.name} names no model.`);
    }
    const now = Date.now();
    const retraining: Retraining = {
      retraining_id: randomUUID(), policy: record.name, monitor: policy.monitor, deployment, model, state: 'collecting', paused: false, why, trigger, alert_id: alert?.alert_id ?? null,
      steps: [{ at: now, state: 'collecting', text: why, by: 'rule' }], labelled_rows: null, job_id: null, run_id: null, version: null, gate_id: null, shadow_at: null, rollout_at: null, started_at: now, ended_at: null,
    };
    await this.parts.database.writes.write(() => this.#store.save(retraining));
    this.#tell(retraining);
    return retraining.retraining_id;
  }

  /** Steps follow each other as long as one comes to something. */
  async #step(begun: Retraining): Promise<void> {
    let retraining: Retraining | undefined = begun;
    while (retraining !== undefined && retraining.ended_at === null && !retraining.paused && !this.#ended) {
      const { state, labelled_rows: rows, retraining_id: id } = retraining;
      if (state === 'collecting') {
        if (Date.now() - (this.#collected.get(id) ?? 0) < COLLECT_MS) {
          return;
        }
        this.#collected.set(id, Date.now());
      } else {
        this.#collected.delete(id);
      }
      try {
        const stepped = await step(retraining, this.#found(retraining.policy), this.#parts, Date.now());
        const moved = stepped.state !== state || stepped.text !== undefined;
        const told = moved || (stepped.labelled_rows !== undefined && stepped.labelled_rows !== rows);
        const standing = told ? await this.#keep(id, 'rule', (now) => (now.state === state ? stepped : undefined)) : this.#store.get(id);
        if (standing === undefined || (!told && standing.state !== state)) {
          // Somebody has vetoed it meanwhile: what the step has begun is not wanted either.
          await undo({ ...retraining, ...stepped }, this.#parts);
          return;
        }
        if (!moved) {
          return;
        }
      } catch (error) {
        if (this.#ended) {
          // The next engine takes the step again.
          return;
        }
        const text = error instanceof Error ? error.message : String(error);
        this.parts.log.warn(`retraining ${retraining.retraining_id} of ${retraining.policy}: ${text}`);
        await this.#keep(id, 'rule', (standing) => (standing.ended_at === null ? { state: 'failed', text } : undefined));
      }
      retraining = this.#store.get(retraining.retraining_id);
    }
  }

  /**
   * Changes one as it stands at the moment of writing: people and steps change it at the same time.
   * @param change undefined: not wanted any more. What it throws is thrown
   * @returns as it stands now; undefined where nothing was changed
   */
  async #keep(id: string, by: 'rule' | 'person', change: (standing: Retraining) => Change | undefined): Promise<Retraining | undefined> {
    const kept = await this.parts.database.writes.write(() => {
      const standing = this.#store.get(id);
      const changed = standing === undefined ? undefined : change(standing);
      if (standing === undefined || changed === undefined) {
        return undefined;
      }
      const now = Date.now();
      const { text, ...rest } = changed;
      const next: Retraining = {
        ...standing, ...rest, ended_at: ENDED.has(rest.state) ? now : null, steps: text === undefined ? standing.steps : [...standing.steps, { at: now, state: rest.state, text, by }],
      };
      this.#store.save(next);
      return next;
    });
    if (kept !== undefined) {
      this.#tell(kept);
    }
    return kept;
  }

  #tell({ retraining_id: id, policy, state, steps }: Retraining): void {
    this.parts.log.info(`retraining ${id} of ${policy}: ${state}, ${steps.at(-1)?.text ?? ''}`);
    this.parts.events.publish({ type: 'retraining', retraining_id: id, policy, state });
  }

  async #savePolicy(record: PolicyRecord): Promise<void> {
    await this.parts.database.writes.write(() => this.#store.savePolicy(record));
    this.parts.events.publish({ type: 'retrain_policy', policy: record.name, state: record.wanted });
  }

  /** As it stands at the moment of writing: a policy that is released while it is looked at stays released. */
  async #changePolicy(name: string, change: Partial<PolicyRecord>): Promise<void> {
    const changed = await this.parts.database.writes.write(() => {
      const next = { ...this.#found(name), ...change };
      this.#store.savePolicy(next);
      return next;
    });
    this.parts.events.publish({ type: 'retrain_policy', policy: name, state: changed.wanted });
  }

  async #describe(record: PolicyRecord): Promise<RetrainStanding> {
    const { name, wanted } = record;
    const last = this.#store.list(name, 1)[0] ?? null;
    try {
      const { policy } = await readPolicy(record);
      return { name, state: wanted === 'stopped' ? 'stopped' : record.problem !== null ? 'failed' : last?.ended_at === null ? 'running' : 'ready', problem: record.problem, policy, last };
    } catch (error) {
      return { name, state: wanted === 'stopped' ? 'stopped' : 'failed', problem: error instanceof Error ? error.message : String(error), policy: null, last };
    }
  }

  #found(name: string): PolicyRecord {
    const record = this.#store.policy(name);
    if (record === undefined) {
      throw missing(`No policy "${name.slice(0, 80)}" holds. "slipway retrain start NAME" lets one of slipway.yaml hold.`);
    }
    return record;
  }

  #envFile(name: string): string {
    return path.join(this.#parts.folder, `${encodeURIComponent(name)}.env.json`);
  }

  #env(name: string): Readonly<Record<string, string>> {
    return (readJsonFile(this.#envFile(name)) ?? {}) as Readonly<Record<string, string>>;
  }
}
