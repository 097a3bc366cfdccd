/** What the quality of a champion is estimated with: learned once from labelled rows that it answers, and kept. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile, writeFileAtomic } from '../../connection/atomicFile';
import type { MonitorOptions } from '../../protocol/monitors';
import { metricOf, type QualityMetric } from '../../protocol/qualityMetrics';
import type { PlannedArm } from '../serving/servedModel';
import type { Measuring } from '../serving/measuring/measuring';
import { taskOf } from '../serving/traffic/task';
import type { Estimator } from './estimation/cbpe';
import { labelledChampion, type NoEstimator } from './labelledChampion';
import { codedOutcomes } from './quality/codedOutcomes';
import type { MonitorRecord } from './store';
import type { MonitorWorker } from './watchedTraffic';
import type { Classifier, Fitted, LabelledRows } from './worker/ask';

export interface EstimatorParts {
  readonly measuring: () => Measuring;
  readonly worker: MonitorWorker;
  /** where they are kept, absolute */
  readonly folder: string;
}

export interface FoundEstimator extends Fitted { readonly classifier: Classifier; readonly estimator: Estimator }

interface Kept extends Fitted { readonly key: string }

/** Of a window of numbers, until `errorEstimates.ts` has an answer. */
export const BEING_ESTIMATED = 'Its error is being estimated.';

export class Estimators {
  constructor(private readonly parts: EstimatorParts) {}

  /**
   * @param folder absolute path of the deployment's folder
   * @param signal ends what is answered for it
   * @returns undefined where no label is named. What goes wrong is a reason: drift is judged all the same
   */
  async of(record: Pick<MonitorRecord, 'name' | 'root'>, options: MonitorOptions, folder: string, signal: AbortSignal): Promise<FoundEstimator | NoEstimator | undefined> {
    const { name } = record;
    const found = labelledChampion(record, options, folder);
    if (found === undefined || 'reason' in found) {
      return found;
    }
    const { champion, file, label } = found;
    const metric = metricOf('classification', options.quality?.metric);
    const classifier = classifierOf(champion, options.quality?.positive);
    if ('reason' in classifier) {
      return classifier;
    }
    const place = path.join(this.parts.folder, `${fileName(name)}-estimator.json`);
    const kept = readJsonFile(place) as Kept | undefined;
    const key = [found.key, metric, classifier.positive].join('\n');
    if (kept?.key === key) {
      return withReason(kept, metric, classifier);
    }
    try {
      const fitted = await this.#fit(champion, classifier, metric, { file, label }, signal, name);
      await mkdir(this.parts.folder, { recursive: true, mode: 0o700 });
      writeFileAtomic(place, JSON.stringify({ ...fitted, key } satisfies Kept));
      return withReason(fitted, metric, classifier);
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #fit({ served, model, version }: PlannedArm, classifier: Classifier, metric: QualityMetric, from: { readonly file: string; readonly label: string }, signal: AbortSignal, name: string): Promise<Fitted> {
    const { signature } = served;
    const { bodies, ...rows } = (await this.parts.worker.ask({ do: 'labelled', ...from, signature })) as LabelledRows;
    const log = path.join(this.parts.folder, `${fileName(name)}-estimator.log`);
    await mkdir(this.parts.folder, { recursive: true, mode: 0o700 });
    await rm(log, { force: true });
    return this.parts.measuring().answers({ model, version }, served, bodies, { log, signal }, async (folder) => (await this.parts.worker.ask({ do: 'fit', folder, classifier, metric, signature, ...rows })) as Fitted);
  }
}

function withReason({ estimator, ...fitted }: Fitted, metric: QualityMetric, classifier: Classifier): FoundEstimator | NoEstimator {
  return estimator === null ? { reason: `NannyML has no estimate of ${metric}: labels tell it.`, reference: fitted.reference } : { ...fitted, estimator, classifier };
}

/** @param yes the answer that counts as "yes" where there are two; else the greater of them */
function classifierOf({ served, model, version }: PlannedArm, yes: string | number | boolean | undefined): Classifier | NoEstimator {
  const name = `${model}/${version}`;
  if (taskOf(served) === 'regression') {
    return { reason: BEING_ESTIMATED };
  }
  return served.kind === 'onnx' && served.probabilities !== null && served.classes !== null
    ? { model, version, probabilities: served.probabilities, classes: served.classes, positive: served.classes.length === 2 ? codedOutcomes([], { classes: served.classes, positive: yes === undefined ? undefined : String(yes) }).positive : undefined }
    : { reason: `${name} gives no probabilities with its answers, which its quality would be estimated from: labels tell it.` };
}

/** A name as part of a file's name: what may not stand there becomes its code. */
export function fileName(name: string): string {
  return name.replaceAll(/[^\w-]/g, (letter) => `.${letter.codePointAt(0)?.toString(16)}`);
}
