/** Gates and promotions of an engine as methods: part of EngineClient. */
import type { GateListRequest, GateReport, GateRequest } from '../protocol/gates';
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
}
