/** Work that follows notices: however many come, it starts at most once in a stretch of time, and never twice at once. */
import { EngineUnreachable } from '../connection/engineError';

/** Short enough to look live, long enough that a thousand metrics a second cost four reads. */
const WAIT = 250;

export interface GatheringOptions {
  /** An engine that went away is no failure, and not told: what it knows is read again when the next one is there. */
  readonly onFailure?: (failure: unknown) => void;
  /** ms from the first notice to the work */
  readonly wait?: number;
}

export class Gathering {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly work: () => void | Promise<void>, private readonly options: GatheringOptions = {}) {}

  /** Something happened: the work is done soon, together with what happens until then. */
  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.busy = this.run(this.busy);
    }, this.options.wait ?? WAIT);
  }

  /** What is gathered now is dropped; a work that has begun goes on to its end. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async run(before: Promise<void>): Promise<void> {
    await before;
    try {
      await this.work();
    } catch (failure) {
      if (!(failure instanceof EngineUnreachable)) {
        (this.options.onFailure ?? ((unheard) => console.error('Slipway could not read what changed', unheard)))(failure);
      }
    }
  }
}
