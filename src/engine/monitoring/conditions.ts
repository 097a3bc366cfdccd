/** What the last windows say together: the rule that keeps alerts from being noise. Pure. */
import type { AlertKind, DriftBeside, MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import { isUnfair, tooWideGaps } from '../../protocol/fairnessLimit';
import { isTooLow } from '../../protocol/qualityLimit';
import { besideText, brokenText, columnsText, conceptText, fairnessText, qualityText } from './alertText';

/** Something that holds now, and of which there is to be one alert. */
export interface Condition {
  readonly kind: AlertKind;
  readonly level: 'warning' | 'critical';
  readonly text: string;
  readonly columns: readonly string[];
  /** of drift: beside columns; undefined: nothing */
  readonly beside?: readonly DriftBeside[];
  /** ends of the first and the last of the windows that say it, Unix ms */
  readonly since: number;
  readonly until: number;
}

type Judged = Pick<MonitoredWindow, 'from' | 'to' | 'state' | 'columns' | 'dataset' | 'answers' | 'multivariate' | 'quality' | 'violations' | 'concept' | 'fairness'>;

/** Windows that a condition is told from: what was not judged says neither yes nor no. @param windows oldest first */
function judged(windows: readonly Judged[], of: number, says: (window: Judged) => boolean): Judged[] {
  return windows.filter((window) => window.state !== 'too_few' && window.state !== 'failed' && says(window)).slice(-of);
}

/**
 * @param windows the latest ones, oldest first: enough of them for `of` that were judged
 * @returns at most one of each kind. It takes `least` of the last `of` windows to say the same: of single columns, of the data set, of quality
 */
export function conditionsOf(windows: readonly Judged[], options: Pick<MonitorOptions, 'alerts' | 'quality'>): Condition[] {
  const { least = MONITOR_DEFAULTS.least, of = Math.max(MONITOR_DEFAULTS.of, least) } = options.alerts ?? {};
  return [drift(windows, least, of), data(windows, least, of), concept(windows, of), fairness(windows, least, of, options), ...(['estimated', 'realised'] as const).map((side) => quality(windows, side, least, of, options))].filter((one) => one !== undefined);
}

function drift(all: readonly Judged[], least: number, of: number): Condition | undefined {
  const windows = judged(all, of, () => true);
  const last = windows.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const names = new Set(windows.flatMap(({ columns }) => columns.filter(({ drifted }) => drifted === true).map(({ name }) => name)));
  const drifting = [...names].filter((name) => windows.filter((window) => driftsIn(window, name)).length >= least);
  const beside = BESIDE.filter((what) => windows.filter((window) => besideIn(window, what)).length >= least);
  if (drifting.length + beside.length === 0) {
    return undefined;
  }
  const whole = windows.filter(({ dataset }) => dataset?.drifted === true).length >= least;
  const saying = windows.filter((window) => drifting.some((name) => driftsIn(window, name)) || beside.some((what) => besideIn(window, what)));
  const text = [...(drifting.length === 0 ? [] : [columnsText(drifting, last.columns.length, whole)]), ...(beside.length === 0 ? [] : [besideText(beside)])].join(' ');
  return {
    kind: 'drift', level: whole ? 'critical' : 'warning', columns: drifting, text, ...(beside.length === 0 ? {} : { beside }),
    since: saying[0]?.to ?? last.to, until: saying.at(-1)?.to ?? last.to,
  };
}

function data(all: readonly Judged[], least: number, of: number): Condition | undefined {
  const windows = judged(all, of, ({ violations }) => violations !== undefined);
  const rules = new Map(windows.flatMap(({ violations = [] }) => violations.map((one) => [`${one.column} ${one.rule}`, one] as const)));
  const breaks = ({ violations = [] }: Judged, rule: string): boolean => violations.some((one) => `${one.column} ${one.rule}` === rule);
  const broken = [...rules].filter(([rule]) => windows.filter((window) => breaks(window, rule)).length >= least);
  const saying = windows.filter((window) => broken.some(([rule]) => breaks(window, rule)));
  const [first, last] = [saying[0], saying.at(-1)];
  return first === undefined || last === undefined ? undefined : {
    kind: 'data', level: 'warning', columns: [...new Set(broken.flatMap(([, { column }]) => column ?? []))], text: brokenText(broken.map(([, violation]) => violation)), since: first.to, until: last.to,
  };
}

function fairness(all: readonly Judged[], least: number, of: number, { quality: asked }: Pick<MonitorOptions, 'quality'>): Condition | undefined {
  const windows = judged(all, of, ({ fairness: found }) => found !== undefined && found.gaps.length > 0);
  const unfair = windows.filter((window) => isUnfair(window.fairness, asked));
  const last = unfair.at(-1);
  const [gap] = last?.fairness === undefined ? [] : tooWideGaps(last.fairness, asked?.fairness ?? {});
  if (last?.fairness === undefined || gap === undefined || unfair.length < least) {
    return undefined;
  }
  return { kind: 'fairness', level: 'critical', columns: [last.fairness.column], text: fairnessText(last.fairness, gap, asked?.fairness?.max_difference), since: unfair[0]?.to ?? last.to, until: last.to };
}

/** A detector waits by itself until it is sure: one window is enough. */
function concept(all: readonly Judged[], of: number): Condition | undefined {
  const windows = all.filter(({ state }) => state !== 'too_few').slice(-of);
  const seen = windows.findLast((window) => window.concept !== undefined);
  return seen?.concept === undefined ? undefined : { kind: 'concept', level: 'critical', columns: [], text: conceptText(seen.concept), since: seen.to, until: windows.at(-1)?.to ?? seen.to };
}

const BESIDE: readonly DriftBeside[] = ['prediction', 'target', 'multivariate'];

function besideIn({ answers = [], multivariate }: Judged, what: DriftBeside): boolean {
  return what === 'multivariate' ? multivariate?.drifted === true : answers.some(({ role, drifted }) => role === what && drifted === true);
}

function driftsIn({ columns }: Judged, name: string): boolean {
  return columns.some((column) => column.name === name && column.drifted === true);
}

function quality(all: readonly Judged[], side: 'estimated' | 'realised', least: number, of: number, options: Pick<MonitorOptions, 'quality'>): Condition | undefined {
  const windows = judged(all, of, ({ quality: found }) => found?.[side] !== undefined && found[side] !== null);
  const low = windows.filter((window) => isTooLow(window.quality, side, options.quality));
  const last = low.at(-1);
  if (last?.quality === undefined || last.quality === null || low.length < least) {
    return undefined;
  }
  return { kind: `${side}_quality`, level: 'critical', columns: [], text: qualityText(last.quality, side), since: low[0]?.to ?? last.to, until: last.to };
}
