/** Logged models: what a run wrote as a model, and the runs that loaded one. */
import type { LineageNode } from '../../protocol/lineage';
import { present } from '../registry/provenance';
import type { TrackingService } from '../tracking/service';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import type { LineageStore } from './store';

const WORDS: Readonly<Record<string, string>> = { LOGGED_MODEL_READY: 'ready', LOGGED_MODEL_PENDING: 'being written', LOGGED_MODEL_UPLOAD_FAILED: 'its upload failed' };

export class LoggedModels implements Contributor {
  readonly kind = 'model';
  readonly stage = { id: 'model', title: 'Logged models' };

  constructor(private readonly store: LineageStore, private readonly tracking: TrackingService) {}

  nodes(keys: readonly string[]): LineageNode[] {
    return keys.map((key) => this.#node(key));
  }

  from({ kind, keys, limit }: Asked): Link[] {
    return kind === 'run' ? this.#read(this.store.modelsReadByRuns(keys, limit), this.kind) : kind === this.kind ? this.#read(this.store.runsOfModels(keys, limit), 'run') : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    return kind === 'run' ? this.#read(this.store.modelsOfRuns(keys, limit), this.kind) : kind === this.kind ? this.#read(this.store.runsReadingModels(keys, limit), 'run') : [];
  }

  #read(links: ReturnType<LineageStore['modelsOfRuns']>, kind: string): Link[] {
    return links.map((link) => ({ ...link, kind }));
  }

  #node(key: string): LineageNode {
    const model = present(() => this.tracking.models.get(key, true));
    if (model === undefined) {
      return goneNode(this, key);
    }
    const { info } = model;
    const status = WORDS[info.status] ?? info.status;
    return {
      id: nodeId(this.kind, key), kind: this.kind, stage: this.stage.id, name: info.name, detail: info.model_type ?? (info.status === 'LOGGED_MODEL_READY' ? '' : status),
      state: this.tracking.models.row(key, true).deleted === null ? 'here' : 'deleted', time: info.creation_timestamp_ms,
      facts: [
        { name: 'logged', value: info.creation_timestamp_ms, unit: 'time' }, { name: 'id', value: key }, { name: 'state', value: status },
        ...(info.model_type === undefined ? [] : [{ name: 'type', value: info.model_type }]),
      ],
    };
  }
}
