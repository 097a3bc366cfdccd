/** One arm of a deployment: a version with its model, its queue and its share of the requests. */
import type { ArmRole, ArmState } from '../../../../protocol/deployments';
import type { ModelSignature } from '../../../../protocol/modelContents';
import { MlflowError } from '../../../mlflowErrors';
import { keyOf } from '../../rollout/shares';
import type { PlannedArm, ServedModel } from '../../servedModel';
import { Batching } from '../batching';
import type { Rows } from '../rows';
import type { ScoredModel } from '../scoredModel';
import { Latencies } from './latencies';
import type { Place } from './loadModel';

export interface ArmOptions {
  readonly load: (served: ServedModel, place: Place) => Promise<ScoredModel>;
  /** told of every run of the model: requests and rows in it */
  readonly ran: (arm: Arm, requests: number, rows: number) => void;
  /** requests that may wait for an arm; undefined: the default */
  readonly mostWaiting: number | undefined;
}

/** What an arm was asked, and could not answer. */
export interface Counts { requests: number; failures: number }

interface Loaded { readonly model: ScoredModel; readonly batching: Batching; readonly place: Place }

/** Which arm has answered, or would have. */
export type AnsweringArm = Pick<Arm, 'model' | 'version' | 'role'>;

export class Arm {
  readonly key: string;
  readonly model: string;
  readonly version: string;
  readonly served: ServedModel;
  role: ArmRole;
  /** percent */
  weight: number;
  state: ArmState = 'starting';
  problem: string | null = null;
  /** since it was added, and since the step of a rollout */
  readonly counts: Counts = { requests: 0, failures: 0 };
  readonly stepCounts: Counts = { requests: 0, failures: 0 };
  readonly latencies = new Latencies();
  /** of a shadow: rows compared with what was returned */
  readonly agreement = { rows: 0, same: 0 };
  #loaded: Loaded | undefined;

  constructor(planned: PlannedArm, private readonly options: ArmOptions) {
    this.key = keyOf(planned);
    this.model = planned.model;
    this.version = planned.version;
    this.served = planned.served;
    this.role = planned.role;
    this.weight = planned.weight;
  }

  get signature(): ModelSignature | null {
    return this.served.signature;
  }

  get ready(): boolean {
    return this.#loaded !== undefined;
  }

  get place(): Place | undefined {
    return this.#loaded?.place;
  }

  get pid(): number | null {
    return this.#loaded?.model.pid ?? null;
  }

  /** Requests that wait for the model. */
  get waiting(): number {
    return this.#loaded?.batching.waiting ?? 0;
  }

  /** @throws MlflowError 503 while it is not loaded */
  get scored(): ScoredModel {
    return this.#running().model;
  }

  /** Loads its model there; one that is loaded elsewhere answers until then. @throws Error in a sentence; `problem` says it too */
  async load(place: Place): Promise<void> {
    const before = this.#loaded;
    try {
      const model = await this.options.load(this.served, place);
      this.#loaded = { model, place, batching: new Batching(model, (requests, rows) => this.options.ran(this, requests, rows), this.options.mostWaiting) };
      this.state = 'ready';
      this.problem = null;
    } catch (error) {
      if (before === undefined) {
        this.state = 'failed';
        this.problem = error instanceof Error ? error.message : String(error);
      }
      throw error;
    }
    await closed(before);
  }

  /** @throws MlflowError 400, 503; Error when the model fails */
  async score(rows: Rows): Promise<Rows> {
    return this.#running().batching.score(rows);
  }

  asked(): void {
    this.counts.requests += 1;
    this.stepCounts.requests += 1;
  }

  failed(): void {
    this.counts.failures += 1;
    this.stepCounts.failures += 1;
  }

  /** A step of a rollout begins. */
  beginStep(): void {
    this.stepCounts.requests = 0;
    this.stepCounts.failures = 0;
    this.latencies.clear();
  }

  /** Answers what waits, then lets go of the model. */
  async close(): Promise<void> {
    const before = this.#loaded;
    this.#loaded = undefined;
    await closed(before);
  }

  #running(): Loaded {
    if (this.#loaded === undefined) {
      throw new MlflowError('TEMPORARILY_UNAVAILABLE', `${this.key} is not loaded${this.problem === null ? ' yet: try again in a second' : `: ${this.problem}`}.`);
    }
    return this.#loaded;
  }
}

async function closed(loaded: Loaded | undefined): Promise<void> {
  await loaded?.batching.settled();
  await loaded?.model.close();
}
