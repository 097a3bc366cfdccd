/** The one place that makes charts of Chart.js: which parts of it are used, and what all of them have in common. */
import { BarController, BarElement, CategoryScale, Chart, LinearScale, LogarithmicScale, PointElement, ScatterController, Title, type ChartDataset, type ChartOptions, type ChartType, type CoreChartOptions, type DefaultDataPoint, type Plugin } from 'chart.js';
import { CurveController } from './curveController';

Chart.register(BarController, BarElement, CategoryScale, CurveController, LinearScale, LogarithmicScale, PointElement, ScatterController, Title);

/**
 * What every chart of ours is: still, drawn from numbers that are ready, as large as its parent. Pointer and keys are read from elements above
 * the canvas, which a screen reader knows.
 */
export const SHARED: Pick<CoreChartOptions<'line'>, 'normalized' | 'responsive' | 'maintainAspectRatio' | 'events'> & { readonly animation: false; readonly parsing: false } = {
  animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false, events: [],
};

/** Of a chart that has nothing to show. */
export const HIDDEN_AXES = { x: { display: false }, y: { display: false } };

/**
 * An empty chart that fills its parent and follows its size.
 * @param parent has a size of its own, and is on the page
 * @param plugins of this chart alone
 */
export function plotIn<T extends ChartType, D = DefaultDataPoint<T>>(parent: HTMLElement, type: T, plugins: Plugin<T>[] = []): Chart<T, D> {
  const canvas = document.createElement('canvas');
  canvas.className = 'chart-layer';
  canvas.ariaHidden = 'true';
  parent.prepend(canvas);
  return new Chart<T, D>(canvas, { type, data: { datasets: [] }, plugins, options: { ...SHARED, scales: HIDDEN_AXES } as ChartOptions<T> });
}

/** Puts datasets in the place of those before. Chart.js knows a dataset by its object: those that stay keep their controllers and elements. */
export function fill<T extends ChartType, D>(chart: Chart<T, D>, sets: readonly ChartDataset<T, D>[]): void {
  const before = chart.data.datasets;
  chart.data.datasets = sets.map((set, index) => Object.assign(before[index] ?? {}, set));
}

/** Takes something of a chart that is drawn with so many pixels per CSS pixel, and draws it for the screen again. */
export function atRatio<T>(chart: { readonly options: { devicePixelRatio?: number }; resize(): void }, ratio: number, take: () => T): T {
  chart.options.devicePixelRatio = ratio;
  chart.resize();
  const taken = take();
  chart.options.devicePixelRatio = undefined;
  chart.resize();
  return taken;
}
