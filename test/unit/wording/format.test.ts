import { describe, expect, it } from 'vitest';
import { countOf, formatCompact, formatDelta, formatNumber } from '../../../src/wording/formatNumber';
import { formatAge, formatDuration, formatElapsed } from '../../../src/wording/formatTime';

describe('numbers have four significant digits', () => {
  it.each([
    [0.913742, '0.9137'], [0.914, '0.914'], [12.34567, '12.35'], [12345.678, '12346'], [100, '100'], [0, '0'], [1000, '1000'], [-0.5, '−0.5'],
    [0.00001234, '1.234e-5'], [1.5e12, '1.5e12'], [0.1 + 0.2, '0.3'], [0.99999, '1'],
  ])('%f reads %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('says what is no number', () => {
    expect(['NaN', 'Infinity', '-Infinity'].map((value) => formatNumber(value as 'NaN'))).toEqual(['NaN', '∞', '−∞']);
  });

  it('shows the sign of a difference', () => expect([0.012, -0.3, 0].map(formatDelta)).toEqual(['+0.012', '−0.3', '±0']));
  it('counts shortly where there is little room', () => expect([14, 9999, 12_345, 2_500_000].map(formatCompact)).toEqual(['14', '9999', '12.3k', '2.5M']));
  it('counts with the right word', () => expect([countOf(1, 'run'), countOf(12345, 'run')]).toEqual(['1 run', '12,345 runs']));
});

describe('times', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const minute = 60_000;

  it.each([[0, 'just now'], [59_000, 'just now'], [3 * minute, '3 min ago'], [150 * minute, '2 h ago'], [30 * 60 * minute, 'yesterday'], [5 * 1440 * minute, '5 days ago']])('%d ms back reads %s', (back, text) => {
    expect(formatAge(now - back, now)).toBe(text);
  });

  it('takes a clock that is ahead for now', () => expect(formatAge(now + 5000, now)).toBe('just now'));
  it.each([[400, '0.4 s'], [38_000, '38 s'], [250_000, '4 min 10 s'], [4_320_000, '1 h 12 min'], [7_200_000, '2 h'], [100 * 3_600_000, '4 d 4 h']])('%d ms last %s', (span, text) => {
    expect(formatDuration(span)).toBe(text);
  });
  it.each([[40_000, '40s'], [125_000, '2m'], [4_320_000, '1h 12m']])('%d ms beside a spinner are %s', (span, text) => expect(formatElapsed(span)).toBe(text));
});
