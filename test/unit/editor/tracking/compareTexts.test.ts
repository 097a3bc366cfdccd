/** Texts of the compare panel's host: params and environment of a run, links to views. */
import { describe, expect, it } from 'vitest';
import { environmentLines, paramsText } from '../../../../src/editor/tracking/runTexts';
import { readViewLink, viewLink } from '../../../../src/editor/tracking/viewLink';
import type { Run } from '../../../../src/protocol/mlflow';

describe('a run as text', () => {
  it('has a param to a line in the order of keys, texts of several lines as blocks', () => {
    const run = { data: { params: [{ key: 'z', value: '1' }, { key: 'a', value: 'one\ntwo' }] } } as unknown as Run;
    expect(paramsText(run)).toBe('a: |\n  one\n  two\nz: 1\n');
  });
  it('tells the environment without paths of the machine', () => {
    expect(environmentLines({ python: '3.11.7', executable: '/home/ada/.venv/bin/python', packages: { numpy: '2.1.0' } }, { command: ['python', 'train.py', '--lr', '0.1'] }))
      .toEqual(['command: python train.py --lr 0.1', 'python: 3.11.7', 'numpy==2.1.0']);
    expect(environmentLines(undefined, undefined)).toEqual([]);
  });
});

describe('a link to a view', () => {
  it.each(['best & worst / auc?', '最良 = 100 % + #1', '%26 %2526'])('names the view whatever stands in its name: %j', (name) => {
    const link = viewLink('vscode', 'slipway.slipway', '/home/ada/churn & co/.slipway', name);
    const url = new URL(link);
    expect(`${url.protocol}//${url.host}`).toBe('vscode://slipway.slipway');
    expect(readViewLink(url.pathname, decodeURIComponent(url.search.slice(1)))).toEqual({ view: name, store: '/home/ada/churn & co/.slipway' });
  });
  it('is none of ours with another path or without a view', () => {
    expect([readViewLink('/other', 'view=a'), readViewLink('/compare', 'store=a')]).toEqual([undefined, undefined]);
  });
});
