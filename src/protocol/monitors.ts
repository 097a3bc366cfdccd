/** Monitors: who watches the traffic of a deployment, window by window, and what they tell. `/slipway/v1/monitors`, `/slipway/v1/alerts`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { Violation } from './dataSchema';
import type { DriftColumn, DriftReport } from './drift';
import { Duration } from './duration';
import { MONITOR_DEFAULTS } from './monitorDefaults';
import type { QualityMetric } from './qualityMetrics';

const strict = { additionalProperties: false };

export const MonitorWindow = Type.Union([
  Type.Object({ rows: Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'A window ends when so many rows have been answered.' }) }, strict),
  Type.Object({ every: Type.String({ ...Duration, description: 'A window is so long: 90s, 15m, 1h, 1d. It begins at whole ones of UTC.' }) }, strict),
], { description: `How the traffic is cut. Default: every: ${MONITOR_DEFAULTS.every}.` });
export type MonitorWindow = Static<typeof MonitorWindow>;

const Threshold = Type.Number({ minimum: 0 });

export const MonitorDrift = Type.Object({
  columns: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Only these. Default: all columns that reference and traffic have.' })),
  method: Type.Optional(Type.String({ description: 'For all columns: ks, wasserstein, psi, jensenshannon, … Default: by type, distinct values and rows, as Evidently chooses.' })),
  num_method: Type.Optional(Type.String({ description: 'For columns of numbers.' })),
  cat_method: Type.Optional(Type.String({ description: 'For columns of categories.' })),
  threshold: Type.Optional(Type.Number({ minimum: 0, description: `For all columns. Default: each method's own; against a baseline, p-values below ${MONITOR_DEFAULTS.baseline_level}.` })),
  column: Type.Optional(Type.Record(Type.String(), Type.Object({ method: Type.Optional(Type.String()), threshold: Type.Optional(Threshold) }, strict), { description: 'Method and threshold of single columns; they go before all others.' })),
  correction: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('bonferroni'), Type.Literal('benjamini-hochberg')], { description: 'Of p-values, since many columns are tested at once. Default: benjamini-hochberg, so that twenty columns do not give an alert a day by chance. Distances have to be beyond chance as well, told by a test beside them, unless it is none.' })),
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description: `Share of the columns from which on the data set as a whole drifts, which is critical. Default: ${MONITOR_DEFAULTS.share}.` })),
  multivariate: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('domain-classifier'), Type.Literal('pca')], { description: 'What looks for drift of all columns together, which no column shows alone, after a window was judged: domain-classifier (a model learns to tell its rows from those of the reference) or pca (how well the reference\'s principal components describe them). NannyML learns it, in a Python 3.12 or older that has it. Default: none.' })),
}, { ...strict, description: 'How columns are compared with the reference.' });
export type MonitorDrift = Static<typeof MonitorDrift>;

export const MonitorFairness = Type.Object({
  group: Type.String({ minLength: 1, description: 'Column of the requests that holds the group, such as sex or region: at most 20 different values.' }),
  max_difference: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description: `How far the rates of two groups may lie apart. Beyond it, and beyond what chance explains, is critical. Default: ${MONITOR_DEFAULTS.max_difference}.` })),
  measure: Type.Optional(Type.Union([Type.Literal('demographic_parity_difference'), Type.Literal('equalized_odds_difference')], { description: 'Only this one is limited: how often "yes" is predicted, which needs no labels; or how often it is where "yes" is true, and where it is not. Default: both.' })),
  min_rows: Type.Optional(Type.Integer({ minimum: 1, description: `A group with fewer rows in a window is told, not judged. Default: ${MONITOR_DEFAULTS.group_rows}.` })),
}, { ...strict, description: 'How differently the groups of a column may be treated, window by window. Needs a "yes": two classes, or `positive`.' });
export type MonitorFairness = Static<typeof MonitorFairness>;

export const MonitorQuality = Type.Object({
  data: Type.Optional(Type.String({ minLength: 1, description: 'Data file with true answers, relative to slipway.yaml, of rows that the model was not trained with: the champion answers them, and from how sure it is of which of them, the accuracy of a window is estimated before its labels come. Default: reference.' })),
  label: Type.Optional(Type.String({ minLength: 1, description: 'Column of it that holds the true answer. Without one nothing is estimated.' })),
  metric: Type.Optional(Type.Union([
    Type.Literal('accuracy'), Type.Literal('balanced_accuracy'), Type.Literal('precision'), Type.Literal('recall'), Type.Literal('f1'), Type.Literal('roc_auc'), Type.Literal('log_loss'),
    Type.Literal('rmse'), Type.Literal('mae'), Type.Literal('mse'), Type.Literal('r2'),
  ], { description: 'What answers are judged by, as scikit-learn counts it: precision, recall and f1 of the "yes" of two classes, else the mean over all. Default: accuracy, for numbers rmse.' })),
  min: Type.Optional(Type.Number({ description: 'Least value of the metric; where lower is better (log_loss, rmse, mae, mse), the greatest. Beyond it, whether estimated or realised, is critical.' })),
  max_drop: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'By how much the metric may be worse than on the reference. Default: 0.05. Where lower is better: by which part of itself it may grow. Default: 0.2.' })),
  min_labels: Type.Optional(Type.Integer({ minimum: 1, description: 'Fewer labelled rows of a window say nothing. Default: 30.' })),
  positive: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()], { description: 'The answer that counts as "yes". Default: the greater of two classes.' })),
  fairness: Type.Optional(MonitorFairness),
}, { ...strict, description: 'How good its answers have to be.' });
export type MonitorQuality = Static<typeof MonitorQuality>;

export const MonitorAlerts = Type.Object({
  least: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: `Windows of the last ones that have to say it before there is an alert. Default: ${MONITOR_DEFAULTS.least}.` })),
  of: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: `How many windows are looked at. Default: ${MONITOR_DEFAULTS.of}.` })),
  cooldown: Type.Optional(Type.String({ ...Duration, description: `Nobody is told of the same again within this time, unless it gets worse. Default: ${MONITOR_DEFAULTS.cooldown}.` })),
  desktop: Type.Optional(Type.Boolean({ description: 'Whether alerts are notifications of the desktop too, with no window open: by notify-send, osascript or PowerShell. Default: false.' })),
  webhook: Type.Optional(Type.String({ pattern: '^https?://', description: 'Gets a POST with each alert that people are told of: {"type": "alert", "alert": {…}}. It is signed where the engine has the environment variable SLIPWAY_WEBHOOK_SECRET, and tried again for some hours.' })),
}, { ...strict, description: 'When people are told.' });
export type MonitorAlerts = Static<typeof MonitorAlerts>;

export const MonitorOptions = Type.Object({
  deployment: Type.String({ minLength: 1, description: 'The deployment whose traffic is watched.' }),
  reference: Type.Optional(Type.String({ minLength: 1, description: 'Data file that the traffic is compared with, relative to slipway.yaml: as a rule the training data. Default: the data set that the champion\'s run logged, where its file still has the same digest; else the first 1,000 rows of the traffic, which are called the baseline.' })),
  schema: Type.Optional(Type.String({ minLength: 1, description: 'A schema under `data`: its rules for the columns that the traffic has are checked in each window.' })),
  window: Type.Optional(MonitorWindow),
  minimum_rows: Type.Optional(Type.Integer({ minimum: 1, description: `Windows with fewer rows are told, not judged. Default: ${MONITOR_DEFAULTS.minimum_rows}.` })),
  drift: Type.Optional(MonitorDrift),
  quality: Type.Optional(MonitorQuality),
  concept: Type.Optional(Type.Union([Type.Literal('adwin'), Type.Literal('ddm'), Type.Literal('eddm'), Type.Literal('page-hinkley'), Type.Literal('kswin'), Type.Literal('none')], { description: 'What tells from the errors of labelled answers, in their order, that the same inputs have come to mean something else. Default: adwin, which is silent on stable streams.' })),
  alerts: Type.Optional(MonitorAlerts),
}, { ...strict, description: 'Watches a deployment.' });
export type MonitorOptions = Static<typeof MonitorOptions>;

/** What a window is compared with. */
export interface MonitorReference {
  /** file: named in slipway.yaml · dataset: logged by the champion's run, and its file is still the same · baseline: the first rows of the traffic, which are no training data */
  readonly kind: 'file' | 'dataset' | 'baseline';
  /** for a person: a path relative to the project, or which rows */
  readonly name: string;
  readonly rows: number;
  /** of a baseline: why it is not the data set that the champion's run has logged; undefined: it logged none */
  readonly reason?: string;
}

/** A number between two others. */
export interface Estimate { readonly value: number; readonly low: number; readonly high: number }

export interface WindowQuality {
  readonly metric: QualityMetric;
  /** of the reference; null: it has no label */
  readonly reference: number | null;
  /** of the champion's answers, before labels come (CBPE, of numbers DLE); null: not available, `estimated_reason` says why */
  readonly estimated: Estimate | null;
  readonly estimated_reason?: string;
  /** of the labelled rows, whatever version answered; null below `min_labels` */
  readonly realised: Estimate | null;
  readonly labelled: number;
  /** tells one set of truths from another; undefined: what was asked of them needs no second look */
  readonly truths?: string;
}

/** How a group of rows was answered. Rates are shares from 0 to 1. */
export interface TreatedGroup {
  readonly group: string;
  readonly rows: number;
  /** of these, those whose truth is known */
  readonly labelled: number;
  /** how often "yes" is predicted */
  readonly selection: number;
  /** how often it is predicted of labelled rows whose true answer is "yes"; of those whose is not; null without such rows */
  readonly true_positive: number | null;
  readonly false_positive: number | null;
  /** whether it has rows enough to be compared with others */
  readonly judged: boolean;
}

/** The two groups that lie furthest apart by one rate. */
export interface FairnessGap {
  readonly rate: 'selection' | 'true_positive' | 'false_positive';
  readonly most: { readonly group: string; readonly value: number };
  readonly least: { readonly group: string; readonly value: number };
  /** how far chance alone may set such groups apart: three standard errors */
  readonly chance: number;
}

/** How differently groups were treated in a window. */
export interface WindowFairness {
  readonly column: string;
  /** the answer that counts as "yes"; null: none does */
  readonly positive: string | null;
  /** in the order of their names */
  readonly groups: readonly TreatedGroup[];
  /** of the groups that are judged, as fairlearn.metrics has them; null where fewer than two are, or labels have not come */
  readonly measures: Readonly<Record<'demographic_parity_difference' | 'demographic_parity_ratio' | 'equalized_odds_difference' | 'equalized_odds_ratio', number | null>>;
  readonly gaps: readonly FairnessGap[];
  /** why nothing is said of groups */
  readonly reason?: string;
}

/** ok · warning: single columns drift, or rows break the schema · critical: the data set drifts, quality is too low, or groups are treated too differently · too_few: fewer rows than are judged · failed: it could not be computed */
export type WindowState = 'ok' | 'warning' | 'critical' | 'too_few' | 'failed';

/** Where the errors of labelled answers have risen. */
export interface ConceptDrift {
  readonly detector: string;
  /** Unix ms: the answer at which it was seen */
  readonly at: number;
  /** answers that were looked at */
  readonly labelled: number;
  /** mean error before; null: not known */
  readonly before: number | null;
}

/** Answers of a window, or what came true of them, as a column: it counts for no share of the data set. */
export interface AnswerColumn extends DriftColumn {
  /** prediction: what was answered · target: what came true, of the labelled rows */
  readonly role: 'prediction' | 'target';
  /** what it is compared with, for a person: `the answers to the first rows of the traffic`, `the label column species of train.csv`; empty: there is nothing */
  readonly against: string;
}

export type MultivariateMethod = NonNullable<MonitorDrift['multivariate']>;

/** All columns together, as NannyML judges them. */
export interface MultivariateDrift {
  readonly method: Exclude<MultivariateMethod, 'none'>;
  /** domain-classifier: ROC-AUC, 0.5 where it can't tell the rows apart · pca: mean reconstruction error; null: not available, `reason` says why */
  readonly value: number | null;
  /** three sampling errors around the value; null where the method has none */
  readonly low: number | null;
  readonly high: number | null;
  /** between which the value lies while nothing drifts; null: no such limit */
  readonly lower: number | null;
  readonly upper: number | null;
  /** null: not available */
  readonly drifted: boolean | null;
  /** one sentence for a person */
  readonly reason: string | null;
}

/** What drifts beside single inputs. */
export type DriftBeside = AnswerColumn['role'] | 'multivariate';

/** What was found in one window. */
export interface MonitoredWindow {
  /** times of the answers, Unix ms; `to` is not part of it */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly state: WindowState;
  /** why it failed, or was not judged */
  readonly reason: string | null;
  readonly reference: MonitorReference | null;
  readonly columns: readonly DriftColumn[];
  readonly dataset: DriftReport['dataset'] | null;
  /** predictions, then what came true once enough labels are there; undefined: the window was not judged, or before they were compared */
  readonly answers?: readonly AnswerColumn[];
  /** all columns together; undefined: not asked for, or not yet known */
  readonly multivariate?: MultivariateDrift;
  /** rules of the schema that it breaks; undefined: none was asked for */
  readonly violations?: readonly Violation[];
  /** null until something is known */
  readonly quality: WindowQuality | null;
  /** undefined: nobody asked for it */
  readonly fairness?: WindowFairness;
  /** that was seen in it; undefined: none */
  readonly concept?: ConceptDrift;
  /** versions that answered, `model/version` with rows, most rows first */
  readonly versions: readonly { readonly model: string; readonly version: string; readonly rows: number }[];
  /** when it was computed last, Unix ms */
  readonly computed_at: number;
}

/** data: rows break the schema that the monitor names · concept: labelled answers have become wrong more often · fairness: groups are treated too differently */
export type AlertKind = 'drift' | 'data' | 'concept' | 'fairness' | 'estimated_quality' | 'realised_quality';

/** open: people were or will be told · acknowledged: somebody sees to it · snoozed: nobody is told until then · closed: it is over */
export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'closed';

export interface Alert {
  readonly alert_id: string;
  readonly monitor: string;
  readonly deployment: string;
  readonly kind: AlertKind;
  readonly level: 'warning' | 'critical';
  readonly state: AlertState;
  /** one sentence of what happened */
  readonly text: string;
  /** columns that it is about, most drifted first */
  readonly columns: readonly string[];
  /** of drift: what it is about beside columns; undefined: nothing */
  readonly beside?: readonly DriftBeside[];
  /** Unix ms: end of the first window that said it */
  readonly since: number;
  /** Unix ms: end of the last window that said it */
  readonly until: number;
  readonly opened_at: number;
  readonly closed_at: number | null;
  /** when people were told last; null: they were not, since they were told of the same shortly before */
  readonly told_at: number | null;
  readonly snoozed_until: number | null;
  readonly notes: readonly { readonly at: number; readonly by: string; readonly text: string }[];
}

export interface Monitor {
  readonly name: string;
  readonly deployment: string;
  /** watching · stopped: somebody has stopped it · failed: it can't watch, `problem` says why */
  readonly state: 'watching' | 'stopped' | 'failed';
  readonly problem: string | null;
  /** what it waits for, for a person */
  readonly stage: string | null;
  /** as slipway.yaml says them, else as it was started with */
  readonly options: MonitorOptions;
  /** the last window that was judged, else the last one */
  readonly last: MonitoredWindow | null;
  /** when the next window ends, Unix ms; null: when enough rows have come */
  readonly next: number | null;
  /** open, acknowledged and snoozed ones, worst first */
  readonly alerts: readonly Alert[];
  readonly created_at: number;
}

/** `POST /slipway/v1/monitors`: begins to watch, or begins again with what is said now. */
export const WatchRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, description: 'of the monitor in slipway.yaml; of one that is not there, any' }),
  root: Type.String({ description: 'absolute path of the project' }),
  python: Type.Optional(Type.String({ description: 'absolute path of the interpreter' })),
  options: Type.Optional(MonitorOptions),
  from: Type.Optional(Type.Integer({ minimum: 0, description: 'first time of an answer that is looked at, Unix ms. Default: of a new monitor, the first of the traffic' })),
});
export type WatchRequest = Static<typeof WatchRequest>;

/** `GET /slipway/v1/monitors/:name/windows?limit=` */
export interface MonitoredWindows { readonly windows: readonly MonitoredWindow[] }

/** `POST /slipway/v1/alerts/:id`: what somebody does about it. */
export const AlertChange = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('acknowledged'), Type.Literal('snoozed')])),
  seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 31_536_000, description: 'with snoozed: for how long. Default: one day' })),
  note: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
}, strict);
export type AlertChange = Static<typeof AlertChange>;
