// Promise: what a window is said of its labels is what the formulas over single rows say, however many versions answered.
import { expect, test } from 'vitest';
import { realised } from '../../../../src/engine/monitoring/quality/realised';
import { qualityOf } from '../../../../src/engine/monitoring/windowFound';
import type { VersionRows } from '../../../../src/engine/monitoring/worker/versionRows';

const TRUTH = Float64Array.from({ length: 90 }, (_, row) => row);
const PREDICTED = TRUTH.map((truth, row) => truth + Math.sin(row) * (1 + row / 30));

/** As DuckDB counts some of the rows. */
function counted(version: string, rows: readonly number[]): VersionRows {
  const squares = rows.map((row) => ((TRUTH[row] as number) - (PREDICTED[row] as number)) ** 2);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { model: 'price', version, rows: rows.length, labelled: rows.length, accuracy: 0, rmse: Math.sqrt(mean(squares)), fourth: mean(squares.map((square) => square ** 2)), fractions: true, truths: version };
}

const KNOWN = { task: 'regression', referenceQuality: null, estimated: null } as const;

test('the band of rmse is three standard errors of all labelled rows, of two versions too', () => {
  const { value, low, high } = realised('rmse', { task: 'regression', truth: TRUTH, predicted: PREDICTED });
  const all = [...TRUTH.keys()];
  for (const versions of [[counted('1', all)], [counted('1', all.slice(0, 20)), counted('2', all.slice(20))]]) {
    const found = qualityOf(versions, KNOWN, { deployment: 'price' })?.realised;
    expect(found?.value).toBeCloseTo(value as number, 10);
    expect(found?.low).toBeCloseTo(low as number, 10);
    expect(found?.high).toBeCloseTo(high as number, 10);
  }
});

test('answers that are all right have no band, and no label says nothing', () => {
  const perfect: VersionRows = { model: 'price', version: '1', rows: 40, labelled: 40, accuracy: 1, rmse: 0, fourth: 0, fractions: true, truths: '7' };
  expect(qualityOf([perfect], KNOWN, { deployment: 'price' })?.realised).toEqual({ value: 0, low: 0, high: 0 });
  expect(qualityOf([{ ...perfect, labelled: 0 }], KNOWN, { deployment: 'price' })).toBeNull();
});
