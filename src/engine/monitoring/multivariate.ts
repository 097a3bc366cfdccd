/** Drift that no column shows alone, of windows that have been judged: a learner takes seconds to minutes, so nothing waits for it. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { processEnvironment } from '../../connection/processEnvironment';
import type { MonitoredWindow, MonitorOptions, MultivariateDrift, MultivariateMethod } from '../../protocol/monitors';
import { fileName } from './estimators';
import { domainClassifier, type LearnedEstimate, type LearnedOptions, reconstruction } from './estimation/learnedEstimates';
import { ReferenceProblem, type References } from './reference';
import type { MonitorRecord } from './store';
import type { WatchedTraffic } from './watchedTraffic';

export interface MultivariateParts {
  readonly references: Pick<References, 'standing'>;
  /** the latest ones of a monitor, oldest first */
  readonly windows: (monitor: string) => readonly MonitoredWindow[];
  /** src/python/slipway_estimate.py */
  readonly script: string;
  /** of logs and of what is learned from, absolute */
  readonly folder: string;
}

/** What was learned of the window that begins then. */
export interface Learned { /** Unix ms */ readonly from: number; readonly found: MultivariateDrift }

export class Multivariate {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: MultivariateParts) {}

  /**
   * Looks at the newest window that has not been looked at. One at a time, whoever asks.
   * @returns undefined where nothing is asked for, or nothing is left
   * @throws the signal's reason when that ended it
   */
  next(record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, signal: AbortSignal): Promise<Learned | undefined> {
    const turn = this.#last.then(() => this.#next(record, options, traffic, signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #next(record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, signal: AbortSignal): Promise<Learned | undefined> {
    signal.throwIfAborted();
    const method = options.drift?.multivariate ?? 'none';
    const window = method === 'none' ? undefined : notLearned(this.parts.windows(record.name));
    if (method === 'none' || window === undefined) {
      return undefined;
    }
    const reference = await this.#standing(record, options, traffic, signal);
    const columns = window.columns.filter(({ drifted, type }) => drifted !== null && type !== 'text').map(({ name }) => name);
    const why = !('file' in reference) || reference.kind !== window.reference?.kind || reference.name !== window.reference.name ? 'What the window was compared with is not there any more.'
      : record.python === null ? 'No Python is known that has NannyML, which learns it.' : columns.length === 0 ? 'There are no columns that it could be learned from.' : undefined;
    if (why !== undefined || !('file' in reference) || record.python === null) {
      return { from: window.from, found: notAvailable(method, why ?? '') };
    }
    return { from: window.from, found: await this.#learn({ record, python: record.python, reference: reference.file, columns, method }, window, traffic, signal) };
  }

  async #standing(record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, signal: AbortSignal): ReturnType<References['standing']> {
    try {
      return await this.parts.references.standing(record, options, traffic, signal);
    } catch (error) {
      if (error instanceof ReferenceProblem) {
        return { reason: error.message };
      }
      throw error;
    }
  }

  async #learn({ record, python, reference, columns, method }: Asked, { from, to, rows }: MonitoredWindow, traffic: WatchedTraffic, signal: AbortSignal): Promise<MultivariateDrift> {
    await mkdir(this.parts.folder, { recursive: true, mode: 0o700 });
    const place = path.join(this.parts.folder, fileName(record.name));
    const file = `${place}-learned.parquet`;
    const options: LearnedOptions = { python, script: this.parts.script, root: record.root, env: processEnvironment(), log: `${place}-multivariate.log`, signal };
    const data = { reference, windows: [file], columns };
    try {
      await traffic.keep({ window: { from, to }, rows, to: file });
      const [found] = method === 'pca' ? (await reconstruction(options, { ...data, chunkRows: rows })).metrics.reconstruction_error : (await domainClassifier(options, data)).metrics.roc_auc;
      return foundDrift(method, found);
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return notAvailable(method, error instanceof Error ? error.message : String(error));
    } finally {
      await rm(file, { force: true });
    }
  }
}

type Method = Exclude<MultivariateMethod, 'none'>;
interface Asked { readonly record: MonitorRecord; readonly python: string; readonly reference: string; readonly columns: readonly string[]; readonly method: Method }

/** The newest window that was judged and not learned from. @param windows oldest first */
export function notLearned(windows: readonly MonitoredWindow[]): MonitoredWindow | undefined {
  return windows.findLast(({ state, multivariate }) => state !== 'too_few' && state !== 'failed' && multivariate === undefined);
}

/**
 * What is said of what NannyML has found; undefined: nothing. A classifier that tells rows apart worse than by chance, which NannyML alerts of
 * as well, has found no drift: rows that both have are enough for that.
 */
export function foundDrift(method: Method, found: LearnedEstimate | undefined): MultivariateDrift {
  if (found === undefined || found.value === null || found.alert === null) {
    return notAvailable(method, 'NannyML has no answer for this window.');
  }
  const { value, low, high, lower, upper, alert } = found;
  return { method, value, low, high, lower, upper, drifted: method === 'pca' ? alert !== false : alert === 'above', reason: null };
}

function notAvailable(method: Method, reason: string): MultivariateDrift {
  return { method, value: null, low: null, high: null, lower: null, upper: null, drifted: null, reason };
}
