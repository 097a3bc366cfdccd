/** Learns how good a version is, and how right it is when it is so sure, from rows with true answers that it has answered. */
import { ALL_TIMES } from '../../serving/traffic/windowTable';
import { fitEstimator, isEstimated } from '../estimation/cbpe';
import { classCodes } from '../quality/classNames';
import { realised } from '../quality/realised';
import type { FitAsk, Fitted } from './ask';
import { overTraffic } from './overTraffic';
import { scoredAnswers } from './scoredAnswers';

/** @throws Error in a sentence where there is too little to learn from */
export function fitQuality({ folder, classifier, metric, truths, rowsOfRequest, signature }: FitAsk): Promise<Fitted> {
  return overTraffic({ folder, signatures: [signature] }, ALL_TIMES, async ({ connection, outputs }) => {
    const scored = await scoredAnswers(connection, 'traffic', outputs, classifier);
    if (scored === undefined) {
      throw new Error(`${classifier.model}/${classifier.version} gives no probabilities with its answers, which its quality is estimated from.`);
    }
    const code = classCodes(classifier.classes);
    const truth = Int32Array.from(scored.places, ({ id, row }) => code(truths[Number(id) * rowsOfRequest + row] ?? null));
    const known = [...truth.keys()].filter((at) => (truth[at] as number) >= 0);
    if (known.length === 0) {
      throw new Error(`None of the labels is a class of ${classifier.model}/${classifier.version}: they are ${[...new Set(truths)].slice(0, 5).join(', ')}, its classes ${classifier.classes.slice(0, 5).join(', ')}.`);
    }
    const { classes, positive } = classifier;
    const answers = { classes, predicted: scored.predicted, probabilities: scored.probabilities, truth };
    return {
      estimator: isEstimated(metric) ? fitEstimator({ ...answers, ...(positive === undefined ? {} : { positive }) }, [metric]) : null,
      rows: known.length, reference: realised(metric, { ...answers, task: 'classification', positive }).value,
    };
  });
}
