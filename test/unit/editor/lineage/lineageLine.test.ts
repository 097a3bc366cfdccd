/** What a tooltip says of lineage. */
import { describe, expect, it } from 'vitest';
import { lineageLine } from '../../../../src/editor/lineage/lineageLine';
import type { LineageNode } from '../../../../src/protocol/lineage';
import { lineage, node } from '../../webview/lineage/builders';

const CHAIN = ['dataset:1a2b3c4d5e > run:r', 'commit:3f2a91c > run:r', 'source:train.py > run:r', 'run:r > model:m', 'model:m > version:iris/3', 'version:iris/3 > alias:iris@champion'];
const NAMES: Readonly<Record<string, string>> = { 'commit:3f2a91c': '3f2a91c', 'source:train.py': 'train.py', 'version:iris/3': 'iris/3', 'alias:iris@champion': '@champion' };

function line(focus: string, edges: readonly string[], more: Readonly<Record<string, Partial<LineageNode>>> = {}): string | undefined {
  const answer = lineage(edges);
  return lineageLine({ ...answer, focus, nodes: answer.nodes.map(({ id }) => node(id, { name: NAMES[id] ?? id, ...more[id] })) })?.replaceAll('\\', '');
}

describe('the line of lineage', () => {
  it('leads from the data through the code to the aliases, from a run and from a version', () => {
    const said = 'from data 1a2b3c4… · train.py @ 3f2a91c → iris/3 @champion';
    expect([line('run:r', CHAIN), line('version:iris/3', CHAIN)]).toEqual([said, said]);
  });

  it('leaves out what is not recorded, and says nothing of code alone', () => {
    expect(line('run:r', CHAIN.slice(3))).toBe('→ iris/3 @champion');
    expect(line('run:r', CHAIN.slice(0, 1))).toBe('from data 1a2b3c4…');
    expect(line('run:r', CHAIN.slice(1, 3))).toBeUndefined();
  });

  it('counts what would be too long, and passes over versions that are gone', () => {
    const versions = [1, 2, 3, 4].map((version) => `model:m > version:v/${version}`);
    expect(line('run:r', ['run:r > model:m', ...versions], { 'version:v/1': { state: 'gone' } })).toBe('→ version:v/2, version:v/3 and 1 more');
  });

  it('escapes what would become Markdown', () => {
    const answer = lineage(['run:r > version:a']);
    expect(lineageLine({ ...answer, focus: 'run:r', nodes: [node('run:r'), node('version:a', { name: '[x](http://x)' })] })).toBe(String.raw`→ \[x\]\(http://x\)`);
  });
});
