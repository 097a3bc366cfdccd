/** Answers of the champion to labelled rows, which it was asked for to learn from its error. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJsonFile } from '../../connection/atomicFile';
import type { MonitorOptions } from '../../protocol/monitors';
import { ANSWERS_COLUMN } from './answerSources';
import { fileName } from './estimators';
import { labelledChampion } from './labelledChampion';
import type { MonitorRecord } from './store';
import type { AnswerSource } from './worker/ask';

/**
 * @param folder where they are kept, absolute
 * @param deployment absolute path of the deployment's folder
 * @returns undefined while there are none of this champion to these rows
 */
export function championAnswers(folder: string, record: Pick<MonitorRecord, 'name' | 'root'>, options: MonitorOptions, deployment: string): AnswerSource | undefined {
  const labelled = labelledChampion(record, options, deployment);
  if (labelled === undefined || 'reason' in labelled) {
    return undefined;
  }
  const { champion: { model, version }, file, key } = labelled;
  const answered = path.join(folder, `${fileName(record.name)}-answered.parquet`);
  const kept = readJsonFile(`${answered}.json`) as { readonly key?: string } | undefined;
  return kept?.key !== key || !existsSync(answered) ? undefined : { file: answered, column: ANSWERS_COLUMN, against: `what ${model}/${version} answers to ${path.basename(file)}` };
}
