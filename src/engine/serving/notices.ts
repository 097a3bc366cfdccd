/** Tells of deployments that change: their processes outlive the engine and speak through files, so their folders are watched. */
import { watchFolder } from '../../connection/folderWatch';
import type { Deployment } from '../../protocol/deployments';
import type { EventBus } from '../events';

interface Watched {
  readonly end: () => void;
  /** the deployment as it was told of last */
  told: string;
}

export class DeploymentNotices {
  readonly #watched = new Map<string, Watched>();

  /** @param describe the deployment as it is now; undefined: there is none of that name */
  constructor(private readonly events: EventBus, private readonly describe: (name: string) => Deployment | undefined) {}

  /** From now on changes in its folder are told. */
  watch(name: string, folder: string): void {
    if (!this.#watched.has(name)) {
      this.#watched.set(name, { end: watchFolder(folder, () => this.tell(name)), told: '' });
    }
  }

  /** A notice, when it is not as it was told last. */
  tell(name: string): void {
    const watched = this.#watched.get(name);
    const deployment = watched === undefined ? undefined : this.describe(name);
    if (watched === undefined || deployment === undefined) {
      return;
    }
    const now = JSON.stringify(deployment);
    if (watched.told !== now) {
      watched.told = now;
      this.events.publish({ type: 'deployment', name, state: deployment.state });
    }
  }

  /** Its folder is taken away. */
  forget(name: string): void {
    this.#watched.get(name)?.end();
    this.#watched.delete(name);
  }

  /** Tells nothing any more. */
  end(): void {
    this.#watched.forEach(({ end }) => end());
    this.#watched.clear();
  }
}
