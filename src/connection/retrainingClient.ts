/** Continuous training of an engine as methods: part of EngineClient. */
import type { Retraining, RetrainingChange, RetrainRequest, RetrainStanding } from '../protocol/retraining';
import type { Send } from './registryClient';

const POLICIES = '/slipway/v1/retraining';
const RETRAININGS = '/slipway/v1/retrainings';

/** Methods throw what EngineClient.request throws. */
export class RetrainingClient {
  constructor(private readonly send: Send) {}

  /** By name. */
  async policies(signal?: AbortSignal): Promise<RetrainStanding[]> {
    return (await this.send<{ policies: RetrainStanding[] }>('GET', POLICIES, undefined, signal)).policies;
  }

  /** A policy of slipway.yaml holds from now on. */
  async hold(request: RetrainRequest): Promise<RetrainStanding> {
    return (await this.send<{ policy: RetrainStanding }>('POST', POLICIES, request)).policy;
  }

  /** A policy starts nothing any more; what it has begun goes on. */
  async release(name: string): Promise<RetrainStanding> {
    return (await this.send<{ policy: RetrainStanding }>('POST', `${POLICIES}/${encodeURIComponent(name)}/stop`, {})).policy;
  }

  /** Starts one, whatever its policy waits for. */
  async now(name: string, why?: string): Promise<Retraining> {
    return (await this.send<{ retraining: Retraining }>('POST', `${POLICIES}/${encodeURIComponent(name)}/now`, why === undefined ? {} : { why })).retraining;
  }

  /** Newest first. */
  async list(policy?: string, signal?: AbortSignal): Promise<Retraining[]> {
    return (await this.send<{ retrainings: Retraining[] }>('GET', `${RETRAININGS}${policy === undefined ? '' : `?policy=${encodeURIComponent(policy)}`}`, undefined, signal)).retrainings;
  }

  async retraining(id: string, signal?: AbortSignal): Promise<Retraining> {
    return (await this.send<{ retraining: Retraining }>('GET', `${RETRAININGS}/${encodeURIComponent(id)}`, undefined, signal)).retraining;
  }

  async change(id: string, change: RetrainingChange): Promise<Retraining> {
    return (await this.send<{ retraining: Retraining }>('POST', `${RETRAININGS}/${encodeURIComponent(id)}`, change)).retraining;
  }
}
