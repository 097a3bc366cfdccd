/** What a window is said to be, from what was computed of it. Pure. */
import type { Estimate, MonitoredWindow, MonitorOptions, MonitorReference, WindowQuality, WindowState } from '../../protocol/monitors';
import { isUnfair } from '../../protocol/fairnessLimit';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import { isTooLow } from '../../protocol/qualityLimit';
import { metricOf, QUALITY_METRICS } from '../../protocol/qualityMetrics';
import type { Task } from '../serving/traffic/task';
import type { Realised } from './quality/realised';
import { BAND_ERRORS } from './quality/samplingError';
import type { TimeSpan } from './windows';
import type { Judgement } from './worker/ask';
import type { VersionRows } from './worker/versionRows';

export interface Computed extends Judgement {
  readonly span: TimeSpan;
  readonly reference: MonitorReference;
  /** what the versions that answered predict; undefined: their answers say */
  readonly task: Task | undefined;
  /** of the reference; null: it is not known */
  readonly referenceQuality: number | null;
  readonly estimatedReason?: string;
  /** whether more was asked of the answers than how many of them are right */
  readonly asked?: boolean;
}

/** @param now Unix ms */
export function windowFound({ span, rows, columns, dataset, versions, violations, answers, reference, fairness, ...computed }: Computed, options: MonitorOptions, now: number): MonitoredWindow {
  const least = options.minimum_rows ?? MONITOR_DEFAULTS.minimum_rows;
  const quality = qualityOf(versions, computed, options);
  const base = { ...span, rows, reference, quality, versions: versions.map(({ model, version, rows: answered }) => ({ model, version, rows: answered })), computed_at: now };
  if (rows < least) {
    return { ...base, state: 'too_few', reason: rows === 0 ? 'Nothing was answered in it.' : `It has ${rows} rows; ${least} are needed to judge it.`, columns: [], dataset: null };
  }
  const more = { ...(violations === undefined ? {} : { violations }), ...(fairness === undefined ? {} : { fairness }), ...(answers === undefined ? {} : { answers }) };
  const state = stateOf({ columns, dataset, quality, ...more }, options);
  return { ...base, ...more, state, reason: state === 'failed' ? 'No column of the traffic could be compared with the reference.' : null, columns, dataset };
}

/** @returns the window with what became known of it since */
export function withKnown(window: MonitoredWindow, known: Partial<Pick<MonitoredWindow, 'quality' | 'fairness' | 'answers' | 'multivariate'>>, options: MonitorOptions): MonitoredWindow {
  const found = { ...window, ...known };
  return { ...found, state: window.state === 'too_few' || window.state === 'failed' ? window.state : stateOf(found, options) };
}

/** @returns the window with what became known of its answers since */
export function withLabels(window: MonitoredWindow, known: Pick<MonitoredWindow, 'quality' | 'fairness'>, options: MonitorOptions, now: number): MonitoredWindow {
  return { ...withKnown(window, known, options), computed_at: now };
}

/** What is known of the labels of a window beside what `versions` says. */
type KnownQuality = Pick<Computed, 'task' | 'referenceQuality' | 'estimated' | 'estimatedReason' | 'asked' | 'realised'>;

/** The band of accuracy is that of a share of independent answers, ± 3 √(a(1 − a)/n), as wide as that of the estimate; that of rmse is told by the spread of squared errors. */
export function qualityOf(versions: readonly VersionRows[], { task, referenceQuality, estimated, estimatedReason, asked, realised: counted }: KnownQuality, options: MonitorOptions): WindowQuality | null {
  const wanted = options.quality?.metric;
  const metric = metricOf(task ?? (versions.some(({ fractions }) => fractions) ? 'regression' : 'classification'), wanted);
  const labelled = versions.reduce((sum, one) => sum + one.labelled, 0);
  const least = options.quality?.min_labels ?? MONITOR_DEFAULTS.min_labels;
  // Whoever asks for the F1 of numbers is told that there is none.
  const reason = estimatedReason ?? (wanted === undefined || metric === wanted ? undefined : `quality.metric is ${wanted}, which is none of ${QUALITY_METRICS[metric].task === 'regression' ? 'numbers' : 'classes'}: ${metric} is told in its place.`);
  if (labelled === 0 && estimated === null && referenceQuality === null && reason === undefined) {
    return null;
  }
  const realised = labelled < least ? null : metric === 'accuracy' ? accuracyOf(versions, labelled) : metric === 'rmse' ? rmseOf(versions, labelled) : estimateOf(counted);
  return { metric, reference: referenceQuality, estimated, realised, labelled, ...(reason === undefined ? {} : { estimated_reason: reason }), ...(asked === true ? { truths: truthsOf(versions) } : {}) };
}

/** Tells one set of truths from another; empty without any. */
export function truthsOf(versions: readonly VersionRows[]): string {
  return versions.flatMap(({ truths }) => truths ?? []).join();
}

function estimateOf(counted: Realised | undefined): Estimate | null {
  return counted === undefined || counted.value === null ? null : { value: counted.value, low: counted.low ?? counted.value, high: counted.high ?? counted.value };
}

function stateOf({ columns, dataset, quality, fairness, violations = [], answers = [], multivariate }: Pick<MonitoredWindow, 'columns' | 'dataset' | 'quality' | 'fairness' | 'violations' | 'answers' | 'multivariate'>, options: MonitorOptions): WindowState {
  if (isTooLow(quality, 'estimated', options.quality) || isTooLow(quality, 'realised', options.quality) || isUnfair(fairness, options.quality) || dataset?.drifted === true) {
    return 'critical';
  }
  if (dataset === null || dataset.judged === 0) {
    return 'failed';
  }
  return violations.length > 0 || multivariate?.drifted === true || [...columns, ...answers].some(({ drifted }) => drifted === true) ? 'warning' : 'ok';
}

function accuracyOf(versions: readonly VersionRows[], labelled: number): Estimate {
  const value = versions.reduce((sum, one) => sum + (one.accuracy ?? 0) * one.labelled, 0) / labelled;
  const error = BAND_ERRORS * Math.sqrt((value * (1 - value)) / labelled);
  return { value, low: Math.max(0, value - error), high: Math.min(1, value + error) };
}

/** Its standard error, as quality/realisedError.ts has it, from means that DuckDB has taken: √(var(e²) / (4 n · mean(e²))). */
function rmseOf(versions: readonly VersionRows[], labelled: number): Estimate {
  const mean = (of: (one: VersionRows) => number): number => versions.reduce((sum, one) => sum + of(one) * one.labelled, 0) / labelled;
  const [squares, fourths] = [mean(({ rmse }) => (rmse ?? 0) ** 2), mean(({ fourth }) => fourth ?? 0)];
  const value = Math.sqrt(squares);
  const error = squares === 0 ? 0 : BAND_ERRORS * Math.sqrt(Math.max(0, fourths - squares * squares) / (4 * labelled * squares));
  return { value, low: Math.max(0, value - error), high: value + error };
}
