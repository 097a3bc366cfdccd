/** What of the requests is logged: some of them by their id, and of their columns what may be known. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { TrafficOptions } from '../../../../protocol/deploymentTraffic';
import type { Answered } from '../http/frontServer';
import type { Rows, Tensor } from '../rows';
import { idShare } from './idHash';

const HIDDEN_ERROR = 'not logged: it could tell values of columns that are not';

export class TrafficPolicy {
  readonly #share: number;
  readonly #excluded: ReadonlySet<string>;
  readonly #hashed: ReadonlySet<string>;

  /** @param salt of this deployment; asked for when columns are hashed */
  constructor(options: TrafficOptions, private readonly salt: () => Buffer) {
    this.#share = options.sample ?? 1;
    this.#excluded = new Set(options.exclude);
    this.#hashed = new Set(options.hash);
  }

  /** Whether a request is logged: always the same for an id, so that truths for one that is not can be told apart. */
  logs(id: string): boolean {
    return this.#share >= 1 || idShare(id) < this.#share;
  }

  /** Whether a column's values are not to be known. */
  hides(column: string): boolean {
    return this.#excluded.has(column) || this.#hashed.has(column);
  }

  /** What the log may know of an answer. The same object where it may know all. */
  seen(answered: Answered): Answered {
    if (this.#excluded.size === 0 && this.#hashed.size === 0) {
      return answered;
    }
    const { call, error, ...rest } = answered;
    const { scored, ...told } = call;
    return {
      ...rest, ...(error === undefined ? {} : { error: HIDDEN_ERROR }),
      call: { ...told, ...(scored === undefined ? {} : { scored: { inputs: this.#visible(scored.inputs), predictions: this.#visible(scored.predictions) } }) },
    };
  }

  #visible({ rows, tensors }: Rows): Rows {
    return { rows, tensors: tensors.filter(({ name }) => !this.#excluded.has(name)).map((tensor) => (this.#hashed.has(tensor.name) ? this.#digested(tensor) : tensor)) };
  }

  #digested({ name, shape, data }: Tensor): Tensor {
    const salt = this.salt();
    return { name, shape, type: 'string', data: Array.from(data, (value) => (value === null || value === undefined ? null : createHash('sha256').update(salt).update(typeof value === 'object' ? JSON.stringify(value) : String(value)).digest('hex'))) };
  }
}

/** The salt in a file, made when it is not there: equal values have equal hashes for as long as the deployment is there. */
export function saltIn(file: string): () => Buffer {
  let salt: Buffer | undefined;
  return () => {
    salt ??= readOrMake(file);
    return salt;
  };
}

function readOrMake(file: string): Buffer {
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  return readFileSync(file);
}
