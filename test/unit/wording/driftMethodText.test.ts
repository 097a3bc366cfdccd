/** Each method that the engine knows has words for people, and none has words that does not exist. */
import { expect, it } from 'vitest';
import { METHODS } from '../../../src/engine/monitoring/drift/methods';
import { DRIFT_METHODS, driftMethodText } from '../../../src/wording/driftMethodText';

it('names each method of the engine as the engine does', () => {
  expect(DRIFT_METHODS.toSorted()).toEqual(METHODS.map(({ name }) => name).toSorted());
  expect(METHODS.filter(({ name, title }) => driftMethodText(name).title !== title)).toEqual([]);
});
