/** Rules of monitors: who watches, what each window says, when there is an alert and who is told. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Alert, AlertChange, Monitor, MonitoredWindow, MonitorOptions, WatchRequest } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { WindowComparison } from '../../protocol/windowComparison';
import type { Database } from '../database/open';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import type { Actor } from '../registry/actor';
import { mustBeAbsolute } from '../requestShape';
import type { ServingService } from '../serving/service';
import { comparedAgain } from './comparedAgain';
import { conditionsOf } from './conditions';
import { durationMs } from '../../wording/duration';
import { tellDesktop } from './desktop';
import { ErrorEstimates } from './errorEstimates';
import { Estimators } from './estimators';
import { LoggedData, type LoggedDataParts } from './loggedData';
import { Multivariate } from './multivariate';
import { readMonitor } from './readMonitor';
import { reconcile } from './reconcile';
import { References } from './reference';
import { relabelled } from './relabelled';
import { type MonitorRecord, MonitorStore } from './store';
import { nextEnd, Watch } from './watch';
import { type MonitorWorker, WatchedTraffic } from './watchedTraffic';
import { WebhookStore } from './webhookStore';
import { Webhooks } from './webhooks';
import type { TimeSpan } from './windows';

export interface MonitoringParts {
  /** absolute path of the .slipway folder */
  readonly store: string;
  readonly database: Database;
  readonly events: EventBus;
  readonly serving: () => Pick<ServingService, 'folderOf' | 'measuring'>;
  readonly worker: MonitorWorker;
  /** what champions' runs have logged */
  readonly runs: Pick<LoggedDataParts, 'version' | 'runOfModel' | 'run'>;
  /** dist/python */
  readonly scripts: string;
  readonly log: EngineLog;
}

/** So many windows are looked at for alerts, and for labels that come late. */
const LATEST_WINDOWS = 200;
/** Of so many windows it is learned how their columns drift together. */
const LEARNED_WINDOWS = 20;
const DAY_S = 86_400;

export class MonitoringService {
  readonly #store: MonitorStore;
  readonly #estimators: Estimators;
  readonly #errors: ErrorEstimates;
  readonly #references: References;
  readonly #multivariate: Multivariate;
  readonly #webhooks: Webhooks;
  readonly #watches = new Map<string, Watch>();

  constructor(private readonly parts: MonitoringParts) {
    this.#store = new MonitorStore(parts.database.sqlite);
    this.#webhooks = new Webhooks({ store: new WebhookStore(parts.database.sqlite), writes: parts.database.writes, log: parts.log, secret: () => process.env['SLIPWAY_WEBHOOK_SECRET'] });
    this.#references = new References(this.#folder, new LoggedData({ ...parts.runs, script: path.join(parts.scripts, 'slipway_dataset_digest.py'), folder: this.#folder }));
    this.#multivariate = new Multivariate({
      references: this.#references, windows: (monitor) => this.#store.windows(monitor, LEARNED_WINDOWS), script: path.join(parts.scripts, 'slipway_estimate.py'), folder: this.#folder,
    });
    const estimating = { measuring: () => parts.serving().measuring, worker: parts.worker, folder: this.#folder };
    this.#estimators = new Estimators(estimating);
    this.#errors = new ErrorEstimates({ ...estimating, script: path.join(parts.scripts, 'slipway_estimate.py') });
  }

  /** Goes on with what an engine before this one has watched. Windows that passed meanwhile are judged now. */
  begin(): void {
    this.#webhooks.begin();
    for (const record of this.#store.all().filter(({ wanted }) => wanted === 'watching')) {
      this.#watch(record);
    }
  }

  /** Resolves when nothing is judged or written any more. */
  async end(): Promise<void> {
    this.#webhooks.end();
    const ends = [...this.#watches.values()].map((watch) => watch.end());
    // What is computed at this moment is computed again by the next engine.
    this.parts.worker.close();
    await Promise.all(ends);
    this.#watches.clear();
  }

  /** Monitors that watch. */
  activeCount(): number {
    return this.#watches.size;
  }

  /** By name. */
  list(): Monitor[] {
    return this.#store.all().map((record) => this.#describe(record));
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(name: string): Monitor {
    return this.#describe(this.#found(name));
  }

  /** The latest windows, oldest first. @throws RESOURCE_DOES_NOT_EXIST */
  windows(name: string, limit: number): MonitoredWindow[] {
    return this.#store.windows(this.#found(name).name, limit);
  }

  /**
   * Begins to watch a deployment, or begins again with what is said now; what was found before stays.
   * @throws INVALID_PARAMETER_VALUE where neither slipway.yaml nor the request says what is watched; RESOURCE_DOES_NOT_EXIST without that deployment
   */
  async watch(request: WatchRequest): Promise<Monitor> {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    const before = this.#store.get(request.name);
    const record: MonitorRecord = {
      name: request.name, root: request.root, python: request.python ?? null, options: request.options ?? before?.options ?? null, wanted: 'watching', problem: null,
      next: request.from ?? before?.next ?? 0, baseline: before?.baseline ?? null, created_at: before?.created_at ?? Date.now(),
    };
    const { options } = await readMonitor(record);
    this.parts.serving().folderOf(options.deployment);
    await this.#watches.get(record.name)?.end();
    await this.parts.database.writes.write(() => this.#store.save(record));
    this.#watch(record);
    this.parts.events.publish({ type: 'monitor', name: record.name, change: 'watching' });
    return this.get(record.name);
  }

  /** Watches no more; what was found stays. @throws RESOURCE_DOES_NOT_EXIST */
  async stop(name: string): Promise<Monitor> {
    await this.#end(name);
    const record = this.#found(name);
    await this.parts.database.writes.write(() => this.#store.save({ ...record, wanted: 'stopped', problem: null }));
    this.parts.events.publish({ type: 'monitor', name, change: 'stopped' });
    return this.get(name);
  }

  /** Takes it away with all that it found. @throws RESOURCE_DOES_NOT_EXIST */
  async remove(name: string): Promise<void> {
    await this.#end(name);
    this.#found(name);
    await this.parts.database.writes.write(() => this.#store.remove(name));
    this.parts.events.publish({ type: 'monitor', name, change: 'removed' });
  }

  /** Looks now whether a window is over. @throws RESOURCE_DOES_NOT_EXIST */
  async look(name: string): Promise<Monitor> {
    this.#found(name);
    await this.#watches.get(name)?.look();
    return this.get(name);
  }

  /** Judges a window once more, with what is asked for; nothing of it is kept. @throws RESOURCE_DOES_NOT_EXIST; what comparedAgain throws */
  async compare(name: string, asked: WindowComparison): Promise<MonitoredWindow> {
    const record = this.#found(name);
    const { options } = await readMonitor(record);
    return comparedAgain(record, options, this.#trafficOf(options.deployment), this.#references, asked);
  }

  /**
   * Writes what was answered and labelled in a span of time to a Parquet file: the inputs, and the truths as a column.
   * @param span Unix ms @param file absolute path; its folder is there
   * @returns how many rows there are
   * @throws RESOURCE_DOES_NOT_EXIST; AnalysisError
   */
  labelled(name: string, span: TimeSpan, label: string, most: number, file: string): Promise<number> {
    return this.#trafficOf(this.get(name).deployment).keep({ window: span, rows: most, label, to: file });
  }

  /** Newest first. @param monitor undefined: of all */
  alerts(monitor: string | undefined, limit: number): Alert[] {
    return this.#store.alerts(monitor, limit);
  }

  /** What somebody does about an alert. @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for one that is closed, except for a note */
  async changeAlert(id: string, { state, seconds = DAY_S, note }: AlertChange, actor: Actor): Promise<Alert> {
    const changed = await this.parts.database.writes.write(() => {
      // Read where it is written: a window may be kept at the same time.
      const alert = this.#store.alert(id);
      if (alert === undefined) {
        throw missing(`There is no alert "${id.slice(0, 60)}".`);
      }
      if (state !== undefined && alert.state === 'closed') {
        throw invalid('The alert is closed: what it was about has passed. A note can still be added.');
      }
      const now = Date.now();
      const next: Alert = {
        ...alert, state: state ?? alert.state, snoozed_until: state === 'snoozed' ? now + seconds * 1_000 : state === undefined ? alert.snoozed_until : null,
        notes: note === undefined ? alert.notes : [...alert.notes, { at: now, by: actor.who, text: note }],
      };
      this.#store.saveAlert(next);
      return next;
    });
    this.parts.events.publish({ type: 'monitor', name: changed.monitor, change: 'alert', alert_id: id });
    return changed;
  }

  get #folder(): string {
    return path.join(this.parts.store, 'monitors');
  }

  #watch(record: MonitorRecord): void {
    const watch = new Watch(record, {
      read: () => readMonitor(watch.record),
      traffic: ({ deployment }) => this.#trafficOf(deployment),
      estimator: (kept, options, folder, signal) => this.#estimators.of(kept, options, folder, signal),
      references: this.#references,
      windows: (monitor) => this.#store.windows(monitor, LATEST_WINDOWS),
      learn: (kept, options, traffic, signal) => this.#multivariate.next(kept, options, traffic, signal),
      save: (kept, windows, options) => this.#save(kept, windows, options),
      estimateErrors: (kept, options, traffic, signal) => this.#errors.of(this.#store.windows(kept.name, LATEST_WINDOWS), { record: kept, options, traffic, signal }),
      relabel: (kept, options, traffic) => relabelled(this.#store.windows(kept.name, LATEST_WINDOWS), options, traffic),
    });
    this.#watches.set(record.name, watch);
    watch.begin();
  }

  async #end(name: string): Promise<void> {
    await this.#watches.get(name)?.end();
    this.#watches.delete(name);
  }

  #trafficOf(deployment: string): WatchedTraffic {
    return new WatchedTraffic(this.parts.serving().folderOf(deployment), this.parts.worker);
  }

  /** What was found, and the alerts that follow from it, are kept together. */
  async #save(record: MonitorRecord, windows: readonly MonitoredWindow[], options: MonitorOptions): Promise<void> {
    const { told, saved, sends } = await this.parts.database.writes.write(() => {
      this.#store.save(record);
      windows.forEach((window) => this.#store.saveWindow(record.name, window));
      const changed = windows.length === 0 ? { saved: [], told: [] } : reconcile(
        this.#store.standing(record.name), conditionsOf(this.#store.windows(record.name, LATEST_WINDOWS), options),
        { monitor: record.name, deployment: options.deployment, now: Date.now(), cooldownMs: durationMs(options.alerts?.cooldown ?? MONITOR_DEFAULTS.cooldown), newId: randomUUID },
      );
      changed.saved.forEach((alert) => this.#store.saveAlert(alert));
      const url = options.alerts?.webhook;
      return { ...changed, sends: url === undefined ? [] : changed.told.map((alert) => this.#webhooks.add(url, alert)) };
    });
    sends.forEach((send) => send());
    if (options.alerts?.desktop === true) {
      told.forEach((alert) => void tellDesktop(alert, { log: this.parts.log, platform: process.platform, env: process.env }));
    }
    this.parts.events.publish({ type: 'monitor', name: record.name, change: 'window' });
    for (const alert of saved) {
      this.parts.events.publish({ type: 'monitor', name: record.name, change: 'alert', alert_id: alert.alert_id, ...(told.includes(alert) ? { tell: true } : {}) });
      this.parts.log.info(`monitor ${record.name}: alert ${alert.alert_id} ${alert.state}: ${alert.text}`);
    }
  }

  #describe(record: MonitorRecord): Monitor {
    const { name, wanted, problem, created_at } = record;
    const watch = this.#watches.get(name);
    const options = watch?.options ?? record.options ?? { deployment: name };
    return {
      name, deployment: options.deployment, state: wanted === 'stopped' ? 'stopped' : problem === null ? 'watching' : 'failed', problem, stage: watch?.stage ?? null, options,
      last: this.#store.last(name, LATEST_WINDOWS) ?? null,
      next: wanted === 'stopped' ? null : nextEnd(options, Date.now()),
      alerts: this.#store.standing(name).filter(({ state }) => state !== 'closed').toSorted((a, b) => (a.level === b.level ? 0 : a.level === 'critical' ? -1 : 1)), created_at,
    };
  }

  #found(name: string): MonitorRecord {
    const record = this.#watches.get(name)?.record ?? this.#store.get(name);
    if (record === undefined) {
      throw missing(`Nothing watches as "${name.slice(0, 80)}". "slipway monitor list" lists what does.`);
    }
    return record;
  }
}
