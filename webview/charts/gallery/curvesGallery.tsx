import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { metricDirection } from '../../../src/protocol/direction';
import type { Curve } from '../../../src/protocol/table';
import type { ChartGroup } from '../chartGroup';
import { Curves, type MetricCurves } from '../curves';
import { MOST_CURVES, PLAIN, type CurvesData, type CurvesOptions } from '../curvesModel';
import { chartsPng, type TitledChart } from '../exportPng';
import { looksOf } from '../runLook';
import { sampleBand, sampleCurve, sampleRuns } from './sampleCurves';

export interface CurvesScene {
  readonly runs?: number;
  readonly points?: number;
  readonly metrics?: readonly string[];
  readonly options?: Partial<CurvesOptions>;
  readonly state?: 'ready' | 'loading' | 'failed' | 'empty' | 'odd';
}

const METRICS = ['auc', 'loss', 'f1', 'precision'];

export function CurvesGallery({ scene, group }: { readonly scene: CurvesScene; readonly group: ChartGroup }): JSX.Element {
  const { runs = 5, points = 50, metrics = METRICS, state = 'ready' } = scene;
  const [added, setAdded] = useState(0);
  const drawn = useMemo(() => new Map<string, TitledChart>(), []);
  const samples = useMemo(() => metrics.map((metric) => [metric, sampleData(metric, runs, points, state === 'odd')] as const), [metrics.join(), runs, points, state]);
  const shown = useMemo(() => samples.map(([metric, data]): MetricCurves => ({
    metric,
    direction: metricDirection(metric),
    loaded: state === 'loading' ? { state: 'loading' }
      : state === 'failed' ? { state: 'failed', message: 'The engine does not answer, so the curves could not be read. Try again, or show its log.', retry: () => setAdded(0) }
        : { state: 'ready', value: state === 'empty' ? { ...data, curves: [] } : grownBy(data, added) },
  })), [samples, state, added]);
  useEffect(() => { Object.assign(window, { append: () => setAdded((before) => before + 1), png: async () => chartsPng([...drawn.values()], 2) }); }, []);
  return <Curves metrics={shown} options={{ ...PLAIN, ...scene.options }} group={group} onSeen={() => undefined} onPick={(runId) => { document.body.dataset['picked'] = runId; }} drawn={drawn} empty="Select runs in the table to see their curves." />;
}

function sampleData(metric: string, count: number, points: number, odd: boolean): CurvesData {
  const all = sampleRuns(count);
  const curves = all.map((run) => sampleCurve(run, metric, points)).map((curve, index) => (odd ? oddly(curve, index) : curve));
  const direction = metricDirection(metric);
  if (count <= MOST_CURVES) {
    return { metric, direction, looks: looksOf(all), curves, best: 'run0' };
  }
  const pinned = looksOf(all.filter((run) => run.pinned));
  return { metric, direction, looks: pinned, curves: curves.filter(({ run_id }) => pinned.some((look) => look.run_id === run_id)), band: sampleBand(metric, curves, points), bandRuns: count };
}

/** What training does on bad days: NaN in the middle, infinities, one point alone, values below 0. */
function oddly(curve: Curve, index: number): Curve {
  if (index === 0) {
    return { ...curve, value: curve.value.map((value, at) => (at > 15 && at < 22 ? 'NaN' : value)) };
  }
  if (index === 1) {
    return { ...curve, value: curve.value.map((value, at) => (at === 10 || at === 30 ? 'Infinity' : at === 20 ? '-Infinity' : value)) };
  }
  if (index === 2) {
    return { ...curve, total: 1, step: [25], time: [curve.time[25] as number], value: [curve.value[25] as number] };
  }
  return index === 3 ? { ...curve, value: curve.value.map((value, at) => (at % 9 === 4 ? -Number(value) / 4 : value)) } : curve;
}

/** As many points more on each running curve. */
function grownBy(data: CurvesData, added: number): CurvesData {
  if (added === 0) {
    return data;
  }
  const running = new Set(data.looks.filter((look) => look.running).map(({ run_id }) => run_id));
  return { ...data, curves: data.curves.map((curve) => (running.has(curve.run_id) ? longer(curve, added) : curve)) };
}

function longer(curve: Curve, added: number): Curve {
  const last = curve.step.length - 1;
  const more = Array.from({ length: added }, (_, index) => index + 1);
  return {
    ...curve,
    total: curve.total + added,
    step: [...curve.step, ...more.map((index) => (curve.step[last] as number) + index)],
    time: [...curve.time, ...more.map((index) => (curve.time[last] as number) + index * 5000)],
    value: [...curve.value, ...more.map((index) => Number(curve.value[last]) * (1 + 0.002 * index))],
  };
}
