/** What the answers and the truths of a window are compared with. Pure. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MonitorOptions } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { Task } from '../serving/traffic/task';
import type { FoundReference } from './reference';
import type { AnswersAsk, AnswerSource } from './worker/ask';

/** The column of a baseline that holds the answers to its rows. */
export const ANSWERS_COLUMN = 'slipway_prediction';

export interface KnownAnswers {
  readonly reference: FoundReference;
  /** absolute path of the project */
  readonly root: string;
  /** what the champion predicts; undefined: nothing says so */
  readonly task: Task | undefined;
  /** of the champion, to labelled rows: where they are kept; undefined: there are none yet */
  readonly answered?: AnswerSource;
}

/**
 * Answers are compared with answers where there are any: those of the baseline, or the champion's own to labelled rows. Labels stand in for
 * them where classes are predicted. Amounts that are predicted vary less than those that come true, so there they would tell of drift in vain.
 */
export function answerSources({ reference, root, task, answered }: KnownAnswers, { quality }: Pick<MonitorOptions, 'quality'>): AnswersAsk {
  const { label, data } = quality ?? {};
  const files = [...(reference.kind === 'baseline' ? [] : [reference.file]), ...(data === undefined ? [] : [path.resolve(root, data)])].filter((file) => existsSync(file));
  const labels = label === undefined ? [] : files.map((file): AnswerSource => ({ file, column: label, against: `the label column ${label} of ${path.basename(file)}` }));
  const own: readonly AnswerSource[] = reference.kind === 'baseline' ? [{ file: reference.file, column: ANSWERS_COLUMN, against: 'the answers to the first rows of the traffic' }] : answered === undefined ? [] : [answered];
  const unlabelled = label === undefined
    ? 'The reference holds no answers. Name its label column as quality.label, or leave the reference out to compare with the first answers.'
    : `No data file with the column ${label} is named as reference or quality.data.`;
  return {
    task, leastLabels: quality?.min_labels ?? MONITOR_DEFAULTS.min_labels,
    predictions: task === 'regression' ? own : [...own, ...labels], truths: labels,
    noPredictions: task === 'regression' && labels.length > 0 ? 'The reference holds amounts that came true, which vary more than amounts that are predicted: no answers are there to compare with.' : unlabelled,
    noTruths: label === undefined ? 'There are no truths to compare with: name the label column of a data file as quality.label.' : unlabelled,
  };
}
