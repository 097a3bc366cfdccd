/** The champion, and the labelled rows that its quality is estimated from. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { MonitorOptions } from '../../protocol/monitors';
import type { PlannedArm } from '../serving/servedModel';
import { championOf } from '../serving/standing';
import type { MonitorRecord } from './store';

/** A sentence that says why nothing is estimated. */
export interface NoEstimator {
  readonly reason: string;
  /** the metric of the labelled rows; undefined, null: it is not known */
  readonly reference?: number | null;
}

export interface LabelledChampion {
  readonly champion: PlannedArm;
  /** absolute path */
  readonly file: string;
  /** column of it that holds the true answer */
  readonly label: string;
  /** another one where the champion, the label or the file is another, or has changed */
  readonly key: string;
}

/** @param folder absolute path of the deployment's folder @returns undefined where no label is named */
export function labelledChampion({ root }: Pick<MonitorRecord, 'root'>, { quality, reference }: Pick<MonitorOptions, 'quality' | 'reference'>, folder: string): LabelledChampion | NoEstimator | undefined {
  const { label } = quality ?? {};
  const data = quality?.data ?? reference;
  if (label === undefined) {
    return undefined;
  }
  if (data === undefined) {
    return { reason: 'Estimating needs a data file with labels: name one as quality.data.' };
  }
  const file = path.resolve(root, data);
  const champion = championOf(folder);
  if (champion === undefined || !existsSync(file)) {
    return { reason: champion === undefined ? 'No version answers.' : `The labelled rows are not there: ${file}.` };
  }
  const { size, mtimeMs } = statSync(file);
  return { champion, file, label, key: [file, size, mtimeMs, label, champion.model, champion.version].join('\n') };
}
