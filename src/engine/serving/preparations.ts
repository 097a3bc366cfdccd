/** Versions that are made servable at this moment, one for a deployment: their files are found, trusted, and converted. */
import type { DeployRequest } from '../../protocol/deployments';
import type { Actor } from '../registry/actor';
import type { Prepared } from './conversion/prepare';
import { prepareVersion, type PreparingParts } from './prepareVersion';

/** Of what somebody asks to deploy, that which makes it servable. */
export type VersionAsked = Pick<DeployRequest, 'model' | 'version' | 'root' | 'python' | 'env' | 'trust'>;

export interface PreparationsParts extends PreparingParts {
  /** file that what Python says is added to */
  readonly logOf: (name: string) => string;
  /** called when another thing is done for a deployment */
  readonly changed: (name: string) => void;
}

interface Preparation { readonly abort: AbortController; stage: string | null }

export class Preparations {
  readonly #running = new Map<string, Preparation>();

  constructor(private readonly parts: PreparationsParts) {}

  /** @param name of a deployment */
  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** What is done now, for a person. */
  stageOf(name: string): string | null {
    return this.#running.get(name)?.stage ?? null;
  }

  /**
   * @param actor who asks, and trusts files
   * @throws ConversionProblem in a sentence; the signal's reason when it was stopped meanwhile
   */
  async run(name: string, { model, version, root, python, env, trust = [] }: VersionAsked, actor: Actor): Promise<Prepared> {
    const { registry, logOf, changed } = this.parts;
    const mine: Preparation = { abort: new AbortController(), stage: null };
    this.#running.set(name, mine);
    const { signal } = mine.abort;
    const progress = (stage: string): void => {
      mine.stage = stage;
      changed(name);
    };
    try {
      await registry.trusted.trust(trust, `${model}/${version}`, actor.who);
      const prepared = await prepareVersion(this.parts, { model, version, root, python, env, log: logOf(name), signal, progress });
      signal.throwIfAborted();
      return prepared;
    } finally {
      if (this.#running.get(name) === mine) {
        this.#running.delete(name);
        changed(name);
      }
    }
  }

  stop(name: string): void {
    this.#running.get(name)?.abort.abort();
  }

  stopAll(): void {
    this.#running.forEach(({ abort }) => abort.abort());
  }
}
