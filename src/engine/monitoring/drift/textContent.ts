/** The content of texts, judged by whether a classifier can tell them apart. */
import type { DriftColumn, DriftOptions } from '../../../protocol/drift';
import { askedMethod, askedThreshold } from './askedFor';
import type { Sides } from './compareNumbers';
import { type Known, notJudged } from './judgeColumn';
import { NotJudged } from './sample';
import { BY_CHANCE, isTextMethod, textMethod } from './textMethods';
import { type Python, tellApart, type Told } from './textLearner';

/**
 * Evidently's perc_text_content_drift and abs_text_content_drift: drifted where the ROC-AUC of a classifier is above what chance reaches
 * with a probability of the threshold (0.95), or above the threshold itself (0.55). What the score is held against is told as `threshold`.
 * @param rows of the reference that have a text
 * @param python undefined: none was named
 */
export async function judgeTexts({ reference, current }: Sides, known: Known, rows: number, options: DriftOptions, python: Python | undefined): Promise<DriftColumn> {
  const asked = askedMethod(known.name, 'text', options);
  if (asked !== undefined && !isTextMethod(asked)) {
    return notJudged(known, 'text', `${asked} compares numbers or categories, and this column holds texts.`);
  }
  const method = asked ?? textMethod(rows);
  const refuse = (reason: string): DriftColumn => ({ ...notJudged(known, 'text', reason), method, measure: 'distance' });
  if (python === undefined) {
    return refuse('More than half of its values are different, so it is text. Its length and its words are told; comparing its content takes a Python with scikit-learn, and none was named.');
  }
  if (reference.texts === undefined || current.texts === undefined) {
    return refuse('The content of texts is compared between files only; its length and its words are told.');
  }
  const limit = askedThreshold(known.name, 'text', options);
  const byChance = method === BY_CHANCE;
  const told = await answered(tellApart(python, reference.texts(known.name), current.texts(known.name), byChance ? limit ?? 0.95 : null));
  if (told instanceof NotJudged) {
    return refuse(`${told.message.replace(/\.$/, '')}.`);
  }
  const threshold = told.chance ?? limit ?? 0.55;
  const { name, ...facts } = known;
  return { name, type: 'text', method, score: told.auc, measure: 'distance', threshold, drifted: told.auc > threshold, ...facts };
}

/** Or why there is no answer. */
async function answered(asked: Promise<Told>): Promise<Told | NotJudged> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotJudged) {
      return error;
    }
    throw error;
  }
}
