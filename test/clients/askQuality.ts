/** For test_concept.py, test_estimation.py and test_quality.py: what Slipway's statistics of quality say, as JSON lines from stdin to stdout. */
import { createInterface } from 'node:readline';
import { type DetectorName, type DetectorState, newDetector, restoreDetector } from '../../src/engine/monitoring/concept/detectors';

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

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line) as ConceptAsk;
  process.stdout.write(`${JSON.stringify(concept(ask))}\n`);
}
