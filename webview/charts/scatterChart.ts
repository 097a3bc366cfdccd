/** Runs as points, drawn by Chart.js: any field against any other. */
import type { Chart } from 'chart.js';
import { axisOf, AXIS_FONT, titled } from './axes';
import type { ChartGroup } from './chartGroup';
import { ChartTip } from './chartTip';
import { titleOf, wordsOf } from './fieldAxis';
import { copyOf, Layer, type Picture } from './layers';
import { paintDot } from './paintCurves';
import { atRatio, fill, plotIn, SHARED } from './plot';
import { DOT, pointSets, type RunPoint, type ScatterData } from './scatterModel';
import { readTheme, runColor, type ChartTheme } from './theme';

const RIGHT = 16;
/** What lies behind the lit point is as faint as this. */
const BEHIND = 0.3;

interface PlacedPoint { readonly run: number; readonly x: number; readonly y: number }

export class ScatterChart {
  readonly element = document.createElement('div');
  readonly #chart: Chart<'scatter', RunPoint[]>;
  readonly #top = new Layer('top');
  readonly #surface = document.createElement('div');
  readonly #said = document.createElement('div');
  readonly #tip = new ChartTip();
  readonly #group: ChartGroup;
  readonly #picked: (runId: string) => void;
  readonly #ended: (() => void)[] = [];
  #theme = readTheme();
  #data: ScatterData | undefined;
  #frame = 0;

  /** @param picked a point was clicked, or chosen by Enter */
  constructor(parent: HTMLElement, group: ChartGroup, picked: (runId: string) => void) {
    this.#group = group;
    this.#picked = picked;
    this.element.className = 'chart-plot';
    this.#surface.className = 'chart-surface chart-points';
    this.#surface.tabIndex = 0;
    // Its arrow keys are its own: a screen reader hands them through, and hears what they reach.
    this.#surface.role = 'application';
    this.#surface.ariaRoleDescription = 'chart';
    this.#said.className = 'chart-said';
    this.#said.ariaLive = 'polite';
    this.element.append(this.#top.element, this.#surface, this.#said, this.#tip.element);
    parent.append(this.element);
    this.#chart = plotIn<'scatter', RunPoint[]>(this.element, 'scatter', [{
      id: 'lit',
      resize: ({ currentDevicePixelRatio }, { size }) => this.#top.resize(size, currentDevicePixelRatio),
      afterDraw: () => this.#drawTop(),
    }]);
    const ended = new AbortController();
    this.#ended.push(() => ended.abort(), group.onChange((change) => change === 'highlight' && this.#drawTop()));
    this.#surface.addEventListener('pointermove', (event) => group.hover(this.#runAt(event)), ended);
    this.#surface.addEventListener('pointerleave', () => group.hover(undefined), ended);
    this.#surface.addEventListener('blur', () => group.hover(undefined), ended);
    this.#surface.addEventListener('click', (event) => this.#pick(this.#runAt(event)), ended);
    this.#surface.addEventListener('keydown', (event) => this.#key(event), ended);
  }

  show(data: ScatterData): void {
    this.#data = data;
    this.#surface.ariaLabel = `${data.y.key} against ${data.x.key}: arrow keys go from run to run, Enter selects one`;
    this.#ask();
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#ask();
  }

  /** @param ratio pixels of the picture per CSS pixel */
  picture(ratio: number): Picture {
    const { width, height } = this.#chart;
    return atRatio(this.#chart, ratio, () => ({ size: { width, height }, layers: [this.#chart.canvas, this.#top.element].map(copyOf), labels: this.#surface, theme: this.#theme }));
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#ended.forEach((end) => end());
    this.#chart.destroy();
    this.element.remove();
  }

  #ask(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const data = this.#data;
    if (data === undefined) {
      return;
    }
    const [chart, theme] = [this.#chart, this.#theme];
    fill(chart, pointSets(data, theme, chart));
    const title = { display: true, text: titleOf(data.y), align: 'start' as const, color: theme.foreground, font: { size: AXIS_FONT, family: theme.family, weight: 'normal' as const }, padding: 4 };
    chart.options = {
      ...SHARED, layout: { autoPadding: false, padding: { right: RIGHT } }, plugins: { title },
      scales: { x: titled(axisOf('x', data.x, theme), titleOf(data.x), theme), y: axisOf('y', data.y, theme) },
    };
    this.#surface.style.width = `${chart.width}px`;
    chart.update();
  }

  /** Where the points stand, in pixels. */
  #points(): PlacedPoint[] {
    return this.#chart.data.datasets.flatMap(({ data }, set) => {
      const { data: elements } = this.#chart.getDatasetMeta(set);
      return data.flatMap(({ run }, index) => {
        const element = elements[index];
        return element === undefined ? [] : [{ run, x: element.x, y: element.y }];
      });
    });
  }

  #drawTop(): void {
    this.#top.clear();
    const { context } = this.#top;
    const data = this.#data;
    const point = data === undefined || this.#group.highlighted === undefined ? undefined : this.#points().find(({ run }) => data.looks[run]?.run_id === this.#group.highlighted);
    const look = data?.looks[point?.run ?? -1];
    if (point === undefined || look === undefined || data === undefined) {
      this.#tip.hide();
      return;
    }
    this.#veil();
    context.fillStyle = runColor(this.#theme, look.color);
    paintDot(context, point.x, point.y, DOT + 1.5);
    context.strokeStyle = this.#theme.foreground;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(point.x, point.y, DOT + 4, 0, 2 * Math.PI);
    context.stroke();
    const lines = [data.x, data.y].map((field) => ({ name: field.key, value: wordsOf(field, point.run) }));
    this.#tip.show(look.name, runColor(this.#theme, look.color), lines, { x: point.x, y: point.y, width: this.#chart.width });
    this.#said.textContent = document.activeElement !== this.#surface ? '' : `${look.name}: ${lines.map(({ name, value }) => `${name} ${value}`).join(', ')}${data.selected.has(look.run_id) ? ', selected' : ''}`;
  }

  /** Over all points, but not over the words of the axes: those keep their contrast, and nothing is drawn again. */
  #veil(): void {
    const { context } = this.#top;
    const { left, top, width, height } = this.#chart.chartArea;
    context.globalAlpha = 1 - BEHIND;
    context.fillStyle = this.#theme.background;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
  }

  #runAt(event: MouseEvent): string | undefined {
    const [nearest] = this.#chart.getElementsAtEventForMode(event, 'nearest', { intersect: true }, false);
    const run = nearest === undefined ? undefined : this.#chart.data.datasets[nearest.datasetIndex]?.data[nearest.index]?.run;
    return this.#data?.looks[run ?? -1]?.run_id;
  }

  #pick(runId: string | undefined): void {
    if (runId !== undefined) {
      this.#picked(runId);
    }
  }

  #key(event: KeyboardEvent): void {
    const sorted = this.#points().toSorted((a, b) => a.x - b.x || b.y - a.y);
    const at = sorted.findIndex(({ run }) => this.#data?.looks[run]?.run_id === this.#group.highlighted);
    const last = sorted.length - 1;
    const moves: Record<string, number> = { ArrowRight: Math.min(last, at + 1), ArrowLeft: at < 0 ? last : Math.max(0, at - 1), Home: 0, End: last };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#group.hover(this.#data?.looks[sorted[to]?.run ?? -1]?.run_id);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#pick(this.#group.highlighted);
    }
  }
}
