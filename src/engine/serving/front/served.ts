/** What the protocols ask: the model of the deployment, by its names, behind its queue. */
import type { ModelSignature } from '../../../protocol/modelContents';
import { MlflowError } from '../../mlflowErrors';
import type { PlannedArm } from '../servedModel';
import { Batching } from './batching';
import type { Call } from './http/exchange';
import type { Rows } from './rows';
import type { ScoredModel } from './scoredModel';

export class Served {
  readonly #batching: Batching;

  /** @param onRun told of every run of the model: requests and rows in it */
  constructor(readonly arm: PlannedArm, readonly model: ScoredModel, onRun: (requests: number, rows: number) => void) {
    this.#batching = new Batching(model, onRun);
  }

  get signature(): ModelSignature | null {
    return this.arm.served.signature;
  }

  /** Requests that wait for the model. */
  get waiting(): number {
    return this.#batching.waiting;
  }

  /**
   * Protocols name the model in their paths.
   * @param version undefined: any
   * @throws MlflowError 404
   */
  refuseUnknown(model: string | undefined, version?: string): void {
    if (model !== this.arm.model || (version !== undefined && version !== this.arm.version)) {
      throw new MlflowError('NOT_FOUND', `Servable not found for request: ${version === undefined ? `Latest(${model ?? ''})` : `Specific(${model ?? ''}, ${version})`}. This deployment serves ${this.arm.model}, version ${this.arm.version}.`);
    }
  }

  /** @throws MlflowError 400, 503; Error when the model fails */
  async score(inputs: Rows, call: Call): Promise<Rows> {
    const predictions = await this.#batching.score(inputs);
    call.scored = { inputs, predictions };
    return predictions;
  }

  async close(): Promise<void> {
    await this.#batching.settled();
    await this.model.close();
  }
}
