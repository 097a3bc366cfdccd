/** A monitor or a policy in a slipway.yaml: all else stays as it was written, and what is written is what is read. */
import { expect, it } from 'vitest';
import type { MonitorOptions } from '../../../src/protocol/monitors';
import type { RetrainPolicy } from '../../../src/protocol/retraining';
import { NotWritten } from '../../../src/projectFile/addLines';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { withMonitor, withPolicy } from '../../../src/projectFile/writeMonitor';

const OPTIONS: MonitorOptions = { deployment: 'churn-api', reference: 'data/train: 1.csv', quality: { data: 'test.csv', label: 'churn' }, window: { every: '1h' } };

it.each([
  ['an empty file', ''],
  ['a file with other sections', '# ours\ntrain:\n  fit: { command: python fit.py } # slow\n'],
  ['a file with a monitor', 'monitors:\n  # night shift\n  other:\n    deployment: other # why\n\ntrain:\n  fit: { command: python fit.py }\n'],
  ['a file with an empty section', 'monitors:\ntrain:\n  fit: { command: python fit.py }\n'],
])('is added to %s', (_, text) => {
  const written = withMonitor(text, 'churn-api', OPTIONS);
  const { file, problems } = parseProjectFile(written);
  expect(problems).toEqual([]);
  expect(file?.monitors?.['churn-api']).toEqual(OPTIONS);
  expect(text.split('\n').filter((line) => !written.includes(line))).toEqual([]);
  expect(withMonitor(written, 'churn-api', { deployment: 'another' })).toBe(written);
});

it.each([['brackets', 'monitors: { other: { deployment: other } }\n'], ['a fault', 'monitors: [\n']])('is not written into %s', (_, text) => {
  expect(() => withMonitor(text, 'churn-api', OPTIONS)).toThrow(NotWritten);
});

it('has a policy below its monitor, behind policies that are there', () => {
  const policy: RetrainPolicy = { monitor: 'churn-api', train: 'fit', arguments: '--labelled {labelled}', approve: true };
  const first = withPolicy(withMonitor('train:\n  fit: { command: python fit.py } # slow\n', 'churn-api', OPTIONS), 'churn-api', policy);
  const written = withPolicy(first, 'by-hand', { ...policy, on: [] });
  const { file, problems } = parseProjectFile(written);
  expect(problems).toEqual([]);
  expect(file?.retrain).toEqual({ 'churn-api': policy, 'by-hand': { ...policy, on: [] } });
  expect(written).toContain("retrain:\n  churn-api:\n    monitor: churn-api\n    train: fit\n");
  expect(withPolicy(written, 'churn-api', { monitor: 'other', train: 'other' })).toBe(written);
});
