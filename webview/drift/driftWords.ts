/** What the drift page says. Pure. */
import type { DriftColumn, DriftVerdict } from '../../src/protocol/drift';
import type { Estimate, MonitoredWindow, MonitorQuality, WindowQuality } from '../../src/protocol/monitors';
import { isTooLow, qualityLimit } from '../../src/protocol/qualityLimit';
import { QUALITY_METRICS } from '../../src/protocol/qualityMetrics';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { formatExact } from '../../src/wording/formatTime';
import { columnScore, marginText, momentText, qualityNumber, windowSummary } from '../../src/wording/monitorText';
import { timeWords } from '../charts/ticks';

const DAY = 86_400_000;

/** `3 of 12` with `columns drift`; what there is instead where the window was not judged. */
export function verdictOf(window: MonitoredWindow): { readonly number: string; readonly words: string; readonly look: '' | 'worse' | 'better' } {
  if (window.state === 'too_few' || window.state === 'failed') {
    return { number: '–', words: windowSummary(window), look: '' };
  }
  const drifted = window.columns.filter((column) => column.drifted === true).length;
  const judged = window.columns.filter((column) => column.drifted !== null).length;
  return { number: `${drifted} of ${judged}`, words: judged === 1 ? 'column drifts' : 'columns drift', look: drifted > 0 ? 'worse' : 'better' };
}

/** `no (0.25 < 0.5)`: the share of drifted columns against the one from which the data set as a whole drifts. */
export function datasetText({ share, threshold, drifted }: DriftVerdict): string {
  if (share === null) {
    return 'not judged';
  }
  const sides = `${formatNumber(Number(share.toPrecision(2)))} ${share >= threshold ? '≥' : '<'} ${formatNumber(threshold)}`;
  return `${drifted === null ? 'not known' : drifted ? 'yes' : 'no'} (${sides})`;
}

/** `22 Nov 02:10 to 03:10, 1,240 rows`, by the reader's clock. */
export function windowText({ from, to, rows }: Pick<MonitoredWindow, 'from' | 'to' | 'rows'>): string {
  const [begin, end] = [formatExact(from), formatExact(to)];
  const whole = begin.endsWith(':00') && end.endsWith(':00');
  const cut = (text: string): string => (whole ? text.slice(0, -3) : text);
  return `${cut(begin)} to ${cut(begin.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end)}, ${countOf(rows, 'row')}`;
}

/** Words of moments along the timeline, Unix ms: as a clock's, and with the day where hours would come again on the next one. */
export function momentWords(moments: readonly number[]): string[] {
  const [first = 0, second = 0] = moments;
  return second - first < DAY && (moments.at(-1) ?? 0) - first >= DAY ? moments.map((moment) => formatExact(moment).slice(5, 16)) : timeWords(moments);
}

/** `0.714` */
export function threeDigits(value: number): string {
  return formatNumber(Number(value.toPrecision(3)));
}

/** `0.31 > 0.1`; its method stands in a column of its own. */
export function scoreText(column: DriftColumn): string {
  return column.method === null || column.score === null ? '–' : columnScore(column).slice(driftMethodText(column.method).short.length + 1);
}

/** `drifting since 02:10, new category "family+"` @param now Unix ms */
export function columnState({ drifted, reason, new_categories: fresh, score }: Pick<DriftColumn, 'drifted' | 'reason' | 'new_categories' | 'score'>, since: number | undefined, now: number): string {
  if (drifted === null || score === null) {
    return reason === undefined ? 'not judged' : `not judged: ${reason}`;
  }
  const [example] = fresh?.examples ?? [];
  return [drifted ? since === undefined ? 'drifting' : `drifting since ${momentText(since, now)}` : reason === undefined ? 'no drift' : 'no drift beyond chance', ...(example === undefined ? [] : [`new category "${example}"`])].join(', ');
}

/** `0.862 ± 0.02`; without a margin where chance leaves none. */
export function estimateText(estimate: Estimate): string {
  return estimate.low === estimate.high ? qualityNumber(estimate.value) : `${qualityNumber(estimate.value)} ${marginText(estimate)}`;
}

export interface QualityHeadline { readonly side: 'estimated' | 'realised'; readonly estimate: Estimate; /** worse than it may be */ readonly lost: boolean; readonly against: string }

/** What is known of the window's quality, each with what it is held against: `below the limit 0.840 · 0.940 on the reference`, `229 labels`. The reference is said once. */
export function qualityHeadlines(quality: WindowQuality, options: MonitorQuality | undefined): QualityHeadline[] {
  const known = (['estimated', 'realised'] as const).flatMap((side) => (quality[side] === null ? [] : [{ side, estimate: quality[side], lost: isTooLow(quality, side, options) }]));
  const limit = qualityLimit(quality, options);
  const beyond = QUALITY_METRICS[quality.metric].better === 'higher' ? 'below' : 'above';
  return known.map((one, index) => ({
    ...one,
    against: [
      ...(one.side === 'realised' ? [countOf(quality.labelled, 'label')] : []),
      ...(one.lost && limit !== undefined ? [`${beyond} the limit ${qualityNumber(limit)}`] : []),
      ...(index === 0 && quality.reference !== null ? [`${qualityNumber(quality.reference)} on the reference`] : []),
    ].join(' · '),
  }));
}

/** Why no quality is shown, and what to do about it. */
export function noQualityText(quality: WindowQuality | null): string {
  const estimated = quality?.estimated_reason;
  const labels = quality === null || quality.labelled === 0 ? 'No label has come for its requests.' : `${countOf(quality.labelled, 'label')} came, too few to say something.`;
  return `How good the answers are is not known. ${labels} ${estimated ?? 'Nothing estimates it: name a file with true answers as quality.data and quality.label in slipway.yaml.'} Send truths to the deployment's feedback address, and quality stands here.`;
}

/** A share in percent: `0.4 %`, `12 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${formatNumber(Number(value.toPrecision(value >= 10 ? 3 : 2)))} %`;
}
