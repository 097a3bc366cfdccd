import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { referenceTable } from '../../../src/projectFile/reference';

const readme = readFileSync('README.md', 'utf8');

it('README.md tells every name that slipway.yaml can have, as the schema does', () => {
  const [, table] = /<!-- slipway\.yaml -->\n(.*?)\n<!-- end of slipway\.yaml -->/s.exec(readme) ?? [];
  expect(table).toBe(referenceTable());
});

it('the example of README.md has no fault', () => {
  const [, example] = /```yaml\n(metrics:.*?)```/s.exec(readme) ?? [];
  expect(parseProjectFile(example ?? '')).toMatchObject({ problems: [], file: { train: {}, gates: {}, deployments: {} } });
});
