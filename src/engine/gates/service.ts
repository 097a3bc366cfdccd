/** Rules of gates: a report is made by a task that can be watched and stopped, and is kept. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { GateListRequest, GateReport, GateRequest, GateStanding, GateStandingRequest } from '../../protocol/gates';
import type { Database } from '../database/open';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing } from '../mlflowErrors';
import type { Actor } from '../registry/actor';
import type { RegistryService } from '../registry/service';
import { mustBeAbsolute } from '../requestShape';
import type { Measuring } from '../serving/measuring/measuring';
import type { TrackingService } from '../tracking/service';
import { judge, type JudgeParts } from './judge';
import { GateProblem } from './gateProblem';
import { pruneLogs } from './logs';
import { standingOf } from './standing';
import { GateStore, type KeptReport } from './store';
import { present } from '../registry/provenance';

export interface GateOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** src/python/slipway_evaluate.py */
  readonly evaluate: string;
  /** of the serving room */
  readonly measuring: () => Measuring;
  readonly log: EngineLog;
}

export interface GateParts { readonly options: GateOptions; readonly database: Database; readonly events: EventBus; readonly tracking: TrackingService; readonly registry: RegistryService }

const DEFAULT_PAGE = 100;

/** A report that is being made. */
interface Live { kept: KeptReport; readonly abort: AbortController }

export class GateService {
  readonly #store: GateStore;
  readonly #live = new Map<string, Live>();
  #ended = false;

  constructor(private readonly parts: GateParts) {
    this.#store = new GateStore(parts.database.sqlite);
    parts.events.subscribe((notice) => {
      if (notice.type === 'registered_model' && notice.change === 'renamed' && notice.former_name !== undefined) {
        const { former_name: former, name } = notice;
        void parts.database.writes.write(() => this.#store.rename(former, name)).catch((error: unknown) => this.#note(`reports of ${former} could not follow it to ${name}`, error));
      }
    });
  }

  /** Ends the reports that an engine before this one did not come to the end of. */
  async begin(): Promise<void> {
    const left = this.#store.running();
    await this.parts.database.writes.write(() => {
      for (const { report, made } of left) {
        this.#store.save({ made, report: { ...report, state: 'broken', stage: null, ended_at: Date.now(), problem: 'The engine ended while the gate was run. Run it again.' } });
      }
    });
    await pruneLogs(this.#logFolder()).catch((error: unknown) => this.#note('old logs of gates could not be removed', error));
  }

  /** Ends what runs, with every process that it started. */
  end(): void {
    this.#ended = true;
    for (const { abort } of this.#live.values()) {
      abort.abort();
    }
  }

  /** Gates that run now. */
  activeCount(): number {
    return this.#live.size;
  }

  /**
   * Begins to judge a version. The report is kept when this returns; it goes on by itself.
   * @throws RESOURCE_DOES_NOT_EXIST when there is no such version; INVALID_PARAMETER_VALUE for a folder that is no absolute path
   */
  async run(request: GateRequest, actor: Actor): Promise<GateReport> {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    const version = this.parts.registry.versions.get(request.name, request.version);
    const report: GateReport = {
      gate_id: randomUUID(), name: version.name, version: version.version, state: 'running', started_at: Date.now(), ended_at: null, stage: 'reading slipway.yaml',
      champion: null, evaluation: null, rules: '', checks: [], problem: null,
    };
    const live: Live = { kept: { report, made: version.creation_timestamp }, abort: new AbortController() };
    await this.parts.database.writes.write(() => {
      this.#store.save(live.kept);
    });
    await this.parts.registry.trusted.trust(request.trust ?? [], `${version.name}/${version.version}`, actor.who);
    this.#live.set(report.gate_id, live);
    this.#tell(report);
    void this.#judge(live, request);
    return report;
  }

  /** Newest first. */
  list(request: GateListRequest): GateReport[] {
    const version = request.version === undefined ? undefined : Number(request.version);
    if (version !== undefined && !Number.isSafeInteger(version)) {
      throw invalid(`A version is a whole number, and "${request.version}" is none.`);
    }
    return this.#store.list(request.name, version, request.max_results ?? DEFAULT_PAGE).map(({ report }) => this.#live.get(report.gate_id)?.kept.report ?? report);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(id: string): GateReport {
    const report = this.#live.get(id)?.kept.report ?? this.#store.find(id)?.report;
    if (report === undefined) {
      throw missing(`No gate report with id "${id.slice(0, 60)}". "GET /slipway/v1/gates" lists those that are there.`);
    }
    return report;
  }

  /** Ends a gate that runs; nothing for one that has ended. */
  stop(id: string): GateReport {
    this.#live.get(id)?.abort.abort();
    return this.get(id);
  }

  /** Whether what the gate said of a version still holds today. @throws RESOURCE_DOES_NOT_EXIST */
  standing({ name, version, root }: GateStandingRequest): Promise<GateStanding> {
    mustBeAbsolute('root', root);
    const found = this.parts.registry.versions.get(name, version);
    const newest = this.#store.list(name, Number(found.version), DEFAULT_PAGE).find(({ made }) => made === found.creation_timestamp)?.report;
    return standingOf({
      name, version: `${name}/${found.version}`, root, report: newest === undefined ? undefined : this.get(newest.gate_id),
      aliased: (alias) => present(() => this.parts.registry.aliases.version(name, alias))?.version,
    });
  }

  async #judge(live: Live, request: GateRequest): Promise<void> {
    const { signal } = live.abort;
    const parts: JudgeParts = {
      registry: this.parts.registry, tracking: this.parts.tracking, measuring: this.parts.options.measuring(), evaluate: this.parts.options.evaluate, log: path.join(this.#logFolder(), `${live.kept.report.gate_id}.log`),
      signal,
      tell: (change) => this.#change(live, change),
    };
    try {
      const checks = await judge(request, live.kept.report, parts);
      signal.throwIfAborted();
      await this.#finish(live, { checks, state: checks.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'passed' });
    } catch (error) {
      if (signal.aborted) {
        await this.#finish(live, { state: 'stopped', problem: this.#ended ? 'The engine ended while the gate was run. Run it again.' : null });
      } else if (error instanceof GateProblem) {
        await this.#finish(live, { state: 'broken', problem: error.message, ...(error.needsTrust === undefined ? {} : { needs_trust: error.needsTrust }) });
      } else {
        this.#note(`gate ${live.kept.report.gate_id}`, error);
        await this.#finish(live, { state: 'broken', problem: `The gate could not be run: ${error instanceof Error ? error.message : String(error)}. The engine's log has the details.` });
      }
    }
  }

  #change(live: Live, change: Partial<GateReport>): void {
    live.kept = { ...live.kept, report: { ...live.kept.report, ...change } };
    this.#tell(live.kept.report);
  }

  async #finish(live: Live, change: Partial<GateReport>): Promise<void> {
    const kept: KeptReport = { made: live.kept.made, report: { ...live.kept.report, ...change, stage: null, ended_at: Date.now() } };
    try {
      if (!this.#ended) {
        await this.parts.database.writes.write(() => this.#store.save(kept));
      }
    } catch (error) {
      this.#note(`the report of gate ${kept.report.gate_id} could not be kept`, error);
    } finally {
      this.#live.delete(kept.report.gate_id);
    }
    this.#tell(kept.report);
  }

  #tell({ gate_id: id, name, version, state }: GateReport): void {
    this.parts.events.publish({ type: 'gate', gate_id: id, name, version, state });
  }

  #note(what: string, error: unknown): void {
    this.parts.options.log.error(`${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  }

  #logFolder(): string {
    return path.join(this.parts.options.store, 'logs', 'gates');
  }
}
