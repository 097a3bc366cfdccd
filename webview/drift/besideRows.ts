/** What drifts, or does not, beside single inputs: predictions, truths, and all columns together, a row each. Pure. */
import type { AnswerColumn, DriftBeside, Monitor, MonitoredWindow, MultivariateDrift } from '../../src/protocol/monitors';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { BESIDE, LEARNED } from '../../src/wording/monitorText';
import { type ColumnHistory, columnHistories, type FoundColumns } from './columnHistory';
import { columnState, scoreText, threeDigits } from './driftWords';

export interface BesideRow {
  readonly what: DriftBeside;
  /** `Predictions` */
  readonly name: string;
  /** where there is little room; `–`: none */
  readonly method: string;
  /** the whole of it, for who points at it */
  readonly methodTitle: string;
  /** `0.71 > 0.65`; `–`: it was not judged */
  readonly score: string;
  readonly drifted: boolean;
  /** `drifting since 02:10, against the label column species of train.csv` */
  readonly state: string;
  readonly history: ColumnHistory | undefined;
}

/** What is asked of a window, and what it is the last of. */
export interface BesideAsk {
  /** the one that is shown, perhaps compared once more */
  readonly window: Pick<MonitoredWindow, 'answers' | 'multivariate' | 'state'>;
  /** oldest first, up to it */
  readonly windows: readonly MonitoredWindow[];
  /** it was judged as the monitor does, and a learner is still to look at it */
  readonly awaited: boolean;
  /** Unix ms */
  readonly now: number;
}

/** None where the window says nothing of them. */
export function besideRows({ window: { answers = [], multivariate }, windows, awaited, now }: BesideAsk): BesideRow[] {
  if (answers.length === 0 && multivariate === undefined && !awaited) {
    return [];
  }
  const histories = columnHistories(windows.map(foundBeside));
  return [
    ...answers.map((answer) => answerRow(answer, histories.get(answer.role), now)),
    ...(multivariate !== undefined ? [multivariateRow(multivariate, histories.get('multivariate'), now)] : awaited ? [AWAITED] : []),
  ];
}

/** A learner was asked for and has not looked at the window yet, but will: not at one that was not judged, nor once nobody watches. */
export function isAwaited({ state, multivariate }: Pick<MonitoredWindow, 'state' | 'multivariate'>, monitor: Pick<Monitor, 'state' | 'options'>): boolean {
  const asked = monitor.options.drift?.multivariate ?? 'none';
  return monitor.state === 'watching' && asked !== 'none' && multivariate === undefined && state !== 'too_few' && state !== 'failed';
}

/** What drifts beside columns, as a headline: `predictions, columns together`. */
export function driftingBeside({ answers = [], multivariate }: Pick<MonitoredWindow, 'answers' | 'multivariate'>): string[] {
  return [...answers.filter(({ drifted }) => drifted === true).map(({ role }) => BESIDE[role]), ...(multivariate?.drifted === true ? [BESIDE.multivariate] : [])];
}

const AWAITED: BesideRow = { what: 'multivariate', name: nameOf('multivariate'), method: '–', methodTitle: '', score: '–', drifted: false, state: 'not judged yet: it is learned after all else of a window', history: undefined };

/** `Predictions` */
export function nameOf(what: DriftBeside): string {
  return `${BESIDE[what].charAt(0).toUpperCase()}${BESIDE[what].slice(1)}`;
}

function answerRow(answer: AnswerColumn, history: ColumnHistory | undefined, now: number): BesideRow {
  const { role, method, drifted, against, score } = answer;
  const known = method === null ? undefined : driftMethodText(method);
  return {
    what: role, name: nameOf(role), method: known?.short ?? '–', methodTitle: known?.title ?? '', score: scoreText(answer), drifted: drifted === true, history,
    state: `${columnState(answer, history?.since, now)}${against === '' || score === null ? '' : `, against ${against}`}`,
  };
}

/** What learns, by its score: there is room for no more. */
const SHORT: Readonly<Record<MultivariateDrift['method'], string>> = { 'domain-classifier': 'ROC-AUC', pca: 'PCA' };

function multivariateRow(found: MultivariateDrift, history: ColumnHistory | undefined, now: number): BesideRow {
  const { method, value, lower, upper, drifted, reason } = found;
  const state = value === null || drifted === null ? `not available: ${reason ?? 'nothing is known of it'}` : columnState({ drifted, score: value }, history?.since, now);
  const [limit, sign] = drifted === true && value !== null && lower !== null && value < lower ? [lower, '<'] : [upper, drifted === true ? '>' : '≤'];
  return {
    what: 'multivariate', name: nameOf('multivariate'), method: SHORT[method], methodTitle: LEARNED[method], drifted: drifted === true, state, history,
    score: value === null ? '–' : `${threeDigits(value)}${limit === null ? '' : ` ${sign} ${threeDigits(limit)}`}`,
  };
}

/** As columns, so that they have histories as columns do. */
function foundBeside({ to, answers = [], multivariate }: MonitoredWindow): FoundColumns {
  return {
    to, columns: [
      ...answers.map(({ role, score, threshold, measure, drifted }) => ({ name: role, score, threshold, measure, drifted })),
      ...(multivariate === undefined ? [] : [{ name: 'multivariate', score: beyondLimits(multivariate), threshold: 1, measure: 'distance' as const, drifted: multivariate.drifted }]),
    ],
  };
}

/** 1 at a limit, 0 in the middle of both; null: there is no value, or no limit above it. */
function beyondLimits({ method, value, lower, upper }: MultivariateDrift): number | null {
  if (value === null || upper === null) {
    return null;
  }
  const middle = method === 'domain-classifier' ? 0.5 : lower === null ? 0 : (lower + upper) / 2;
  const aside = method === 'domain-classifier' ? Math.max(0, value - middle) : Math.abs(value - middle);
  return upper === middle ? null : aside / Math.abs(upper - middle);
}
