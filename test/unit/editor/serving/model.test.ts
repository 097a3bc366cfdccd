import { expect, test } from 'vitest';
import { armItem, decisionsAfter, deploymentFacts, deploymentItem } from '../../../../src/editor/serving/model';
import type { ArmChange } from '../../../../src/protocol/deployments';
import { armOf, deploymentOf } from '../../../builders/deployments';

const healthy = deploymentOf({ name: 'churn', how: 'Scored as ONNX.' });

test('a deployment says where it answers, else what it does, else why it does not', () => {
  expect(deploymentItem(healthy)).toMatchObject({ label: 'churn', description: '127.0.0.1:5050', icon: { id: 'pass-filled' }, spoken: 'Deployment churn, healthy, 127.0.0.1:5050' });
  const figures = { seconds: 10, requests: 412, failures: 0, refusals: 0, p50: 1.2, p99: 6.01 };
  expect(deploymentItem(healthy, figures).description).toBe('41 req/s · p99 6 ms');
  expect(deploymentItem(healthy, { ...figures, requests: 0, p99: null }).description).toBe('127.0.0.1:5050');
  expect(deploymentItem({ ...healthy, state: 'preparing', url: null, stage: 'converting to ONNX' })).toMatchObject({ description: 'converting to ONNX', icon: { id: 'loading~spin' } });
  expect(deploymentItem({ ...healthy, state: 'starting', url: null })).toMatchObject({ description: 'starting', spoken: 'Deployment churn, starting' });
  expect(deploymentItem({ ...healthy, state: 'starting', problem: 'Its process ended with SIGKILL.' })).toMatchObject({ description: 'Its process ended with SIGKILL.', icon: { id: 'error' } });
  expect(deploymentItem({ ...healthy, state: 'failed', url: null, problem: 'Port 80 is taken.' })).toMatchObject({ description: 'Port 80 is taken.', contextValue: 'deployment;failed;' });
});

test('an arm says which version it is, and its share', () => {
  expect(armItem(armOf({ model: 'churn', version: '9', role: 'challenger', weight: 10 }))).toMatchObject({ label: 'churn v9', description: 'challenger  10 %', spoken: 'churn version 9, challenger, 10 percent of the requests' });
  expect(armItem(armOf({ model: 'churn', version: '8', role: 'previous', weight: 0 }))).toMatchObject({ description: 'previous  kept warm', icon: { id: 'history' } });
  expect(armItem(armOf({ model: 'churn', version: '8', role: 'shadow', weight: 50 }))).toMatchObject({ description: 'shadow  50 % copied', icon: { id: 'eye' } });
  expect(armItem(armOf({ model: 'churn', version: '8', role: 'challenger', weight: 5, state: 'failed', problem: 'Its model is torn.' }))).toMatchObject({ description: 'challenger  Its model is torn.', icon: { id: 'error' } });
});

test('all that is known of a deployment', () => {
  expect(deploymentFacts(healthy)).toEqual(['healthy', 'http://127.0.0.1:5050', 'churn/7 champion, process 41', 'Scored as ONNX.']);
});

const change = (at: number, what: ArmChange['what'], by: ArmChange['by']): ArmChange => ({ at, what, by, text: `${what} at ${at}` });

test('what rules have ended since a person looked is news, newest first; steps and what people did are not', () => {
  const history = [change(1, 'rolled_back', 'rule'), change(2, 'promoted', 'rule'), change(3, 'step', 'rule'), change(4, 'rolled_back', 'person'), change(5, 'rolled_back', 'rule')];
  expect(decisionsAfter(history, 1).map(({ at }) => at)).toEqual([5, 2]);
  expect(decisionsAfter(history, 5)).toEqual([]);
});
