/** Runs as points: where each stands, and how it looks. */
import type { ChartDataset, ScatterDataPoint } from 'chart.js';
import { placeOf, type Field } from './fields';
import type { RunLook } from './runLook';
import { runColor, type ChartTheme } from './theme';

/** Pixels from a point within which it is under the pointer. */
const REACH = 14;
export const DOT = 4;
const [SMALL_DOT, MANY] = [2.5, 500];
/** Share of a category's room over which its points are spread. */
const SPREAD = 0.5;
/** … but few points are not: pixels. */
const FEW_SPREAD = 24;
const CROWD_SHARE = 45;

export interface ScatterData {
  readonly looks: readonly RunLook[];
  /** run ids that are selected: filled dots; the others are hollow */
  readonly selected: ReadonlySet<string>;
  readonly x: Field;
  readonly y: Field;
}

export interface RunPoint extends ScatterDataPoint { readonly run: number }

/** Points of the runs that have both values, the selected ones over the others. @param size of the chart in pixels */
export function pointSets(data: ScatterData, theme: ChartTheme, size: { readonly width: number; readonly height: number }): ChartDataset<'scatter', RunPoint[]>[] {
  const { looks, selected, x, y } = data;
  const points = looks.flatMap(({ run_id }, run): RunPoint[] => {
    const point = { run, x: placeOf(x, run) + spread(run_id, x, 1, looks.length, size.width), y: placeOf(y, run) + spread(run_id, y, 2, looks.length, size.height) };
    return Number.isNaN(point.x) || Number.isNaN(point.y) ? [] : [point];
  });
  const isSelected = ({ run }: RunPoint): boolean => selected.has(looks[run]?.run_id ?? '');
  const colors = (of: readonly RunPoint[]): string[] => of.map(({ run }) => runColor(theme, looks[run]?.color ?? 0));
  const [filled, hollow] = [points.filter(isSelected), points.filter((point) => !isSelected(point))];
  const crowd = points.length > MANY;
  const radius = crowd ? SMALL_DOT : DOT;
  // Chart.js draws the first set last. Thousands of colours would say nothing but hide the selected ones.
  return [
    { data: filled, borderWidth: 0, pointRadius: radius + 0.5, pointHitRadius: REACH - radius, backgroundColor: colors(filled) },
    crowd ? { data: hollow, borderWidth: 0, pointRadius: radius, pointHitRadius: REACH - radius, backgroundColor: `color-mix(in srgb, ${theme.muted} ${CROWD_SHARE}%, transparent)` }
      : { data: hollow, borderWidth: 1.25, pointRadius: radius - 0.5, pointHitRadius: REACH - radius, backgroundColor: 'transparent', borderColor: colors(hollow) },
  ];
}

/** Points of one category are spread around its place, each run always by as much. @param pixels length of the axis */
function spread(runId: string, field: Field, salt: number, runs: number, pixels: number): number {
  if (field.kind === 'number') {
    return 0;
  }
  const room = Math.min(SPREAD, runs > MANY ? SPREAD : (FEW_SPREAD * field.categories.length) / pixels);
  let hash = salt;
  for (let index = 0; index < runId.length; index++) {
    hash = (Math.imul(hash, 31) + runId.charCodeAt(index)) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (((hash >>> 0) % 1000) / 1000 - 0.5) * room;
}
