/** Gates and promotions of an engine as methods: part of EngineClient. */
import type { GateListRequest, GateReport, GateRequest, GateStanding, GateStandingRequest, Promotion, PromotionRequest } from '../protocol/gates';
import type { Send } from './registryClient';

const GATES = '/slipway/v1/gates';

/** Methods throw what EngineClient.request throws. */
export class GatesClient {
  constructor(private readonly send: Send) {}

  /** Begins to judge a version. The answer is a report that still runs: notices of type `gate` tell when to read it again. */
  async run(request: GateRequest): Promise<GateReport> {
    return (await this.send<{ report: GateReport }>('POST', GATES, request)).report;
  }

  /** Newest first. */
  async list(request: GateListRequest = {}, signal?: AbortSignal): Promise<GateReport[]> {
    const query = new URLSearchParams(Object.entries(request).filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]));
    return (await this.send<{ reports: GateReport[] }>('GET', `${GATES}?${query.toString()}`, undefined, signal)).reports;
  }

  async report(id: string, signal?: AbortSignal): Promise<GateReport> {
    return (await this.send<{ report: GateReport }>('GET', `${GATES}/${encodeURIComponent(id)}`, undefined, signal)).report;
  }

  /** Ends a gate that runs, with every process that it started. */
  async stop(id: string): Promise<GateReport> {
    return (await this.send<{ report: GateReport }>('POST', `${GATES}/${encodeURIComponent(id)}/stop`, {})).report;
  }

  /** Whether what the gate said of a version still holds under the rules, on the data and against the champion of today. */
  async standing(request: GateStandingRequest, signal?: AbortSignal): Promise<GateStanding> {
    return (await this.send<{ standing: GateStanding }>('POST', `${GATES}/standing`, request, signal)).standing;
  }

  /**
   * Points an alias at a version. @throws EngineError 403 when its gate stands against it and no reason is given, 409 when somebody
   * else has moved the alias meanwhile; both messages are made for people
   */
  async promote(request: PromotionRequest): Promise<Promotion> {
    return (await this.send<{ promotion: Promotion }>('POST', '/slipway/v1/promotions', request)).promotion;
  }
}
