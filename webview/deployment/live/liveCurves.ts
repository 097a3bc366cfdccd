/** Live figures as charts: what each shows, in which unit, on axes that hold still. */
import { PLAIN, type CurvesData, type CurvesOptions } from '../../charts/curvesModel';
import { looksOf, type ChartRun } from '../../charts/runLook';
import type { Curve } from '../../../src/protocol/table';
import { keyOf, SHOWN_SECONDS, type ArmSeries, type LiveSeries } from './liveSeries';

export const LIVE_OPTIONS: CurvesOptions = { ...PLAIN, x: 'time' };
/** A second in which one request came is no peak. */
const LEAST = { requests: 5, latency: 1, faults: 1, rows: 5, memory: 100 } as const;
const MEMORY = 'memory';

export interface LiveChart { readonly metric: string; readonly data: CurvesData }

interface Shown { readonly metric: string; readonly least: number; readonly of: (arm: ArmSeries) => readonly (number | null)[] }

const CHARTS: readonly Shown[] = [
  { metric: 'requests per second', least: LEAST.requests, of: ({ requests }) => requests },
  { metric: 'latency p50, ms', least: LEAST.latency, of: ({ p50 }) => p50 },
  { metric: 'failed and refused per second', least: LEAST.faults, of: ({ faults }) => faults },
  { metric: 'latency p99, ms', least: LEAST.latency, of: ({ p99 }) => p99 },
  { metric: 'rows per second', least: LEAST.rows, of: ({ rows }) => rows },
];

/** Six charts of the last five minutes, a curve per arm. @param known arms of the deployment: those that nobody has asked yet stand at 0 */
export function liveCharts(series: LiveSeries, known: readonly Pick<ArmSeries, 'model' | 'version' | 'role'>[]): LiveChart[] {
  const arms = [...known.map((arm) => series.arms.find(({ key }) => key === keyOf(arm)) ?? silent(arm, series)), ...series.arms.filter(({ key }) => !known.some((arm) => keyOf(arm) === key))];
  const looks = looksOf(arms.map((arm, index): ChartRun => ({ run_id: arm.key, name: armName(arm, arms), color: index % 10 })));
  const charts = CHARTS.map(({ metric, least, of }) => chart(metric, looks, series, arms.map((arm) => curve(arm.key, series, of(arm))), least));
  const memory = curve(MEMORY, series, series.rss.map((bytes) => (bytes === null ? null : bytes / 1e6)));
  return [...charts, chart('memory, MB', looksOf([{ run_id: MEMORY, name: 'process', color: 9 }]), series, [memory], LEAST.memory)];
}

/** `v7 champion`; with the model's name where there are several. */
export function armName({ model, version, role }: Pick<ArmSeries, 'model' | 'version' | 'role'>, all: readonly Pick<ArmSeries, 'model'>[]): string {
  return `${all.every((other) => other.model === model) ? '' : `${model} `}v${version} ${role}`;
}

/** The least of 1, 2, 3, 5 times a power of ten that is no less: an axis that ends there seldom moves. */
export function roundUp(value: number, least: number): number {
  const wanted = Math.max(value * 1.05, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (([1, 2, 3, 5, 10].find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10)) * power;
}

function silent(arm: Pick<ArmSeries, 'model' | 'version' | 'role'>, { from, until }: LiveSeries): ArmSeries {
  const [zeros, none] = [new Array<number>(until - from).fill(0), new Array<null>(until - from).fill(null)];
  return { model: arm.model, version: arm.version, role: arm.role, key: keyOf(arm), requests: zeros, faults: zeros, rows: zeros, p50: none, p99: none };
}

function chart(metric: string, looks: CurvesData['looks'], { until }: LiveSeries, curves: readonly Curve[], least: number): LiveChart {
  const greatest = curves.reduce((most, { value }) => value.reduce<number>((own, one) => (typeof one === 'number' && one > own ? one : own), most), 0);
  const window = { x: [(until - SHOWN_SECONDS) * 1000, until * 1000] as const, y: [0, roundUp(greatest, least)] as const };
  return { metric, data: { metric, direction: 'unknown', looks, curves, window } };
}

function curve(key: string, { from }: LiveSeries, values: readonly (number | null)[]): Curve {
  return {
    run_id: key, start_time: 0, total: values.length, step: values.map((_, index) => index), time: values.map((_, index) => (from + index) * 1000),
    // Percentiles of a histogram are no more exact than that.
    value: values.map((value) => (value === null ? 'NaN' : Number(value.toPrecision(3)))),
  };
}
