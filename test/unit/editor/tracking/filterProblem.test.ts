/** What the filter's pick says of a text that the engine cannot read. */
import { describe, expect, it } from 'vitest';
import { problemItem } from '../../../../src/editor/tracking/filterProblem';

describe('a filter that cannot be read', () => {
  it('names the position first, and leaves out the filter, which stands above', () => {
    expect(problemItem('Expected numeric value type for metric. Found the end (position 14 of the filter: metrics.auc >>>>end)'))
      .toEqual({ label: '$(error) Position 14 cannot be read', detail: 'Expected numeric value type for metric. Found the end' });
  });
  it('says nothing twice', () => {
    expect(problemItem("Invalid comparison clause. Expected ',' or ')' in the list (position 3 of the filter: (a>>>b)").detail).toBe("Expected ',' or ')' in the list");
  });
  it('keeps a sentence that points nowhere', () => {
    expect(problemItem('The filter is too long.')).toEqual({ label: '$(error) The filter cannot be read', detail: 'The filter is too long.' });
  });
});
