/** What the engine asks of the monitoring worker, and what it answers: messages between two processes of one version. */
import type { DriftColumn, DriftOptions, DriftReport } from '../../../protocol/drift';
import type { ModelSignature } from '../../../protocol/modelContents';
import type { AnalysisAsk, Table } from '../../analysis/ask';
import type { TimeSpan } from '../windows';
import type { VersionRows } from './versionRows';

/** The traffic of a deployment. */
export interface Watched {
  /** absolute path of the deployment's folder */
  readonly folder: string;
  /** of the versions that it serves */
  readonly signatures: readonly (ModelSignature | null)[];
}

/** Compares the traffic of a window with a reference. */
export interface JudgeAsk {
  readonly do: 'judge';
  readonly watched: Watched;
  readonly window: TimeSpan;
  /** absolute path of a data file */
  readonly reference: string;
  readonly options: DriftOptions;
}

/** Keeps the rows of a window as a data file (Parquet), for windows to come to be compared with. */
export interface KeepAsk {
  readonly do: 'keep';
  readonly watched: Watched;
  readonly window: TimeSpan;
  readonly rows: number;
  /** absolute path; its folder is there */
  readonly to: string;
}

export type MonitorAsk = (AnalysisAsk & { readonly do: 'rows' }) | JudgeAsk | KeepAsk;

export interface Judgement {
  readonly rows: number;
  readonly referenceRows: number;
  readonly columns: readonly DriftColumn[];
  readonly dataset: DriftReport['dataset'];
  readonly versions: readonly VersionRows[];
}

export type MonitorAnswer = Table | Judgement | { readonly rows: number };
