/** One monitor at work: looks when a window may be over, judges it, and says what the last ones mean together. */
import type { DataSchema } from '../../protocol/dataSchema';
import type { Monitor, MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import { durationMs } from '../../wording/duration';
import type { FoundEstimator } from './estimators';
import { driftOptions } from './driftOptions';
import { judgeSpan } from './judgeSpan';
import type { NoEstimator } from './labelledChampion';
import type { Learned } from './multivariate';
import type { References } from './reference';
import type { ReadMonitor } from './readMonitor';
import type { MonitorRecord } from './store';
import type { WatchedTraffic } from './watchedTraffic';
import { withKnown } from './windowFound';
import { withTruths } from './withTruths';
import { openWindow, SETTLE_MS, type TimeSpan } from './windows';

/** Whether something has come is looked at so often; it costs the sizes of a few files. */
const LOOK_MS = 2_000;
/** What could not be read is tried again: the reference is put back, the disk has space. */
const AGAIN_MS = 30_000;
/** A question about traffic takes at most this share of the time, however much traffic there is. */
const SHARE_OF_TIME = 10;

export interface WatchParts {
  /** @throws Error in a sentence: no such deployment, slipway.yaml has a fault */
  readonly read: () => Promise<ReadMonitor>;
  readonly traffic: (options: MonitorOptions) => WatchedTraffic;
  /** what the champion's quality is estimated with, or why it is not; undefined: nobody asked for it */
  readonly estimator: (record: MonitorRecord, options: MonitorOptions, folder: string, signal: AbortSignal) => Promise<FoundEstimator | NoEstimator | undefined>;
  readonly references: Pick<References, 'standing' | 'answers' | 'orBaseline'>;
  /** resolves when it is on the disk; the windows are new, or have been computed again */
  readonly save: (record: MonitorRecord, windows: readonly MonitoredWindow[], options: MonitorOptions) => Promise<void>;
  /** windows that wait for an estimate of their error, with it, or with why there is none. @throws the signal's reason */
  readonly estimateErrors: (record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, signal: AbortSignal) => Promise<readonly MonitoredWindow[]>;
  /** the latest ones, oldest first */
  readonly windows: (monitor: string) => readonly MonitoredWindow[];
  /** drift of all columns together in the newest window of which it is not known; undefined: there is none */
  readonly learn: (record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, signal: AbortSignal) => Promise<Learned | undefined>;
  /** windows that labels may have come for since: computes them again. */
  readonly relabel: (record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic) => Promise<readonly MonitoredWindow[]>;
}

export class Watch {
  #learning: Promise<void> | undefined;
  /** what was learned of a window, and is not kept yet */
  #learned: Learned | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  readonly #abort = new AbortController();
  /** what the traffic was like when it was asked about last, and all of it had settled */
  #asked: string | undefined;
  /** what it was like when it was looked at last, and since when, Unix ms */
  #seen = { mark: '', since: 0 };
  #labelMark = '';
  /** whether windows may wait for an estimate of their error: those that an engine before this one has left, too */
  #unestimated = true;
  /** Unix ms before which nothing is asked */
  #notBefore = 0;
  #stage: string | null = null;
  #waits: string | null = null;
  #options: MonitorOptions | undefined;

  constructor(public record: MonitorRecord, private readonly parts: WatchParts) {}

  /** What it waits for, for a person. */
  get stage(): string | null {
    return this.#stage;
  }

  get #ended(): boolean {
    return this.#abort.signal.aborted;
  }

  /** As they were read last. */
  get options(): MonitorOptions | undefined {
    return this.#options;
  }

  /** Looks now, and from now on. */
  begin(): void {
    void this.look();
  }

  /** Looks no more; resolves when what it does now is done. */
  async end(): Promise<void> {
    this.#abort.abort(new Error('The monitor was stopped.'));
    clearTimeout(this.#timer);
    await this.#looking;
    await this.#learning;
  }

  /** Looks whether a window is over. Never rejects: what goes wrong is the record's problem. One look at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (!this.#ended) {
        this.#timer = setTimeout(() => void this.look(), LOOK_MS).unref();
      }
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    if (Date.now() < this.#notBefore) {
      return;
    }
    try {
      const { options, schema } = await this.parts.read();
      this.#options = options;
      const traffic = this.parts.traffic(options);
      await this.#judgeDue(options, schema, traffic);
      await this.#relabel(options, traffic);
      await this.#estimateErrors(options, traffic);
      await this.#keepLearned(options);
      if (this.record.problem !== null && !this.#ended) {
        await this.#keep({ ...this.record, problem: null }, [], options);
      }
      this.#learn(options, traffic);
    } catch (error) {
      // What was not asked to its end is asked again, though no request came since.
      this.#asked = undefined;
      this.#notBefore = Date.now() + AGAIN_MS;
      await this.#tellProblem(error instanceof Error ? error.message : String(error));
    }
  }

  async #judgeDue(options: MonitorOptions, schema: DataSchema | undefined, traffic: WatchedTraffic): Promise<void> {
    const now = Date.now();
    if (this.record.next > now + SETTLE_MS) {
      // The clock was moved back: windows that lie in the future would never come.
      this.record = { ...this.record, next: now };
    }
    const { rows, every } = cut(options);
    const { all: mark } = traffic.mark();
    if (mark !== this.#seen.mark) {
      this.#seen = { mark, since: now };
    }
    if (rows !== undefined ? mark === this.#asked : openWindow(now, every).from <= this.record.next && this.record.problem === null) {
      return;
    }
    this.#waits = null;
    const standing = await this.parts.references.standing(this.record, options, traffic, this.#abort.signal);
    // A Python that has told whether a file is the same is no question about traffic.
    const since = Date.now();
    const found = await this.parts.references.orBaseline(standing, this.record, traffic, now);
    if (!('reference' in found)) {
      this.#stage = `${found.rows} of ${found.of} rows have come that the next ones are compared with${found.reason === undefined ? '' : `. ${found.reason}`}`;
      this.#rest(now, since, mark);
      return;
    }
    if (found.record !== this.record) {
      await this.#keep({ ...found.record, problem: null }, [], options);
    }
    const spans = rows === undefined ? await traffic.dueByTime(this.record.next, now, every) : await this.#dueByRows(traffic, now, rows);
    this.#rest(now, since, spans.length === 0 ? mark : '');
    const answers = this.parts.references.answers(found.reference, this.record, options, traffic);
    // Windows that are due together are those of one champion, as far as anybody can tell.
    const estimator = spans.length === 0 ? undefined : await this.parts.estimator(this.record, options, traffic.folder, this.#abort.signal);
    for (const [index, span] of spans.entries()) {
      if (this.#ended) {
        return;
      }
      this.#stage = spans.length === 1 ? 'judging a window' : `judging window ${index + 1} of ${spans.length}`;
      const window = await judgeSpan(traffic, span, { reference: found.reference, answers, drift: driftOptions(found.reference.kind, options.drift), schema, estimator }, options);
      await this.#keep({ ...this.record, next: span.to, problem: null }, [window], options);
      this.#unestimated = true;
    }
    this.#stage = this.#waits;
  }

  async #dueByRows(traffic: WatchedTraffic, now: number, rows: number): Promise<TimeSpan[]> {
    const { windows, left } = await traffic.dueByRows(this.record.next, now, rows);
    this.#waits = `${left} of ${rows} rows of the next window have come`;
    return windows;
  }

  async #relabel(options: MonitorOptions, traffic: WatchedTraffic): Promise<void> {
    const mark = traffic.mark().labels;
    if (mark === this.#labelMark || this.#ended) {
      return;
    }
    const windows = await this.parts.relabel(this.record, options, traffic);
    if (windows.length > 0) {
      const standing = await this.parts.references.standing(this.record, options, traffic, this.#abort.signal);
      const compared = 'file' in standing ? await withTruths(windows, standing, this.parts.references.answers(standing, this.record, options, traffic), options, traffic) : [];
      await this.#keep(this.record, [...new Map([...windows, ...compared].map((window) => [window.from, window])).values()], options);
    }
    // Only now: what could not be read is tried again, though no label came since.
    this.#labelMark = mark;
  }

  /** After all else of a window, since learning takes a while. */
  async #estimateErrors(options: MonitorOptions, traffic: WatchedTraffic): Promise<void> {
    if (!this.#unestimated || this.#ended) {
      return;
    }
    const windows = await this.parts.estimateErrors(this.record, options, traffic, this.#abort.signal);
    this.#unestimated = false;
    if (windows.length > 0) {
      await this.#keep(this.record, windows, options);
    }
  }

  /** Only while it looks: what is known of a window is read, changed and kept by one at a time. */
  async #keepLearned(options: MonitorOptions): Promise<void> {
    const learned = this.#learned;
    const window = learned === undefined ? undefined : this.parts.windows(this.record.name).find(({ from }) => from === learned.from);
    this.#learned = undefined;
    if (learned !== undefined && window !== undefined) {
      await this.#keep(this.record, [withKnown(window, { multivariate: learned.found }, options)], options);
    }
  }

  #learn(options: MonitorOptions, traffic: WatchedTraffic): void {
    if (this.#learning !== undefined || this.#learned !== undefined || this.#ended || (options.drift?.multivariate ?? 'none') === 'none') {
      return;
    }
    this.#learning = this.#learnNext(options, traffic).finally(() => {
      this.#learning = undefined;
    });
  }

  async #learnNext(options: MonitorOptions, traffic: WatchedTraffic): Promise<void> {
    try {
      this.#learned = await this.parts.learn(this.record, options, traffic, this.#abort.signal);
    } catch (error) {
      // What could not be learned is a result; this is a fault of the store or of the disk. A monitor that was stopped has none.
      await this.#tellProblem(error instanceof Error ? error.message : String(error));
    }
  }

  async #keep(record: MonitorRecord, windows: readonly MonitoredWindow[], options: MonitorOptions): Promise<void> {
    this.record = record;
    await this.parts.save(record, windows, options);
  }

  async #tellProblem(problem: string): Promise<void> {
    if (!this.#ended && this.record.problem !== problem) {
      await this.#keep({ ...this.record, problem }, [], this.#options ?? this.record.options ?? { deployment: this.record.name });
    }
  }

  /** A large log is asked about less often, and one that has not changed not at all. @param now when it was looked, Unix ms @param began when it was asked, Unix ms @param mark '': more may be due already */
  #rest(now: number, began: number, mark: string): void {
    // Rows of the last moment were in no answer: those are asked about again.
    this.#asked = now - this.#seen.since > SETTLE_MS ? mark : undefined;
    this.#notBefore = mark === '' ? 0 : Date.now() + (Date.now() - began) * SHARE_OF_TIME;
  }
}

/** How windows are cut: by rows, else by time in ms. */
export function cut({ window }: Pick<MonitorOptions, 'window'>): { readonly rows: number | undefined; readonly every: number } {
  return { rows: window !== undefined && 'rows' in window ? window.rows : undefined, every: durationMs(window !== undefined && 'every' in window ? window.every : MONITOR_DEFAULTS.every) };
}

/** When the next window ends, Unix ms; null: when enough rows have come. */
export function nextEnd(options: MonitorOptions, now: number): Monitor['next'] {
  const { rows, every } = cut(options);
  return rows === undefined ? openWindow(now, every).to : null;
}
