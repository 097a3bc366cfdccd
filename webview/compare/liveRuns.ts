/** Follows what the host tells while runs go on: asks for what changed, one ask at a time, and puts rows in order at most once a second. */
import type { CommonNotices } from '../../src/protocol/panels/contract';

/** ms between two orderings */
const ORDER_EVERY = 1000;
/** ms between two readings of experiments because their runs go on: what is said of them all changes slowly */
const EXPERIMENTS_EVERY = 1000;

/** What of the panel's host is needed here. */
export interface LiveHost {
  readonly state: { readonly experiment_ids: readonly string[] };
  on<Name extends 'runs' | 'reset'>(name: Name, listener: (value: CommonNotices[Name]) => void): () => void;
}

export interface LiveActs {
  /** @returns whether runs came or went */
  refresh(runIds: readonly string[]): Promise<boolean>;
  readExperiments(): Promise<void>;
  reload(): Promise<void>;
  rearrange(): void;
}

export class LiveRuns {
  readonly #changed = new Set<string>();
  #experiments = false;
  #all = false;
  #busy = false;
  #started = false;
  #held = false;
  #disordered = false;
  #orderedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #experimentsAt = -Infinity;
  #experimentsTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LiveHost, private readonly acts: LiveActs) {
    host.on('runs', ({ run_ids: runIds, experiment_ids: experimentIds }) => {
      const own = host.state.experiment_ids;
      if (experimentIds.some((id) => own.includes(id))) {
        runIds.forEach((id) => this.#changed.add(id));
      }
      if (runIds.length === 0) {
        // It is about the experiment itself: somebody has just pinned a baseline, say.
        this.#experiments = true;
      } else {
        this.#experimentsSoon();
      }
      this.#work();
    });
    host.on('reset', () => { this.#all = true; this.#work(); });
  }

  /** What came before this is part of what was read first, or is read now. */
  start(): void {
    this.#started = true;
    this.#work();
  }

  /** Under the pointer nothing changes its place; it is made up for when the pointer leaves. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held) {
      this.#orderSoon();
    }
  }

  /** Values have come in that rows may be ordered by. */
  ordered(): void {
    this.#disordered = true;
    this.#orderSoon();
  }

  #work(): void {
    if (!this.#busy && this.#started) {
      this.#busy = true;
      void this.#drain().finally(() => { this.#busy = false; });
    }
  }

  async #drain(): Promise<void> {
    while (this.#all || this.#experiments || this.#changed.size > 0) {
      const runIds = [...this.#changed];
      const { all, experiments } = { all: this.#all, experiments: this.#experiments };
      this.#changed.clear();
      this.#all = false;
      this.#experiments = false;
      try {
        if (all) {
          await this.acts.reload();
        } else {
          if (runIds.length > 0) {
            await this.acts.refresh(runIds);
            this.ordered();
          }
          if (experiments) {
            this.#experimentsAt = performance.now();
            await this.acts.readExperiments();
          }
        }
      } catch (error) {
        // The engine went away in the middle: its return brings a reset, and with it everything afresh.
        console.warn('What changed could not be read', error);
      }
    }
  }

  #experimentsSoon(): void {
    if (this.#experimentsTimer !== undefined) {
      return;
    }
    this.#experimentsTimer = setTimeout(() => {
      this.#experimentsTimer = undefined;
      this.#experiments = true;
      this.#work();
    }, Math.max(0, EXPERIMENTS_EVERY - (performance.now() - this.#experimentsAt)));
  }

  #orderSoon(): void {
    if (!this.#disordered || this.#held || this.#timer !== undefined) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#held) {
        return;
      }
      this.#disordered = false;
      this.#orderedAt = performance.now();
      this.acts.rearrange();
    }, Math.max(0, ORDER_EVERY - (performance.now() - this.#orderedAt)));
  }
}
