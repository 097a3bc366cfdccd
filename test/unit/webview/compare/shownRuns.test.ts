/** Where there are more runs than are read, the page says so wherever it counts them. */
import { describe, expect, it } from 'vitest';
import { shownRuns, unsentWords } from '../../../../webview/compare/shownRuns';

describe('how many runs a comparison is over', () => {
  it('is their number where all are read', () => {
    expect(shownRuns({ total: 1, unsent: 0 })).toBe('1 run');
    expect(shownRuns({ total: 20_000, unsent: 0 })).toBe('20,000 runs');
    expect(unsentWords({ total: 20_000, unsent: 0 })).toBeUndefined();
  });

  it('tells which runs are left out, and how they are reached', () => {
    expect(shownRuns({ total: 100_000, unsent: 80_000 })).toBe('newest 20,000 of 100,000 runs');
    expect(unsentWords({ total: 100_000, unsent: 80_000 })).toBe('This comparison is over the newest 20,000 of 100,000 runs; the best is the best of these. Filter to bring in the 80,000 older ones.');
    expect(unsentWords({ total: 20_001, unsent: 1 })).toContain('Filter to bring in the older one.');
  });
});
