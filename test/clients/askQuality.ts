/** For test_concept.py, test_estimation.py and test_quality.py: what Slipway's statistics of quality say, as JSON lines from stdin to stdout. */
import { createInterface } from 'node:readline';
import { type DetectorName, type DetectorState, newDetector, restoreDetector } from '../../src/engine/monitoring/concept/detectors';
import { type EstimatedMetric, estimate, type Estimator, fitEstimator } from '../../src/engine/monitoring/estimation/cbpe';
import { directLoss, domainClassifier, type LearnedOptions, reconstruction } from '../../src/engine/monitoring/estimation/learnedEstimates';
import { NotEstimated } from '../../src/engine/monitoring/estimation/notEstimated';
import { groupFairness } from '../../src/engine/monitoring/quality/groupFairness';
import { realised, type RealisedMetric, type RealisedWindow } from '../../src/engine/monitoring/quality/realised';

interface ConceptAsk {
  readonly do: 'concept';
  readonly detector: DetectorName;
  readonly options: object;
  readonly values: readonly number[];
  /** the detector is stored as JSON and read again once in so many values */
  readonly restart: number;
}

function concept({ detector: name, options, values, restart }: ConceptAsk): object {
  let detector = newDetector(name, options);
  const [warnings, drifts]: [number[], number[]] = [[], []];
  for (const [index, value] of values.entries()) {
    if (index % restart === restart - 1) {
      detector = restoreDetector(JSON.parse(JSON.stringify(detector.snapshot())) as DetectorState);
    }
    const signal = detector.update(value);
    if (signal !== undefined) {
      (signal === 'drift' ? drifts : warnings).push(index);
    }
  }
  return { warnings, drifts };
}

type Column = readonly (number | null)[];
interface Table { readonly probabilities: readonly (Column | null)[]; readonly predicted: readonly number[]; readonly truth: readonly number[] }
interface EstimationAsk {
  readonly do: 'cbpe';
  readonly classes: readonly string[];
  readonly metrics: readonly EstimatedMetric[];
  readonly chunk: number;
  readonly reference: Table;
  readonly window: Table;
}

function numbers(column: Column): Float64Array {
  return Float64Array.from(column, (value) => value ?? Number.NaN);
}

function cbpe({ classes, metrics, chunk, reference, window }: EstimationAsk): object {
  const columns = ({ probabilities, predicted }: Table, from: number, to: number): { probabilities: (Float64Array | undefined)[]; predicted: Int32Array } => ({
    probabilities: probabilities.map((column) => (column === null ? undefined : numbers(column.slice(from, to)))), predicted: Int32Array.from(predicted.slice(from, to)),
  });
  const fitted = fitEstimator({ classes, ...columns(reference, 0, reference.truth.length), truth: Int32Array.from(reference.truth) }, metrics, chunk);
  const estimator = JSON.parse(JSON.stringify(fitted)) as Estimator;
  const windows = Array.from({ length: Math.ceil(window.predicted.length / chunk) }, (_, at) => estimate(estimator, columns(window, at * chunk, (at + 1) * chunk)));
  return { ...Object.fromEntries(metrics.map((metric, at) => [metric, windows.map((one) => one[at])])), calibrated: estimator.curves.map((curve) => curve !== null) };
}

/** `after`: the estimate is stopped after so many milliseconds. */
interface LearnedAsk { readonly do: 'learned'; readonly what: string; readonly options: Omit<LearnedOptions, 'signal' | 'env'>; readonly data: Parameters<typeof directLoss>[1]; readonly after?: number }

async function learned({ what, options, data, after }: LearnedAsk): Promise<object> {
  const signal = after === undefined ? new AbortController().signal : AbortSignal.timeout(after);
  const asked = { ...options, signal, env: process.env as Record<string, string> };
  const said = await (what === 'direct_loss' ? directLoss(asked, data) : what === 'domain_classifier' ? domainClassifier(asked, data) : reconstruction(asked, data)).catch((error: unknown) => {
    if (signal.aborted && error === signal.reason) {
      return { stopped: true };
    }
    throw error;
  });
  return said;
}

/** Null: a truth that has not come, or no answer. Codes of classes, the second of two being "yes", or amounts. */
interface RealisedAsk { readonly do: 'realised'; readonly metrics: readonly RealisedMetric[]; readonly classes?: readonly string[]; readonly truth: Column; readonly predicted: Column; readonly probabilities?: readonly (Column | null)[]; readonly groups?: readonly (string | null)[] }

function realisedQuality({ metrics, classes, truth, predicted, probabilities, groups }: RealisedAsk): object {
  const positive = classes?.length === 2 ? 1 : undefined;
  const codes = (column: Column): Int32Array => Int32Array.from(column, (code) => code ?? -1);
  const window: RealisedWindow = classes === undefined ? { task: 'regression', truth: numbers(truth), predicted: numbers(predicted) }
    : { task: 'classification', classes, positive, truth: codes(truth), predicted: codes(predicted), probabilities: probabilities?.map((column) => (column === null ? undefined : numbers(column))) };
  return {
    metrics: Object.fromEntries(metrics.map((metric) => [metric, realised(metric, window)])),
    fairness: groups === undefined || window.task === 'regression' ? null : groupFairness(groups.map((group, row) => ({ group: group ?? undefined, predicted: window.predicted[row] ?? -1, truth: window.truth[row] ?? -1, rows: 1 })), 1, 1),
  };
}

type Ask = ConceptAsk | EstimationAsk | LearnedAsk | RealisedAsk;

async function answer(ask: Ask): Promise<object> {
  try {
    switch (ask.do) {
      case 'concept': return concept(ask);
      case 'cbpe': return cbpe(ask);
      case 'learned': return await learned(ask);
      case 'realised': return realisedQuality(ask);
    }
  } catch (error) {
    if (error instanceof NotEstimated) {
      return { error: error.message };
    }
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Ask))}\n`);
}
