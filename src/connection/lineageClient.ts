/** Lineage of an engine as a method: part of EngineClient. */
import type { Lineage, LineageRequest } from '../protocol/lineage';
import type { Send } from './registryClient';

/** Methods throw what EngineClient.request throws. */
export class LineageClient {
  constructor(private readonly send: Send) {}

  /** What a thing was made from, and what was made from it. */
  of({ node, depth, unfold = [] }: LineageRequest, signal?: AbortSignal): Promise<Lineage> {
    const query = new URLSearchParams([['node', node], ...(depth === undefined ? [] : [['depth', String(depth)]]), ...unfold.map((id) => ['unfold', id])]);
    return this.send('GET', `/slipway/v1/lineage?${query.toString()}`, undefined, signal);
  }
}
