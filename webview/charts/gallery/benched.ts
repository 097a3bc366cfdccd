/** One chart without a page around it, whose every drawing can be waited for: what `bench/ui/charts.mjs` measures. */
import type { Curve } from '../../../src/protocol/table';
import { ChartGroup } from '../chartGroup';
import { CurvesChart } from '../curvesChart';
import { PLAIN, type CurvesData } from '../curvesModel';
import { looksOf } from '../runLook';
import { readTheme } from '../theme';
import { sampleCurve, sampleRuns } from './sampleCurves';

export interface BenchedChart {
  readonly group: ChartGroup;
  /** the chart knows its size */
  readonly laidOut: Promise<void>;
  show(data: CurvesData): void;
  redraw(): void;
  /** makes the data of the next live point, which in life comes from the host */
  prepare(): void;
  append(): void;
  /** a running curve comes whole, as the engine sends one that it has thinned */
  renew(): void;
  /** draws, and waits until the pixels are there */
  finish(): void;
  destroy(): void;
}

export function sampleChart(curves: number, points: number): CurvesData {
  const runs = sampleRuns(curves);
  return { metric: 'auc', direction: 'higher', looks: looksOf(runs), curves: runs.map((run) => sampleCurve({ ...run, running: false }, 'auc', points)), best: 'run0' };
}

export function makeChart(parent: HTMLElement): BenchedChart {
  const group = new ChartGroup();
  const chart = new CurvesChart(parent, group, () => undefined, () => undefined);
  let data: CurvesData | undefined;
  let next: CurvesData | undefined;
  const prepare = (): void => {
    next = data === undefined ? undefined : { ...data, curves: data.curves.map((curve, index) => (index === 4 ? longer(curve) : curve)) };
  };
  return {
    group,
    laidOut: new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => resolve())); }),
    show: (shown) => {
      data = shown;
      chart.show(shown, PLAIN);
    },
    redraw: () => chart.setTheme(readTheme()),
    prepare,
    append: () => {
      if (next === undefined) {
        prepare();
      }
      if (next !== undefined) {
        data = next;
        next = undefined;
        chart.show(data, PLAIN);
      }
    },
    renew: () => {
      if (data !== undefined) {
        data = { ...data, curves: data.curves.map((curve, index) => (index === 4 ? { ...curve, total: curve.total + 1 } : curve)) };
        chart.show(data, PLAIN);
      }
    },
    finish: () => {
      chart.flush();
      parent.querySelectorAll('canvas').forEach((layer) => layer.getContext('2d')?.getImageData(0, 0, 1, 1));
    },
    destroy: () => chart.destroy(),
  };
}

function longer(curve: Curve): Curve {
  const last = curve.step.length - 1;
  return {
    ...curve,
    total: curve.total + 1,
    step: [...curve.step, (curve.step[last] as number) + 1],
    time: [...curve.time, (curve.time[last] as number) + 5000],
    value: [...curve.value, curve.value[last] as number],
  };
}
