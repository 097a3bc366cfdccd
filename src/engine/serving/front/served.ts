/** What the protocols ask: the versions of the deployment, by their names, and an answer from the one whose turn it is. */
import { createHash } from 'node:crypto';
import type { ModelSignature } from '../../../protocol/modelContents';
import { MlflowError } from '../../mlflowErrors';
import type { Arm } from './arms/arm';
import { sameRows } from './arms/sameRows';
import type { Call } from './http/exchange';
import type { Rows } from './rows';

/** Users and sessions that send the same are answered by the same arm. */
export const STICKY_HEADER = 'x-slipway-key';
/** Of a key, so many units are kept and compared. */
export const MOST_KEY = 256;
/** Copies that wait for a shadow; the next ones are let go, and counted. */
const MOST_COPIES = 1_000;

/** How a request names what it asks. Undefined: whatever is served. */
export interface Asked { readonly model?: string | undefined; readonly version?: string | undefined; readonly label?: string | undefined }
export interface Scored { readonly arm: Arm; readonly predictions: Rows }
/** A copy that a shadow has answered. */
export interface Copied { readonly arm: Arm; readonly call: Call; readonly error?: string; readonly latency: number }

export class Served {
  /** the champion among them */
  arms: readonly Arm[] = [];
  /** copies that no shadow was asked, because too many waited */
  copiesDropped = 0;

  /**
   * @param name of the deployment: a model may be asked by it
   * @param copied told of every answer of a shadow
   */
  constructor(readonly name: string, private readonly copied: (copied: Copied) => void) {}

  get champion(): Arm {
    const champion = this.arms.find(({ role }) => role === 'champion');
    if (champion === undefined) {
      throw new Error('the deployment has no champion');
    }
    return champion;
  }

  /** Requests that wait for a model. */
  get waiting(): number {
    return this.arms.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** Versions under the name of the champion's model, newest role first. */
  versionsOf(model: string): string[] {
    return this.arms.filter((arm) => arm.model === model && arm.ready).map(({ version }) => version);
  }

  /**
   * The arm that is meant by its name, whatever its share; the champion where no version is named.
   * @throws MlflowError 404
   */
  named({ model, version, label }: Asked): Arm {
    const { champion } = this;
    const known = model === undefined || model === this.name ? champion.model : model;
    const meant = this.arms.filter((arm) => arm.model === known && arm.ready && (version === undefined || arm.version === version) && (label === undefined || arm.role === label));
    const arm = meant.includes(champion) ? champion : meant[0];
    if (arm === undefined) {
      throw new MlflowError('NOT_FOUND', label === undefined || version !== undefined
        ? `Servable not found for request: ${version === undefined ? `Latest(${known})` : `Specific(${known}, ${version})`}. This deployment serves ${this.arms.map((one) => `${one.model}, version ${one.version}`).join('; ')}.`
        : `Servable not found for request: unrecognized servable version label: ${label}. This deployment has ${this.arms.map(({ role }) => role).join(', ')}.`);
    }
    return arm;
  }

  /**
   * Answers with the arm whose turn it is. What a challenger can't answer the champion does: nobody pays for a trial.
   * @param read makes rows of the request, as the signature of an arm wants them
   * @throws MlflowError 400, 404, 503; Error when the model fails
   */
  async answer(call: Call, asked: Asked, read: (signature: ModelSignature | null) => Rows): Promise<Scored> {
    const named = this.named(asked);
    const meant = asked.version !== undefined || asked.label !== undefined || named.model !== this.champion.model;
    const arm = meant ? named : this.#turn(call);
    // Who asks for one version hears what is wrong with it.
    if (meant || arm.role !== 'challenger') {
      return this.#score(arm, call, read);
    }
    const started = performance.now();
    try {
      return await this.#score(arm, call, read);
    } catch (error) {
      const { champion } = this;
      const scored = await this.#score(champion, call, read);
      // The request was sound: the champion has answered it.
      arm.asked();
      arm.failed();
      arm.problem = error instanceof Error ? error.message : String(error);
      arm.latencies.add(performance.now() - started);
      return scored;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.arms.map((arm) => arm.close()));
  }

  async #score(arm: Arm, call: Call, read: (signature: ModelSignature | null) => Rows): Promise<Scored> {
    call.arm = arm;
    const inputs = read(arm.signature);
    const predictions = await arm.score(inputs);
    call.scored = { inputs, predictions };
    for (const shadow of this.arms) {
      if (shadow.role === 'shadow') {
        this.#copy(shadow, call, predictions, read);
      }
    }
    return { arm, predictions };
  }

  /** Challengers own the beginning of the circle of keys, in their order: when one's share grows, only keys of the champion move. */
  #turn(call: Call): Arm {
    const { champion } = this;
    if (champion.weight >= 100) {
      return champion;
    }
    const key = call.headers[STICKY_HEADER];
    const point = this.#pointOf(typeof key === 'string' ? key : call.id);
    let end = 0;
    for (const arm of this.arms) {
      if (arm.role === 'challenger') {
        end += arm.weight;
        if (point < end) {
          return arm.ready ? arm : champion;
        }
      }
    }
    return champion;
  }

  /** @returns where a key stands between 0 and 100, the same in every process */
  #pointOf(key: string): number {
    return createHash('sha256').update(`${this.name}\0${key}`).digest().readUInt32BE(0) / 2 ** 32 * 100;
  }

  #copy(shadow: Arm, call: Call, returned: Rows, read: (signature: ModelSignature | null) => Rows): void {
    if (!shadow.ready || (shadow.weight < 100 && this.#pointOf(`copy ${call.id}`) >= shadow.weight)) {
      return;
    }
    if (shadow.waiting >= MOST_COPIES) {
      this.copiesDropped += 1;
      return;
    }
    // After the answer, which waits for nothing of this.
    setImmediate(() => { void this.#compare(shadow, call, returned, read); });
  }

  async #compare(shadow: Arm, call: Call, returned: Rows, read: (signature: ModelSignature | null) => Rows): Promise<void> {
    const started = performance.now();
    const copy: Call = { ...call, arm: shadow };
    delete copy.scored;
    let error: string | undefined;
    try {
      const inputs = read(shadow.signature);
      const predictions = await shadow.score(inputs);
      copy.scored = { inputs, predictions };
      shadow.agreement.rows += returned.rows;
      shadow.agreement.same += sameRows(returned, predictions);
    } catch (failure) {
      error = failure instanceof Error ? failure.message : String(failure);
      shadow.failed();
      shadow.problem = error;
    }
    const latency = performance.now() - started;
    shadow.asked();
    shadow.latencies.add(latency);
    this.copied({ arm: shadow, call: copy, latency, ...(error === undefined ? {} : { error }) });
  }
}
