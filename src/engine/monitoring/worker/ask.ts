/** What the engine asks of the monitoring worker, and what it answers: messages between two processes of one version. */
import type { DataSchema, Violation } from '../../../protocol/dataSchema';
import type { DriftColumn, DriftOptions, DriftReport } from '../../../protocol/drift';
import type { ModelSignature } from '../../../protocol/modelContents';
import type { AnswerColumn, Estimate, WindowFairness } from '../../../protocol/monitors';
import type { QualityMetric } from '../../../protocol/qualityMetrics';
import type { AnalysisAsk, Table } from '../../analysis/ask';
import type { Task } from '../../serving/traffic/task';
import type { Estimator } from '../estimation/cbpe';
import type { Realised } from '../quality/realised';
import type { TimeSpan } from '../windows';
import type { VersionRows } from './versionRows';

/** The traffic of a deployment. */
export interface Watched {
  /** absolute path of the deployment's folder */
  readonly folder: string;
  /** of the versions that it serves */
  readonly signatures: readonly (ModelSignature | null)[];
}

/** What is to be known of answers beside how right they were. */
export interface OutcomesAsked {
  /** that are answered, in the model's order; null: it names none */
  readonly classes: readonly string[] | null;
  /** text of the answer that counts as "yes" */
  readonly positive?: string;
  readonly fairness?: { readonly group: string; readonly min_rows: number };
  /** that the answers are judged by */
  readonly metric?: QualityMetric;
  /** output that holds a probability for each class, where the metric needs them */
  readonly probabilities?: string;
}

/** Looks anew at what became of the answers of a window. */
export interface OutcomesAsk {
  readonly do: 'outcomes';
  readonly watched: Watched;
  readonly window: TimeSpan;
  readonly asked: OutcomesAsked;
}

export interface Outcomes {
  readonly fairness?: WindowFairness;
  /** of the labelled rows, whatever version answered */
  readonly realised?: Realised;
}

/** Compares the traffic of a window with a reference. */
export interface JudgeAsk {
  readonly do: 'judge';
  readonly watched: Watched;
  readonly window: TimeSpan;
  /** absolute path of a data file */
  readonly reference: string;
  readonly options: DriftOptions;
  readonly answers?: AnswersAsk;
  /** rules that its rows are checked by */
  readonly schema?: DataSchema;
  readonly outcomes?: OutcomesAsked;
  /** of the version whose quality is estimated */
  readonly quality?: { readonly classifier: Classifier; readonly estimator: Estimator };
}

/** A column of a data file that answers or truths are compared with. */
export interface AnswerSource {
  /** absolute path */
  readonly file: string;
  readonly column: string;
  /** for a person */
  readonly against: string;
}

/** What the answers of a window are compared with, and what came true: the first file that has the column. */
export interface AnswersAsk {
  /** classes are compared as categories, amounts as numbers; undefined: the answers say */
  readonly task: Task | undefined;
  readonly predictions: readonly AnswerSource[];
  readonly truths: readonly AnswerSource[];
  /** fewer truths say nothing */
  readonly leastLabels: number;
  /** sentences: why there is nothing to compare with */
  readonly noPredictions: string;
  readonly noTruths: string;
}

/** Compares what came true of a window's answers. */
export interface TruthsAsk {
  readonly do: 'truths';
  readonly watched: Watched;
  readonly window: TimeSpan;
  readonly answers: AnswersAsk;
  readonly options: DriftOptions;
}

/** A version that says how sure it is. */
export interface Classifier {
  readonly model: string;
  readonly version: string;
  /** output that holds a probability for each class, and their names in its order */
  readonly probabilities: string;
  readonly classes: readonly string[];
  /** code of the class that counts as "yes"; undefined of more than two */
  readonly positive?: number | undefined;
}

/** Makes requests of the rows of a data file that have a label. */
export interface LabelledRowsAsk {
  readonly do: 'labelled';
  /** absolute path */
  readonly file: string;
  readonly label: string;
  readonly signature: ModelSignature | null;
}

export interface LabelledRows { readonly bodies: readonly string[]; readonly rowsOfRequest: number; /** texts */ readonly truths: readonly string[] }

/** Writes what a version was asked and has answered as a data file (Parquet): the inputs, and the answers as a column. */
export interface AnsweredRowsAsk {
  readonly do: 'answered';
  readonly watched: Watched;
  /** of all times when left out */
  readonly window?: TimeSpan;
  readonly model: string;
  readonly version: string;
  /** the true answers, which become a column too; the id of each request is its place among the bodies */
  readonly labelled?: Omit<LabelledRows, 'bodies'>;
  readonly columns: { readonly prediction: string; readonly truth: string };
  /** absolute path; its folder is there */
  readonly to: string;
}

export interface AnsweredRows {
  /** whose answer, and truth where they were given, is a number */
  readonly rows: number;
  /** names of the inputs that are values, no lists */
  readonly inputs: readonly string[];
  /** metrics of the answers, by name; empty where the truths were not given */
  readonly reference: Readonly<Record<string, number>>;
}

/** Learns from answers to these requests. */
export interface FitAsk extends Omit<LabelledRows, 'bodies'> {
  readonly do: 'fit';
  /** absolute path of a deployment's folder; the id of each request is its place among the bodies */
  readonly folder: string;
  readonly classifier: Classifier;
  readonly metric: QualityMetric;
  readonly signature: ModelSignature | null;
}

export interface Fitted {
  /** null: the metric can't be estimated */
  readonly estimator: Estimator | null;
  /** with a label */
  readonly rows: number;
  /** the metric of its answers to them; null: they have none */
  readonly reference: number | null;
}

/** Keeps the rows of a window as a data file (Parquet), for windows to come to be compared with. */
export interface KeepAsk {
  readonly do: 'keep';
  readonly watched: Watched;
  readonly window: TimeSpan;
  /** at most so many: the first ones, with a label the latest */
  readonly rows: number;
  /** only rows whose truth is known, which becomes a column of this name */
  readonly label?: string;
  /** the answers become a column of this name */
  readonly answers?: string;
  /** absolute path; its folder is there */
  readonly to: string;
}

export type MonitorAsk = (AnalysisAsk & { readonly do: 'rows' }) | JudgeAsk | OutcomesAsk | TruthsAsk | KeepAsk | LabelledRowsAsk | AnsweredRowsAsk | FitAsk;

export interface Judgement extends Outcomes {
  readonly rows: number;
  readonly referenceRows: number;
  readonly columns: readonly DriftColumn[];
  readonly dataset: DriftReport['dataset'];
  readonly versions: readonly VersionRows[];
  /** undefined: they were not asked for */
  readonly answers?: readonly AnswerColumn[];
  /** undefined: no schema was asked for */
  readonly violations?: readonly Violation[];
  /** of the answers of the version whose quality is estimated; null where it gave none in this window */
  readonly estimated: Estimate | null;
}

export type MonitorAnswer = Table | Judgement | Outcomes | AnswerColumn | null | LabelledRows | AnsweredRows | Fitted | { readonly rows: number };
