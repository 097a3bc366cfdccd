/** What happened, told to whoever listens: views through server-sent events, other rooms of the engine directly. */
import { randomUUID } from 'node:crypto';
import type { Notice, RunChange } from '../protocol/events';

/** At most one notice per run in this time: ten a second. */
const WINDOW_MS = 100;
/** The clock looks no more often than this: a thousand runs at once must not wake the loop every millisecond. */
const SWEEP_MS = 20;
const KEPT = 2048;

type RunNotice = Extract<Notice, { type: 'run' }>;

interface Window {
  readonly runId: string;
  readonly ends: number;
  experimentId: string;
  changes: Set<RunChange> | undefined;
}

export interface NumberedNotice {
  readonly sequence: number;
  readonly notice: Notice;
}

export class EventBus {
  /** New with every start of an engine: ids of another epoch mean nothing here. */
  readonly epoch = randomUUID();
  #sequence = 0;
  #watchers = 0;
  readonly #listeners = new Set<(notice: Notice, sequence: number) => void>();
  readonly #kept: NumberedNotice[] = [];
  readonly #windows = new Map<string, Window>();
  #timer: NodeJS.Timeout | undefined;

  /** How many event streams are open. */
  get watchers(): number {
    return this.#watchers;
  }

  /** The sequence number of the last notice. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Tells a change. Changes of one run within a tenth of a second are joined into one notice. */
  publish(notice: Notice): void {
    if (notice.type === 'run') {
      this.#publishRun(notice);
    } else {
      this.#emit(notice);
    }
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (notice: Notice, sequence: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Counts an open stream. @returns a function that takes it off again */
  watch(): () => void {
    this.#watchers += 1;
    let open = true;
    return () => {
      this.#watchers -= open ? 1 : 0;
      open = false;
    };
  }

  /** What came after `sequence`, oldest first; undefined when that is too long ago to be told. */
  since(sequence: number): readonly NumberedNotice[] | undefined {
    const missed = this.#sequence - sequence;
    if (missed < 0 || missed > this.#kept.length) {
      return undefined;
    }
    return missed === 0 ? [] : this.#kept.slice(-missed);
  }

  /** Tells what still waits and stops the clock. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const window of this.#windows.values()) {
      this.#tell(window);
    }
    this.#windows.clear();
  }

  #publishRun(notice: RunNotice): void {
    const open = this.#windows.get(notice.run_id);
    if (open === undefined) {
      this.#emit(notice);
      this.#open(notice.run_id, notice.experiment_id);
      return;
    }
    open.changes ??= new Set();
    for (const change of notice.changes) {
      open.changes.add(change);
    }
    open.experimentId = notice.experiment_id;
  }

  #open(runId: string, experimentId: string): void {
    this.#windows.set(runId, { runId, ends: Date.now() + WINDOW_MS, experimentId, changes: undefined });
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#sweep(), WINDOW_MS);
      this.#timer.unref();
    }
  }

  /** All windows are equally long, so the map's order is the order in which they end. */
  #sweep(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const window of this.#windows.values()) {
      if (window.ends > now) {
        this.#timer = setTimeout(() => this.#sweep(), Math.max(window.ends - now, SWEEP_MS));
        this.#timer.unref();
        return;
      }
      this.#windows.delete(window.runId);
      if (this.#tell(window)) {
        this.#open(window.runId, window.experimentId);
      }
    }
  }

  #tell(window: Window): boolean {
    if (window.changes === undefined) {
      return false;
    }
    this.#emit({ type: 'run', run_id: window.runId, experiment_id: window.experimentId, changes: [...window.changes] });
    return true;
  }

  #emit(notice: Notice): void {
    this.#sequence += 1;
    this.#kept.push({ sequence: this.#sequence, notice });
    if (this.#kept.length > KEPT * 2) {
      this.#kept.splice(0, KEPT);
    }
    for (const listener of this.#listeners) {
      listener(notice, this.#sequence);
    }
  }
}
