/** What the drift page makes of windows: histories, the timeline, words, and the file of a report. */
import { describe, expect, it } from 'vitest';
import { columnHistories } from '../../../../webview/drift/columnHistory';
import { columnState, datasetText, estimateText, momentWords, noQualityText, qualityHeadlines, verdictOf } from '../../../../webview/drift/driftWords';
import { sparkPath, stepPath } from '../../../../webview/drift/drawnPaths';
import { groupGaps } from '../../../../webview/drift/groupGaps';
import { reportPage } from '../../../../webview/drift/reportPage';
import { runsOf, timelineOf } from '../../../../webview/drift/timelineModel';
import { alert, answers, column, learned, monitoredWindow, NOW } from '../../editor/monitoring/builders';

const HOUR = 3_600_000;
const windowAt = (hour: number, more: Parameters<typeof monitoredWindow>[0] = {}): ReturnType<typeof monitoredWindow> => monitoredWindow({ from: NOW + (hour - 1) * HOUR, to: NOW + hour * HOUR, ...more });

describe('the history of a column', () => {
  const windows = [
    windowAt(0, { columns: [column('age', 0.05, false)] }), windowAt(1, { columns: [column('age', 0.2, true)] }), windowAt(2, { columns: [], state: 'too_few' }),
    windowAt(3, { columns: [column('age', 0.3, true), column('late', 0.1, false)] }),
  ];

  it('has a point for each window, and none where nothing was judged', () => {
    expect(columnHistories(windows).get('age')?.points.map(({ severity }) => severity === null ? null : Number(severity.toFixed(9)))).toEqual([0.5, 2, null, 3]);
    expect(columnHistories(windows).get('late')?.points.map(({ severity }) => severity)).toEqual([null, null, null, 1]);
  });

  it('drifts since the first window without one between that does not', () => {
    expect(columnHistories(windows).get('age')?.since).toBe(NOW + HOUR);
    expect(columnHistories(windows.slice(0, 1)).get('age')?.since).toBeUndefined();
    expect(columnHistories([...windows, windowAt(4, { columns: [column('age', 0.01, false)] })]).get('age')?.since).toBeUndefined();
  });

  it('measures p-values by how small they are', () => {
    const points = columnHistories([windowAt(0, { columns: [column('plan', 0.0025, true, { measure: 'p-value', threshold: 0.05 }), column('none', 0, true, { measure: 'p-value', threshold: 0.05 })] })]);
    expect(points.get('plan')?.points[0]?.severity).toBeCloseTo(2, 9);
    expect(points.get('none')?.points[0]?.severity).toBeGreaterThan(100);
  });

  it('is drawn with gaps, within its frame, the threshold in sight', () => {
    const { path, threshold, dots } = sparkPath([{ severity: 0.5, drifted: false }, { severity: null, drifted: false }, { severity: 300, drifted: true }], 100, 20, 2);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(dots.every(({ x, y }) => x >= 0 && x <= 100 && y >= 0 && y <= 20)).toBe(true);
    expect(threshold).toBeGreaterThan(2);
    expect(sparkPath([], 100, 20, 2).path).toBe('');
  });
});

describe('the quality of a window', () => {
  const quality = { metric: 'accuracy', reference: 0.94, estimated: { value: 0.748, low: 0.7, high: 0.79 }, realised: { value: 0.901, low: 0.85, high: 0.95 }, labelled: 1229 } as const;
  const said = (...of: Parameters<typeof qualityHeadlines>): string[] => qualityHeadlines(...of).map(({ side, lost, against }) => `${side}${lost ? ' lost' : ''}: ${against}`);

  it('says which side is beyond the limit, and what it is held against, once', () => {
    expect(said(quality, undefined)).toEqual(['estimated lost: below the limit 0.890 · 0.940 on the reference', 'realised: 1,229 labels']);
    expect(said(quality, { min: 0.92 })).toEqual(['estimated lost: below the limit 0.920 · 0.940 on the reference', 'realised lost: 1,229 labels · below the limit 0.920']);
    expect(said({ ...quality, estimated: null, labelled: 1 }, undefined)).toEqual(['realised: 1 label · 0.940 on the reference']);
    expect(said({ ...quality, estimated: null, reference: null }, undefined)).toEqual(['realised: 1,229 labels']);
  });

  it('is lost above the limit where less is better', () => {
    expect(said({ ...quality, metric: 'rmse', reference: 0.6, realised: null }, undefined)).toEqual(['estimated lost: above the limit 0.720 · 0.600 on the reference']);
  });
});

describe('groups', () => {
  const fairness = (selection: number, chance: number, odds: number | null): NonNullable<Parameters<typeof monitoredWindow>[0]>['fairness'] => ({
    column: 'sex', positive: 'yes', groups: [], measures: { demographic_parity_difference: selection, demographic_parity_ratio: 0.5, equalized_odds_difference: odds, equalized_odds_ratio: null },
    gaps: [{ rate: 'selection', most: { group: 'M', value: 0.4 + selection }, least: { group: 'F', value: 0.4 }, chance }, ...(odds === null ? [] : [{ rate: 'false_positive' as const, most: { group: 'F', value: odds }, least: { group: 'M', value: 0 }, chance: 0.01 }])],
  });

  it('lie apart by what the limit is, window by window, and by more than chance', () => {
    const windows = [windowAt(0), windowAt(1, { fairness: fairness(0.05, 0.02, null) }), windowAt(2, { fairness: fairness(0.2, 0.02, null) })];
    const [all, odds] = groupGaps(windows, { group: 'sex' });
    expect(all).toMatchObject({ value: 0.2, limit: 0.1, tooWide: true, words: 'M 60 %, F 40 %' });
    expect(all?.points.map(({ severity, drifted }) => [severity, drifted])).toEqual([[null, false], [0.5, false], [2, true]]);
    expect(odds).toMatchObject({ value: null, tooWide: false, words: 'its labels have not come' });
    expect(groupGaps([windowAt(0, { fairness: fairness(0.2, 0.3, 0.5) })], { group: 'sex' }).map(({ words, tooWide }) => [words, tooWide])).toEqual([['M 60 %, F 40 %: no more than chance makes of so few rows', false], ['F 50 %, M 0 % where it is not', true]]);
    expect(groupGaps(windows, { group: 'sex', measure: 'equalized_odds_difference' })).toHaveLength(1);
  });
});

describe('the timeline', () => {
  const quality = { metric: 'accuracy', reference: 0.94, estimated: { value: 0.9, low: 0.88, high: 0.92 }, realised: null, labelled: 0 } as const;

  it('has an axis over all that it shows, limit and reference too', () => {
    const model = timelineOf([windowAt(0, { quality }), windowAt(1)], [alert({ since: NOW + HOUR })], undefined);
    expect(model.limit).toBeCloseTo(0.89, 9);
    expect(model.span?.[0]).toBeLessThan(0.88);
    expect(model.span?.[1]).toBeGreaterThan(0.94);
    expect([...model.flags.keys()]).toEqual([1]);
  });

  it('has none where no quality is known, and still says what drifts', () => {
    const model = timelineOf([windowAt(0), windowAt(1, { state: 'too_few', dataset: null, columns: [] })], [], undefined);
    expect(model.span).toBeUndefined();
    expect(model.drifted).toEqual([2 / 3, null]);
  });

  it('marks windows in which something drifts beside columns', () => {
    expect(timelineOf([windowAt(0), windowAt(1, { answers: [answers('prediction', 0.001, true)] }), windowAt(2, { multivariate: learned(0.5, false) })], [], undefined).beside).toEqual([false, true, false]);
  });

  it('shows one stripe for windows in a row of one version; a silent one breaks none', () => {
    const by = (version: string): { readonly versions: { model: string; version: string; rows: number }[] } => ({ versions: [{ model: 'churn', version, rows: 10 }] });
    expect(timelineOf([windowAt(0, by('7')), windowAt(1, { versions: [] }), windowAt(2, by('7')), windowAt(3, by('8'))], [], undefined).stripes).toEqual([{ from: 0, to: 3, name: 'v7' }, { from: 3, to: 4, name: 'v8' }]);
  });

  it('breaks lines where nothing is known', () => {
    expect(runsOf([1, null, 2, 3]).map((run) => run.map(({ at }) => at))).toEqual([[0], [2, 3]]);
  });
});

describe('the words', () => {
  it('name the day of a moment where its hour comes again on the next one', () => {
    const begin = new Date(2026, 10, 18, 20).getTime();
    expect(momentWords([begin, begin + 2 * HOUR, begin + 3 * HOUR])).toEqual(['20:00', '22:00', '23:00']);
    expect(momentWords([begin, begin + 23 * HOUR, begin + 46 * HOUR])).toEqual(['11-18 20:00', '11-19 19:00', '11-20 18:00']);
    expect(momentWords([begin, begin + 24 * HOUR])).toEqual(['2026-11-18', '2026-11-19']);
  });

  it('are about columns that were judged', () => {
    expect(verdictOf(windowAt(0))).toEqual({ number: '2 of 3', words: 'columns drift', look: 'worse' });
    expect(verdictOf(windowAt(0, { columns: [column('a', null, null), column('b', 0.01, false)] }))).toEqual({ number: '0 of 1', words: 'column drifts', look: 'better' });
    expect(verdictOf(windowAt(0, { state: 'too_few', rows: 37, columns: [] }))).toEqual({ number: '–', words: '37 rows, too few', look: '' });
  });

  it('say the data set\'s verdict with its numbers', () => {
    expect(datasetText({ share: 0.25, threshold: 0.5, drifted: false, judged: 12, drifted_columns: 3 })).toBe('no (0.25 < 0.5)');
    expect(datasetText({ share: 0.75, threshold: 0.5, drifted: true, judged: 12, drifted_columns: 9 })).toBe('yes (0.75 ≥ 0.5)');
    expect(datasetText({ share: null, threshold: 0.5, drifted: null, judged: 0, drifted_columns: 0 })).toBe('not judged');
  });

  it('say since when, what is new, and why something was not judged', () => {
    expect(columnState(column('plan', 0.3, true, { new_categories: { count: 1, share: 0.1, examples: ['family+'] } }), NOW - HOUR, NOW)).toBe('drifting since 08:30, new category "family+"');
    expect(columnState(column('plan', null, null, { reason: 'it has no values' }), undefined, NOW)).toBe('not judged: it has no values');
  });

  it('know no margin where none is told', () => {
    expect(estimateText({ value: 0.862, low: 0.842, high: 0.882 })).toBe('0.862 ± 0.02');
    expect(estimateText({ value: 3.25, low: 3.25, high: 3.25 })).toBe('3.25');
    expect(noQualityText(null)).toContain('No label has come');
  });
});

it('outlines a histogram with a step for each bin', () => {
  expect(stepPath([0, 1, 2], [0.5, 1], (value) => value * 10, (share) => 10 - share * 10)).toBe('M0.0 5.0H10.0L10.0 0.0H20.0');
});

it('makes a report that fetches and runs nothing, whatever the monitor is called', () => {
  const page = reportPage('<b>"x"', '<main></main>');
  expect(page).toContain('<title>&lt;b&gt;');
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|https?:\/\//);
});
