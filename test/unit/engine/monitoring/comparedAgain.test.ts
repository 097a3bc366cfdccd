/** What is asked of a window that is judged once more goes before what its monitor says. */
import { expect, it } from 'vitest';
import { askedOptions } from '../../../../src/engine/monitoring/comparedAgain';

const span = { from: 1, to: 2 };

it('compares as the monitor does where nothing else is asked', () => {
  expect(askedOptions('file', { method: 'psi', threshold: 0.3, column: { age: { method: 'ks' } } }, span)).toEqual({ method: 'psi', threshold: 0.3, perColumn: { age: { method: 'ks' } }, correction: 'benjamini-hochberg', beyondChance: true });
});

it('takes a method for the columns that it is for, with its own threshold', () => {
  const said = { columns: ['age', 'plan'], method: 'psi', threshold: 0.3, column: { age: { threshold: 0.9 } }, share: 0.4, correction: 'none' } as const;
  const drift = { ...said, columns: [...said.columns] };
  expect(askedOptions('file', drift, { ...span, method: 'ks' })).toEqual({ columns: ['age', 'plan'], numMethod: 'ks', share: 0.4 });
  expect(askedOptions('file', drift, { ...span, method: 'chisquare' })).toEqual({ columns: ['age', 'plan'], catMethod: 'chisquare', share: 0.4 });
  expect(askedOptions('file', drift, { ...span, method: 'hellinger', columns: ['age'], distributions: true })).toEqual({ columns: ['age'], numMethod: 'hellinger', catMethod: 'hellinger', share: 0.4, distributions: true });
});

it('asks more of a baseline, which is small, where columns are judged by chance', () => {
  expect(askedOptions('baseline', undefined, span)).toEqual({ correction: 'benjamini-hochberg', beyondChance: true, level: 0.01 });
  expect(askedOptions('baseline', { correction: 'none' }, span)).toEqual({});
});

it('knows no other methods', () => {
  expect(() => askedOptions('file', undefined, { ...span, method: 'guess' })).toThrow('There is no method "guess", only ks,');
});
