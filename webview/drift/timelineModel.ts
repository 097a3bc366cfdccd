/** What the timeline shows of each window, and where. Pure. */
import type { Alert, MonitoredWindow, MonitorQuality } from '../../src/protocol/monitors';
import { qualityLimit } from '../../src/protocol/qualityLimit';
import { QUALITY_METRICS, type QualityMetric } from '../../src/protocol/qualityMetrics';
import { roomy, union, type Range } from '../charts/scale';
import { driftingBeside } from './besideRows';

/** Windows in a row that were answered by the same version first of all. */
export interface VersionStripe { readonly from: number; /** not part of it */ readonly to: number; readonly name: string }

export interface TimelineModel {
  /** values at the ends of the axis; undefined: no window knows its quality */
  readonly span: Range | undefined;
  readonly metric: QualityMetric;
  readonly reference: number | undefined;
  readonly limit: number | undefined;
  readonly stripes: readonly VersionStripe[];
  /** by window: alerts that began with it */
  readonly flags: ReadonlyMap<number, readonly Alert[]>;
  /** by window: share of the judged columns that drift; null: it was not judged */
  readonly drifted: readonly (number | null)[];
  /** by window: whether something drifts beside columns */
  readonly beside: readonly boolean[];
}

/** @param windows oldest first */
export function timelineOf(windows: readonly MonitoredWindow[], alerts: readonly Alert[], options: MonitorQuality | undefined): TimelineModel {
  const known = windows.flatMap(({ quality }) => (quality === null || (quality.estimated === null && quality.realised === null) ? [] : [quality]));
  const newest = known.at(-1);
  const limit = newest === undefined ? undefined : qualityLimit(newest, options);
  const reference = newest?.reference ?? undefined;
  const ends = known.flatMap(({ estimated, realised }) => [estimated, realised].flatMap((side): Range[] => (side === null ? [] : [[side.low, side.high]])));
  const all = union([...ends, ...(limit === undefined ? [] : [[limit, limit] as const]), ...(reference === undefined ? [] : [[reference, reference] as const])]);
  return {
    span: newest === undefined || all === undefined ? undefined : within(roomy(all, 0.08), newest.metric), metric: newest?.metric ?? 'accuracy', reference, limit,
    stripes: stripesOf(windows), flags: flagsOf(windows, alerts),
    drifted: windows.map(({ dataset, state }) => (state === 'too_few' || state === 'failed' ? null : dataset?.share ?? null)),
    beside: windows.map((window) => driftingBeside(window).length > 0),
  };
}

/** Nothing is more accurate than always, and no error less than none. */
function within([from, to]: Range, metric: TimelineModel['metric']): Range {
  const { least, most } = QUALITY_METRICS[metric];
  return [Math.max(least, from), Math.min(most + 0.002, to)];
}

function stripesOf(windows: readonly MonitoredWindow[]): VersionStripe[] {
  const stripes: { from: number; to: number; name: string }[] = [];
  windows.forEach(({ versions: [first] }, at) => {
    const before = stripes.at(-1);
    // A window without answers goes on with what was before it.
    const name = first === undefined ? before?.name : `v${first.version}`;
    if (before !== undefined && before.name === name) {
      before.to = at + 1;
    } else if (name !== undefined) {
      stripes.push({ from: at, to: at + 1, name });
    }
  });
  return stripes;
}

function flagsOf(windows: readonly MonitoredWindow[], alerts: readonly Alert[]): Map<number, Alert[]> {
  const flags = new Map<number, Alert[]>();
  for (const alert of alerts) {
    const at = windows.findIndex(({ to }) => to === alert.since);
    if (at >= 0) {
      flags.set(at, [...flags.get(at) ?? [], alert]);
    }
  }
  return flags;
}

/** Runs of windows in a row for which something is known. */
export function runsOf<T>(values: readonly (T | null)[]): { readonly at: number; readonly value: T }[][] {
  const runs: { at: number; value: T }[][] = [];
  let run: { at: number; value: T }[] | undefined;
  values.forEach((value, at) => {
    if (value === null) {
      run = undefined;
      return;
    }
    if (run === undefined) {
      run = [];
      runs.push(run);
    }
    run.push({ at, value });
  });
  return runs;
}
