/** For test_concept.py, test_estimation.py and test_quality.py: what Slipway's statistics of quality say, as JSON lines from stdin to stdout. */
import { createInterface } from 'node:readline';
import { type DetectorName, type DetectorState, newDetector, restoreDetector } from '../../src/engine/monitoring/concept/detectors';
import { type EstimatedMetric, estimate, type Estimator, fitEstimator, NotEstimated } from '../../src/engine/monitoring/estimation/cbpe';

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

function answer(ask: ConceptAsk | EstimationAsk): object {
  try {
    return ask.do === 'concept' ? concept(ask) : cbpe(ask);
  } catch (error) {
    if (error instanceof NotEstimated) {
      return { error: error.message };
    }
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as ConceptAsk | EstimationAsk))}\n`);
}
