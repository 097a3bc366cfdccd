// The claims of sequential tests, by what they do over many drawn runs that are looked at after every request.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { describe, expect, test } from 'vitest';
import { compareQuality, failureEvidence, halfWidth, LEAST_LABELLED } from '../../../../../src/engine/serving/rollout/sequential';

function drawer(seed: number): () => number {
  const source = xoroshiro128plus(seed);
  return () => uniformFloat64(source);
}

/** Rows of one arm that are right with a chance, as moments. */
class Labelled {
  n = 0;
  right = 0;
  add(right: boolean): void {
    this.n += 1;
    this.right += right ? 1 : 0;
  }
  get moments(): { n: number; mean: number; variance: number } {
    const mean = this.n === 0 ? 0 : this.right / this.n;
    return { n: this.n, mean, variance: this.n < 2 ? 0 : mean * (1 - mean) * this.n / (this.n - 1) };
  }
}

/** @returns the first verdict that is one, looking after every row of up to `rows`; a tenth of them come to the challenger */
function verdictOf(seed: number, champion: number, challenger: number, rows: number, errorRate = 0.05): string {
  const draw = drawer(seed);
  const [a, b] = [new Labelled(), new Labelled()];
  for (let row = 0; row < rows; row += 1) {
    if (draw() < 0.1) {
      b.add(draw() < challenger);
    } else {
      a.add(draw() < champion);
    }
    const { kind } = compareQuality(a.moments, b.moments, errorRate);
    if (kind === 'better' || kind === 'worse') {
      return kind;
    }
  }
  return 'none';
}

describe('the comparison of quality', () => {
  test('says nothing below a hundred rows of either', () => {
    expect(compareQuality({ n: 5000, mean: 0.9, variance: 0.09 }, { n: LEAST_LABELLED - 1, mean: 0.1, variance: 0.09 }, 0.05)).toEqual({ kind: 'too_few', difference: null, half_width: null, labelled: 5000 + LEAST_LABELLED - 1, error_rate: 0.05 });
    expect(compareQuality(null, null, 0.05).kind).toBe('too_few');
  });

  test.each([0.5, 0.9, 0.98])('of two arms that are right equally often (%s) hardly ever tells them apart, although every row is looked at', (chance) => {
    const wrong = Array.from({ length: 200 }, (_, seed) => verdictOf(seed + 1, chance, chance, 5000)).filter((kind) => kind !== 'none');
    // 10 are allowed on average; 19 or more would come in one of 250 draws of such a test.
    expect(wrong.length).toBeLessThan(19);
  });

  test('tells a real difference, and which way it is', () => {
    const kinds = Array.from({ length: 40 }, (_, seed) => verdictOf(seed + 1, 0.94, 0.71, 20_000));
    expect(kinds).toEqual(kinds.map(() => 'worse'));
    expect(verdictOf(7, 0.71, 0.94, 20_000)).toBe('better');
  });

  test('arms that were never wrong are not certain to be equal', () => {
    const { kind, half_width: width } = compareQuality({ n: 200, mean: 1, variance: 0 }, { n: 150, mean: 1, variance: 0 }, 0.05);
    expect(kind).toBe('open');
    expect(width).toBeGreaterThan(0.01);
  });

  test('is wider than an interval for one look, and shrinks', () => {
    const variance = (n: number): number => 0.25 / n;
    for (const n of [200, 2000, 20_000]) {
      expect(halfWidth(variance(n), n, 0.05) / (1.96 * Math.sqrt(variance(n)))).toBeGreaterThan(1.4);
    }
    expect(halfWidth(variance(20_000), 20_000, 0.05)).toBeLessThan(halfWidth(variance(2000), 2000, 0.05));
  });
});

describe('the evidence of failures', () => {
  test('equals its integral', () => {
    const [failures, tries, rate] = [3, 40, 0.05];
    let sum = 0;
    const parts = 200_000;
    for (let part = 0; part < parts; part += 1) {
      const p = rate + (1 - rate) * ((part + 0.5) / parts);
      sum += (p / rate) ** failures * ((1 - p) / (1 - rate)) ** (tries - failures) / parts;
    }
    expect(failureEvidence(failures, tries, rate)).toBeCloseTo(Math.log(sum), 6);
  });

  test('two failures of two requests are enough, one is not', () => {
    expect(failureEvidence(1, 1, 0.05)).toBeLessThan(Math.log(20));
    expect(failureEvidence(2, 2, 0.05)).toBeGreaterThan(Math.log(20));
  });

  test('at the allowed rate it is hardly ever enough, although every request is looked at', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      const draw = drawer(seed);
      let failures = 0;
      for (let tries = 1; tries <= 2000; tries += 1) {
        const failed = draw() < 0.05;
        failures += failed ? 1 : 0;
        if (failed && failureEvidence(failures, tries, 0.05) > Math.log(20)) {
          wrong += 1;
          break;
        }
      }
    }
    // 20 are the most on average.
    expect(wrong).toBeLessThan(33);
    expect(failureEvidence(0, 100_000, 0.05)).toBe(-Infinity);
  });
});
