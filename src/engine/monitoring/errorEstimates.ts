/** The error of a regression in windows whose labels have not come: NannyML's direct loss estimation, in the user's Python. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile, writeFileAtomic } from '../../connection/atomicFile';
import { processEnvironment } from '../../connection/processEnvironment';
import type { MonitoredWindow, MonitorOptions, WindowQuality } from '../../protocol/monitors';
import { metricOf } from '../../protocol/qualityMetrics';
import { directLoss, type LearnedEstimate } from './estimation/learnedEstimates';
import { BEING_ESTIMATED, type EstimatorParts, fileName } from './estimators';
import { labelledChampion, type LabelledChampion } from './labelledChampion';
import type { MonitorRecord } from './store';
import { cut } from './watch';
import type { WatchedTraffic } from './watchedTraffic';
import { withLabels } from './windowFound';
import type { AnsweredRows, LabelledRows } from './worker/ask';

export interface ErrorEstimateParts extends EstimatorParts {
  /** src/python/slipway_estimate.py, absolute */
  readonly script: string;
}

/** Beside the columns of the data: names that those do not have. */
const COLUMNS = { prediction: 'slipway_prediction', truth: 'slipway_truth' } as const;
/** Chunks of the reference, as in NannyML where nothing else is said. */
const CHUNKS = 10;
/** Windows that are due wait so long at most. */
const TIMEOUT_MS = 300_000;

interface KeptAnswers extends AnsweredRows { readonly key: string }
interface Learnt {
  /** of the reference; null: it is not known */
  readonly reference: number | null;
  /** why there are none of single windows, where it is another than that they have no rows */
  readonly reason?: string;
  readonly estimates: ReadonlyMap<MonitoredWindow | undefined, LearnedEstimate>;
}
export interface EstimateAsked { readonly record: MonitorRecord; readonly options: MonitorOptions; readonly traffic: WatchedTraffic; readonly signal: AbortSignal }

export class ErrorEstimates {
  constructor(private readonly parts: ErrorEstimateParts) {}

  /**
   * Learns once for all windows that wait for an estimate. What goes wrong is a reason that stands in them.
   * @param windows oldest first
   * @returns those that wait for it, with the estimate or why there is none
   * @throws the signal's reason
   */
  async of(windows: readonly MonitoredWindow[], asked: EstimateAsked): Promise<MonitoredWindow[]> {
    const waiting = windows.filter(({ quality }) => quality?.estimated === null && quality.estimated_reason === BEING_ESTIMATED);
    const enough = waiting.filter(({ state }) => state !== 'too_few');
    if (waiting.length === 0) {
      return [];
    }
    let learnt: Learnt = { reference: null, estimates: new Map() };
    let reason = 'It has too few rows, or none that the champion has answered.';
    try {
      learnt = enough.length === 0 ? learnt : await this.#learn(enough, asked);
    } catch (error) {
      if (asked.signal.aborted) {
        throw error;
      }
      reason = error instanceof Error ? error.message : String(error);
    }
    const now = Date.now();
    return waiting.map((window) => withLabels(window, { quality: qualityWith(window, learnt.estimates.get(window), learnt.reference, learnt.reason ?? reason) }, asked.options, now));
  }

  async #learn(windows: readonly MonitoredWindow[], { record, options, traffic, signal }: EstimateAsked): Promise<Learnt> {
    const { worker, script, folder } = this.parts;
    const found = labelledChampion(record, options, traffic.folder);
    if (found === undefined || 'reason' in found || record.python === null) {
      throw new Error(found !== undefined && 'reason' in found ? found.reason : 'NannyML estimates it in your Python, and this monitor knows none: start it again with --python, or choose an interpreter in VS Code.');
    }
    const { model, version } = found.champion;
    const place = path.join(folder, fileName(record.name));
    const log = `${place}-estimator.log`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rm(log, { force: true });
    const reference = await this.#answered(found, `${place}-answered.parquet`, log, signal);
    const metric = metricOf('regression', options.quality?.metric);
    const known = reference.reference[metric] ?? null;
    if (metric !== 'rmse' && metric !== 'mae' && metric !== 'mse') {
      return { reference: known, reason: `NannyML has no estimate of ${metric}: labels tell it.`, estimates: new Map() };
    }
    const files = new Map(windows.map((window, at) => [window, `${place}-window-${at}.parquet`] as const));
    try {
      const answers: MonitoredWindow[] = [];
      for (const [window, to] of files) {
        const { rows } = (await worker.ask({ do: 'answered', watched: traffic.watched, window, model, version, columns: COLUMNS, to })) as AnsweredRows;
        answers.push(...(rows === 0 ? [] : [window]));
      }
      const { rows: most = Infinity } = cut(options);
      const learned = answers.length === 0 ? undefined : await directLoss({ python: record.python, script, root: record.root, env: processEnvironment(), log, signal, timeoutMilliseconds: TIMEOUT_MS }, {
        reference: `${place}-answered.parquet`, windows: answers.map((window) => files.get(window) ?? ''), columns: reference.inputs, ...COLUMNS, metrics: [metric],
        chunkRows: Math.max(1, Math.min(most, Math.floor(reference.rows / CHUNKS))),
      });
      return { reference: known, estimates: new Map((learned?.metrics[metric] ?? []).map((row, at) => [answers[at], row])) };
    } finally {
      await Promise.all([...files.values()].map((file) => rm(file, { force: true })));
    }
  }

  /** The champion answers the labelled rows once, as long as neither changes. @param to absolute path @throws ConversionProblem, AnalysisError; the signal's reason */
  async #answered({ champion: { served, model, version }, file, label, key }: LabelledChampion, to: string, log: string, signal: AbortSignal): Promise<AnsweredRows> {
    const { measuring, worker } = this.parts;
    const kept = readJsonFile(`${to}.json`) as KeptAnswers | undefined;
    if (kept?.key === key && existsSync(to)) {
      return kept;
    }
    const { signature } = served;
    const { bodies, ...labelled } = (await worker.ask({ do: 'labelled', file, label, signature })) as LabelledRows;
    const answered = await measuring().answers({ model, version }, served, bodies, { log, signal }, async (folder) => (
      (await worker.ask({ do: 'answered', watched: { folder, signatures: [signature] }, model, version, labelled, columns: COLUMNS, to })) as AnsweredRows));
    if (answered.inputs.length === 0 || answered.rows === 0) {
      throw new Error(answered.rows === 0 ? `None of the labels in ${file} is a number.` : `${model}/${version} takes an array, whose columns have no names to learn from: labels tell its error.`);
    }
    writeFileAtomic(`${to}.json`, JSON.stringify({ ...answered, key } satisfies KeptAnswers));
    return answered;
  }
}

function qualityWith({ quality }: MonitoredWindow, row: LearnedEstimate | undefined, reference: number | null, reason: string): WindowQuality | null {
  if (quality === null) {
    return null;
  }
  const { estimated_reason: _, ...known } = quality;
  const { value, low, high } = row ?? { value: null, low: null, high: null };
  return value === null ? { ...known, reference, estimated_reason: reason } : { ...known, reference, estimated: { value, low: low ?? value, high: high ?? value } };
}
