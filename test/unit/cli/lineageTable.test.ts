/** What `slipway lineage` prints. */
import { describe, expect, it } from 'vitest';
import { lineageTable } from '../../../src/cli/lineageCommand';
import { lineage, node } from '../webview/lineage/builders';

describe('the table of lineage', () => {
  it('says each stage in order, where a node came from, what is gone and what is left out', () => {
    const answer = lineage(['run:r > version:iris/1', 'dataset:d > run:r'], [{ id: 'group:to:run:dataset:d', of: 'dataset:d', side: 'to', kind: 'run', stage: 'run', count: 9950 }]);
    const nodes = [node('run:r', { name: 'calm-fox-3', condition: 'finished', time: 0 }), node('version:iris/1', { name: 'iris/1', state: 'gone' }), node('dataset:d', { name: 'iris', detail: '1a2b' })];
    expect(lineageTable({ ...answer, focus: 'run:r', nodes }, 120_000).split('\n')).toEqual([
      '   STAGE     NAME            ABOUT  STATE     SINCE      FROM',
      '   DATA      iris            1a2b',
      '>  RUNS      calm-fox-3             finished  2 min ago  iris',
      '   RUNS      and 9,950 more',
      '   VERSIONS  iris/1                 gone                 calm-fox-3',
    ]);
  });
});
