/**
 * What a table over many runs needs: its rows in columns of plain values, so that 10,000 runs are a few arrays and not 10,000 objects.
 * Rows first (`/slipway/v1/table/runs`), what columns there are (`/table/columns`), and then the values of the columns on screen
 * (`/table/values`): 3,000 columns over 10,000 runs are never sent at once. Values name their run by its number, an integer that
 * stays the same while the store lives, so that answers of different instants fit together.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** Which runs: all that match, newest first, up to `max_runs`; or exactly those that are named. */
export const RunSelection = Type.Object({
  experiment_ids: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
  filter: Type.Optional(Type.String({ description: 'MLflow\'s filter language' })),
  view: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('deleted'), Type.Literal('all')])),
  /** only these, in any state that `view` allows; `filter` holds as well */
  run_ids: Type.Optional(Type.Array(Type.String(), { maxItems: 20_000 })),
  max_runs: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'default 20,000' })),
});
export type RunSelection = Static<typeof RunSelection>;

/** Arrays of one length, a place per run. Times in Unix ms. */
export interface RunColumns {
  readonly number: readonly number[];
  readonly run_id: readonly string[];
  readonly experiment_id: readonly string[];
  readonly name: readonly string[];
  /** RUNNING | SCHEDULED | FINISHED | FAILED | KILLED */
  readonly status: readonly string[];
  /** 1: RUNNING, but the process that logged it is known to have ended */
  readonly lost: readonly (0 | 1)[];
  readonly deleted: readonly (0 | 1)[];
  readonly start_time: readonly number[];
  readonly end_time: readonly (number | null)[];
  readonly last_activity: readonly number[];
  /** greatest step of any metric but system/ ones; 0 without any */
  readonly step: readonly number[];
  readonly parent_run_id: readonly (string | null)[];
}
export interface TableRuns {
  /** runs that match, also those past `max_runs` */
  readonly total: number;
  readonly runs: RunColumns;
}

export const ColumnName = Type.Object({
  kind: Type.Union([Type.Literal('param'), Type.Literal('metric'), Type.Literal('tag')]),
  key: Type.String(),
});
export type ColumnName = Static<typeof ColumnName>;

/** `POST /slipway/v1/table/columns` `RunSelection` → `{columns: ColumnSummary[]}`: params, then metrics, then tags; each kind by number of runs, then by key. */
export interface ColumnSummary extends ColumnName {
  /** runs of the selection that have it */
  readonly runs: number;
  /** different values among them (counted up to 1,000) */
  readonly distinct: number;
  /** whether every value reads as a number */
  readonly numeric: boolean;
  /** least and greatest of a numeric column's finite values */
  readonly min: number | null;
  readonly max: number | null;
}

/** `POST /slipway/v1/table/values` → `{columns: ColumnValues[]}` in the order asked. */
export const TableValuesRequest = Type.Object({
  selection: RunSelection,
  columns: Type.Array(ColumnName, { minItems: 1, maxItems: 200 }),
  /** texts come as they were logged, however long; of at most 2,000 runs that the selection names */
  whole: Type.Optional(Type.Boolean()),
});
export type TableValuesRequest = Static<typeof TableValuesRequest>;

/** Metrics: latest value per run. NaN and infinities as MLflow writes them: "NaN", "Infinity", "-Infinity". */
export interface MetricValues { readonly kind: 'metric'; readonly key: string; readonly runs: readonly number[]; readonly values: readonly (number | string)[]; readonly steps: readonly number[] }
/** Params and tags: each text once, and its place in `texts` per run. Unless whole ones are asked for, texts are cut at 500 characters, the cut shown by "…". */
export interface TextValues { readonly kind: 'param' | 'tag'; readonly key: string; readonly runs: readonly number[]; readonly texts: readonly string[]; readonly places: readonly number[] }
export type ColumnValues = MetricValues | TextValues;

/** How far the curve of a run is known: the place of its last point, and how many points share it (`Curve.last`). */
export const CurvePlace = Type.Object({ run_id: Type.String(), step: Type.Integer(), time: Type.Integer({ description: 'Unix ms' }), last: Type.Integer({ minimum: 1 }) });
export type CurvePlace = Static<typeof CurvePlace>;


/**
 * `POST /slipway/v1/curves`: histories of one metric thinned to what a chart can show. A run with more than `points` points is
 * told in buckets of equal width along `x`: the first, least, greatest and last point of each, so that no spike is lost.
 */
export const CurvesRequest = Type.Object({
  run_ids: Type.Array(Type.String(), { minItems: 1, maxItems: 200 }),
  key: Type.String(),
  /** at most so many points per run; default 1,000 */
  points: Type.Optional(Type.Integer({ minimum: 4, maximum: 10_000 })),
  /** what the buckets divide: steps, Unix ms, or ms since the run's start */
  x: Type.Optional(Type.Union([Type.Literal('step'), Type.Literal('time'), Type.Literal('relative')])),
  /** only points with `from` ≤ x ≤ `to`, in the unit of `x` */
  from: Type.Optional(Type.Number()),
  to: Type.Optional(Type.Number()),
  /**
   * Of these runs only what came since is told, up to `points`. A run whose history is not in order, or grew by more, is told whole;
   * so is every run where `from` or `to` is given.
   */
  known: Type.Optional(Type.Array(CurvePlace, { maxItems: 200 })),
});
export type CurvesRequest = Static<typeof CurvesRequest>;
/** Points in the order of x; values as in `MetricValues`. `time` in Unix ms. */
export interface Curve {
  readonly run_id: string;
  readonly start_time: number;
  /** points that the run has between `from` and `to`, more than `step.length` when thinned; of a tail those that are told */
  readonly total: number;
  /** only the points behind those that the request said are known */
  readonly tail?: true;
  /** points that stand at the same step and time as the last one, itself included: what `CurvePlace` asks with */
  readonly last?: number;
  readonly step: readonly number[];
  readonly time: readonly number[];
  readonly value: readonly (number | string)[];
}
export interface Curves { readonly key: string; readonly curves: readonly Curve[] }

/** `POST /slipway/v1/curves/several` → `{answers: Curves[]}` in the order asked: what `/curves` would say to each, as one answer. */
export const SeveralCurvesRequest = Type.Object({ asks: Type.Array(CurvesRequest, { minItems: 1, maxItems: 200 }) });
export type SeveralCurvesRequest = Static<typeof SeveralCurvesRequest>;

/** `POST /slipway/v1/curves/band`: where the curves of many runs lie. Buckets along x; per bucket the mean of each run counts once. */
export const BandRequest = Type.Object({
  run_ids: Type.Array(Type.String(), { minItems: 1, maxItems: 20_000 }),
  key: Type.String(),
  buckets: Type.Optional(Type.Integer({ minimum: 2, maximum: 1000 })),
  /** as in `CurvesRequest` */
  x: Type.Optional(Type.Union([Type.Literal('step'), Type.Literal('time'), Type.Literal('relative')])),
});
export type BandRequest = Static<typeof BandRequest>;
/** Arrays of one length, a place per bucket that has values; finite values only. Quartiles by linear interpolation (Hyndman and Fan 1996, type 7). */
export interface Band {
  readonly key: string;
  /** runs that were read: all that have points or, where those together are millions, every second, third, … of them */
  readonly read?: number;
  readonly x: readonly number[];
  readonly min: readonly number[];
  readonly q25: readonly number[];
  readonly median: readonly number[];
  readonly q75: readonly number[];
  readonly max: readonly number[];
  readonly runs: readonly number[];
}

/** A named view of a comparison, kept with the project: `GET /slipway/v1/views`, `PUT /slipway/v1/views` (by name; replaces), `POST /slipway/v1/views/rename {name, new_name}`, `POST /slipway/v1/views/delete {name}`. */
export const SavedView = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  /** what the compare panel shows; only the panel reads it */
  state: Type.Unsafe<unknown>({}),
  /** Unix ms; set by the engine */
  updated: Type.Optional(Type.Integer()),
});
export type SavedView = Static<typeof SavedView>;
