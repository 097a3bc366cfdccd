/** MLflow's entities as they stand in answers (snake_case, absent when unset; NaN and infinities are strings on the wire). */
import type { UntrustedFile } from './registry';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
export type LifecycleStage = 'active' | 'deleted';
/** A double; "NaN", "Infinity" and "-Infinity" stand for what JSON can't write. */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface KeyValue { readonly key: string; readonly value: string }
export interface Metric { readonly key: string; readonly value: WireNumber; readonly timestamp: number; readonly step: number; readonly run_id?: string }

export interface Experiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly artifact_location: string;
  readonly lifecycle_stage: LifecycleStage;
  readonly creation_time: number;
  readonly last_update_time: number;
  readonly tags?: readonly KeyValue[];
}

export interface RunInfo {
  readonly run_id: string;
  readonly run_uuid: string;
  readonly run_name: string;
  readonly experiment_id: string;
  readonly user_id: string;
  readonly status: RunStatus;
  readonly start_time: number;
  readonly end_time?: number;
  readonly artifact_uri: string;
  readonly lifecycle_stage: LifecycleStage;
}

export interface Dataset { readonly name: string; readonly digest: string; readonly source_type: string; readonly source: string; readonly schema?: string; readonly profile?: string }
export interface DatasetInput { readonly dataset: Dataset; readonly tags?: readonly KeyValue[] }
export interface Run {
  readonly info: RunInfo;
  readonly data: { readonly metrics?: readonly Metric[]; readonly params?: readonly KeyValue[]; readonly tags?: readonly KeyValue[] };
  readonly inputs?: { readonly dataset_inputs?: readonly DatasetInput[]; readonly model_inputs?: readonly { readonly model_id: string }[] };
  readonly outputs?: { readonly model_outputs?: readonly { readonly model_id: string; readonly step: number }[] };
}

export interface ErrorBody {
  readonly error_code: string;
  readonly message: string;
  /** of Slipway's own routes: files that somebody has to trust before it is done */
  readonly needs_trust?: readonly UntrustedFile[];
}
