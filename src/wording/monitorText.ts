/** What a monitor found, in a few words: in the side bar, in the status bar and on the command line. */
import type { DriftColumn } from '../protocol/drift';
import { widthOf } from '../protocol/fairnessLimit';
import type { Alert, AlertKind, AnswerColumn, DriftBeside, Estimate, Monitor, MonitoredWindow, MonitorReference, MultivariateDrift, WindowFairness, WindowQuality } from '../protocol/monitors';
import { driftMethodText } from './driftMethodText';
import { formatNumber } from './formatNumber';
import { formatExact } from './formatTime';

/** `drift: 3 of 12 columns`, `accuracy 0.74 estimated`, `no drift`, or what it waits for. */
export function monitorSummary({ state, problem, stage, alerts, last }: Monitor): string {
  if (state === 'stopped') {
    return 'stopped';
  }
  if (problem !== null) {
    return problem;
  }
  if (alerts.length > 0) {
    return worstFirst(alerts).map((alert) => alertSummary(alert, last)).join(' · ');
  }
  return last === null ? stage ?? 'no window is over yet' : windowSummary(last);
}

/** What has come true says more than what is estimated, and wrong answers more than other inputs. */
const CONCERN: readonly AlertKind[] = ['realised_quality', 'estimated_quality', 'concept', 'fairness', 'drift', 'data'];

/** Critical ones first, and of these what harms most. */
export function worstFirst<Some extends Pick<Alert, 'kind' | 'level'>>(alerts: readonly Some[]): Some[] {
  const rank = ({ kind, level }: Some): number => (level === 'critical' ? 0 : CONCERN.length) + CONCERN.indexOf(kind);
  return alerts.toSorted((a, b) => rank(a) - rank(b));
}

/** `drift: 3 of 12 columns, predictions` */
export function alertSummary({ kind, columns, beside = [], text }: Alert, last: MonitoredWindow | null): string {
  if (kind === 'drift') {
    const counted = columns.length === 0 && beside.length > 0 ? [] : [`${columns.length} of ${Math.max(last?.columns.length ?? 0, columns.length)} columns`];
    return `drift: ${[...counted, ...beside.map((what) => BESIDE[what])].join(', ')}`;
  }
  if (kind === 'data') {
    return `schema: ${columns.length === 1 ? `${columns[0]} breaks it` : `${columns.length} columns break it`}`;
  }
  if (kind === 'concept') {
    return 'errors have risen';
  }
  if (kind === 'fairness') {
    return `fairness: ${columns.join(', ')}`;
  }
  const side = kind === 'estimated_quality' ? 'estimated' : 'realised';
  const value = last?.quality?.[side]?.value;
  return value === undefined ? text : `${last?.quality?.metric ?? ''} ${qualityNumber(value)} ${side}`;
}

/** Said of what drifts beside single inputs. */
export const BESIDE: Readonly<Record<DriftBeside, string>> = { prediction: 'predictions', target: 'truths', multivariate: 'columns together' };

/** `no drift`, `2 of 12 columns drift · predictions drift`, `37 rows, too few`, `could not be judged` */
export function windowSummary({ state, rows, columns, answers = [], multivariate, violations = [], reason }: MonitoredWindow): string {
  const drifted = columns.filter((column) => column.drifted === true).length;
  const beside = [...answers.filter((column) => column.drifted === true).map(({ role }) => role), ...(multivariate?.drifted === true ? ['multivariate' as const] : [])].map((what) => `${BESIDE[what]} drift`);
  switch (state) {
    case 'too_few': return rows === 0 ? 'no traffic' : `${rows} rows, too few`;
    case 'failed': return reason ?? 'could not be judged';
    default: return `${[...(drifted === 0 ? [] : [`${drifted} of ${columns.length} columns drift`]), ...beside].join(' · ') || 'no drift'}${violations.length === 0 ? '' : ` · ${violations.length} ${violations.length === 1 ? 'rule' : 'rules'} of the schema broken`}`;
  }
}

/** `accuracy 0.91 estimated · 0.88 on 310 labels`; empty where nothing is known. */
export function qualitySummary(quality: WindowQuality | null): string {
  if (quality === null) {
    return '';
  }
  const parts = [
    ...(quality.estimated === null ? [] : [`${qualityNumber(quality.estimated.value)} estimated`]),
    ...(quality.realised === null ? [] : [`${qualityNumber(quality.realised.value)} on ${quality.labelled} labels`]),
  ];
  return parts.length === 0 ? '' : `${quality.metric} ${parts.join(' · ')}`;
}

/** `sex 0.21 apart`, by the rate that lies furthest apart; why nothing is said of groups; empty where nobody asked. */
export function fairnessSummary(fairness: WindowFairness | undefined): string {
  if (fairness === undefined) {
    return '';
  }
  const widest = Math.max(...fairness.gaps.map(widthOf));
  return fairness.reason ?? `${fairness.column} ${fairness.gaps.length === 0 ? 'has no two groups that are large enough' : `${qualityNumber(widest)} apart`}`;
}

/** Three digits, as accuracies are read. */
export function qualityNumber(value: number): string {
  return value >= 0 && value <= 1 ? value.toFixed(3) : String(Number(value.toPrecision(4)));
}

/** `W norm 0.31 > 0.1`, `p 0.0004`, or why it is not judged. */
export function columnScore({ method, score, threshold, measure, reason }: DriftColumn): string {
  if (method === null || score === null) {
    return reason ?? 'not judged';
  }
  const value = formatNumber(Number(score.toPrecision(3)));
  const limit = threshold === null ? '' : `${score > threshold ? ' > ' : score < threshold ? ' < ' : ' = '}${formatNumber(Number(threshold.toPrecision(3)))}`;
  return `${driftMethodText(method).short} ${measure === 'p-value' ? 'p ' : ''}${value}${limit}`;
}

/** `predictions: χ² p 0.0004 < 0.05, against the label column species of train.csv`, or why they are not judged. */
export function answerText(column: AnswerColumn): string {
  return `${BESIDE[column.role]}: ${columnScore(column)}${column.against === '' || column.score === null ? '' : `, against ${column.against}`}`;
}

/** What learns, and what its value is. */
export const LEARNED: Readonly<Record<MultivariateDrift['method'], string>> = { 'domain-classifier': 'domain classifier, ROC-AUC', pca: 'PCA, reconstruction error' };

/** `columns together: domain classifier, ROC-AUC 0.71, beyond 0.45 to 0.65`, or why it is not available. */
export function multivariateText({ method, value, lower, upper, drifted, reason }: MultivariateDrift): string {
  const number = (of: number | null): string => (of === null ? '…' : formatNumber(Number(of.toPrecision(3))));
  return `${BESIDE.multivariate}: ${value === null ? `not available. ${reason ?? ''}` : `${LEARNED[method]} ${number(value)}, ${drifted === true ? 'beyond' : 'within'} ${number(lower)} to ${number(upper)}`}`;
}

/** How far beyond its threshold a column is: 1 at it, more the worse, whichever way the method counts; null where it is not judged. */
export function severityOf({ score, threshold, measure }: Pick<DriftColumn, 'score' | 'threshold' | 'measure'>): number | null {
  if (score === null || threshold === null) {
    return null;
  }
  // Orders of magnitude say how sure a p-value is.
  return measure === 'p-value' ? Math.log10(Math.max(score, Number.MIN_VALUE)) / Math.log10(Math.max(Math.min(threshold, 0.999), Number.MIN_VALUE)) : threshold === 0 ? score : score / threshold;
}

/** Drifted ones first, then by how far they are beyond their thresholds; those that are not judged last. */
export function byConcern(columns: readonly DriftColumn[]): DriftColumn[] {
  return columns.toSorted((a, b) => Number(b.drifted === true) - Number(a.drifted === true) || (severityOf(b) ?? -1) - (severityOf(a) ?? -1) || a.name.localeCompare(b.name));
}

/** `± 0.02`, half of what lies between its ends. */
export function marginText({ low, high }: Estimate): string {
  return `± ${formatNumber(Number(((high - low) / 2).toPrecision(2)))}`;
}

/** `02:10` of today, else with its date; the reader's time zone. */
export function momentText(time: number, now: number): string {
  const [exact, today] = [formatExact(time), formatExact(now)];
  return exact.slice(0, 10) === today.slice(0, 10) ? exact.slice(11, 16) : exact.slice(0, 16);
}

/** What a window is compared with. A baseline is the traffic's own beginning, and never called training data. */
export function referenceText({ kind, name, rows, reason }: MonitorReference): string {
  const count = `${rows.toLocaleString('en-US')} rows`;
  return { file: `${name} (${count})`, dataset: `${name}, logged by the champion's run (${count})`, baseline: `${name.startsWith('baseline') ? name : `baseline: ${name}`}${reason === undefined ? '' : ` (${reason.replace(/\.$/, '')})`}` }[kind];
}

/** The column's drift alert that stands; undefined where there is none. */
export function driftAlertOf(alerts: readonly Alert[], column: string): Alert | undefined {
  return alerts.find(({ kind, columns, state }) => kind === 'drift' && state !== 'closed' && columns.includes(column));
}

/** `churn-api drift`, of what a person has to see to; `and 2 more` behind it. Undefined where nothing is open. */
export function openAlertsText(alerts: readonly Pick<Alert, 'monitor' | 'kind' | 'level'>[]): string | undefined {
  const [worst] = worstFirst(alerts);
  return worst === undefined ? undefined : `${worst.monitor} ${worst.kind === 'drift' || worst.kind === 'fairness' ? worst.kind : 'quality'}${alerts.length > 1 ? ` and ${alerts.length - 1} more` : ''}`;
}
