/**
 * The lines of parallel coordinates between scales of Chart.js. Names of axes and brushes are elements above them. Not chartjs-chart-pcp: it has
 * no categories, no brushes and no order of axes, and makes an element for each run and axis.
 */
import type { Chart } from 'chart.js';
import { AXIS_FONT } from './axes';
import type { ChartGroup } from './chartGroup';
import type { FieldAxis } from './fieldAxis';
import { copyOf, Layer, type Picture } from './layers';
import { PARALLEL_PADDING, parallelOptions } from './parallelOptions';
import { atRatio, plotIn } from './plot';
import type { RunLook } from './runLook';
import { readTheme, runColor, type ChartTheme } from './theme';

const SIDE = PARALLEL_PADDING.left;
const SHADES = 12;
const REACH = 8;
const OUTSIDE_ALPHA = 0.07;
const CLEAR = 10;

export interface ParallelData {
  readonly looks: readonly RunLook[];
  readonly axes: readonly FieldAxis[];
  readonly passing: readonly boolean[];
  /** 0 to 1 from worst to best; undefined: each run in its own colour */
  readonly ranks: readonly (number | undefined)[] | undefined;
}

/** Where axes stand in this width. */
export function axisPlace(index: number, count: number, width: number): number {
  return count === 1 ? width / 2 : SIDE + (index * (width - 2 * SIDE)) / (count - 1);
}

export class ParallelChart {
  readonly #parent: HTMLElement;
  readonly #chart: Chart<'scatter'>;
  readonly #lines = new Layer('curves');
  readonly #top = new Layer('top');
  readonly #group: ChartGroup;
  readonly #ended: (() => void)[] = [];
  #theme = readTheme();
  #data: ParallelData | undefined;
  #frame = 0;

  /** @param parent holds the lines under its other children */
  constructor(parent: HTMLElement, group: ChartGroup, picked: (runId: string) => void, resized: (width: number) => void) {
    this.#parent = parent;
    this.#group = group;
    parent.prepend(this.#top.element);
    this.#chart = plotIn(parent, 'scatter', [{
      id: 'lines',
      resize: ({ currentDevicePixelRatio }, { size }) => {
        [this.#lines, this.#top].forEach((layer) => layer.resize(size, currentDevicePixelRatio));
        resized(size.width);
      },
      beforeDatasetsDraw: () => this.#paintLines(),
      afterDraw: () => this.#drawTop(),
    }]);
    // The words of the axes lie over the lines.
    parent.prepend(this.#lines.element);
    const ended = new AbortController();
    parent.addEventListener('pointermove', (event) => group.hover(this.#runAt(event)), ended);
    parent.addEventListener('pointerleave', () => group.hover(undefined), ended);
    parent.addEventListener('click', (event) => {
      const run = event.target instanceof Element && event.target.closest('button') !== null ? undefined : this.#runAt(event);
      if (run !== undefined) {
        picked(run);
      }
    }, ended);
    this.#ended.push(() => ended.abort(), group.onChange((change) => change === 'highlight' && this.#drawTop()));
  }

  show(data: ParallelData): void {
    this.#data = data;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#draw();
  }

  /** @param ratio pixels of the picture per CSS pixel @param labels names of the axes, and the chosen parts of them */
  picture(ratio: number, labels: HTMLElement): Picture {
    const { width, height, canvas } = this.#chart;
    return atRatio(this.#chart, ratio, () => {
      const layers = [this.#lines.element, canvas, this.#top.element].map(copyOf);
      paintParts(layers.at(-1)?.getContext('2d'), ratio, labels);
      return { size: { width, height }, layers, labels, theme: this.#theme };
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#ended.forEach((end) => end());
    const { canvas } = this.#chart;
    this.#chart.destroy();
    [canvas, this.#lines.element, this.#top.element].forEach((element) => element.remove());
  }

  #draw(): void {
    if (this.#data !== undefined) {
      const { context } = this.#lines;
      this.#chart.options = parallelOptions(this.#data.axes.map(({ field }) => field), this.#theme, (word) => {
        context.font = `${AXIS_FONT}px ${this.#theme.family}`;
        return shortened(context, word, this.#room());
      });
      this.#chart.update();
    }
  }

  #paintLines(): void {
    const data = this.#data;
    const { context } = this.#lines;
    this.#lines.clear();
    if (data === undefined) {
      return;
    }
    context.lineWidth = data.looks.length > 1000 ? 0.75 : 1.25;
    context.lineJoin = 'round';
    // Worst first, so that the best lie on top; those outside the brushes under all.
    const shade = (run: number): number => Math.round((data.ranks?.[run] ?? 0) * (SHADES - 1));
    const order = data.looks.map((_, run) => run).sort((a, b) => Number(data.passing[a]) - Number(data.passing[b]) || shade(a) - shade(b));
    const thinning = this.#thinning(data);
    for (const run of order) {
      this.#style(context, data, run, shade(run), thinning);
      this.#trace(context, data.axes, run);
    }
    context.globalAlpha = 1;
  }

  #style(context: CanvasRenderingContext2D, data: ParallelData, run: number, shade: number, thinning: number): void {
    const share = shade / (SHADES - 1);
    const inside = data.passing[run] === true;
    const own = runColor(this.#theme, data.looks[run]?.color ?? 0);
    context.strokeStyle = !inside ? this.#theme.muted : data.ranks === undefined ? own : `color-mix(in oklab, ${this.#theme.runs[0] ?? own} ${Math.round(share * 100)}%, ${this.#theme.muted})`;
    context.globalAlpha = !inside ? OUTSIDE_ALPHA : (data.ranks === undefined ? 0.8 : 0.25 + 0.65 * share) * thinning;
  }

  /** Many lines are drawn fainter, so that where they lie together can still be seen. */
  #thinning({ passing }: ParallelData): number {
    return Math.max(0.08, Math.min(1, CLEAR / Math.sqrt(passing.reduce((count, inside) => count + Number(inside), 0))));
  }

  /** A line from axis to axis, broken where the run has no value. */
  #trace(context: CanvasRenderingContext2D, axes: readonly FieldAxis[], run: number): void {
    let pen = false;
    context.beginPath();
    axes.forEach((axis, index) => {
      const [x, y] = [axisPlace(index, axes.length, this.#chart.width), axis.pixel(run)];
      if (Number.isNaN(y)) {
        pen = false;
      } else if (pen) {
        context.lineTo(x, y);
      } else {
        context.moveTo(x, y);
        pen = true;
      }
    });
    context.stroke();
  }

  /** Pixels for the words of an axis. */
  #room(): number {
    const count = this.#data?.axes.length ?? 1;
    return Math.max(SIDE - 8, Math.min(110, axisPlace(1, count, this.#chart.width) - axisPlace(0, count, this.#chart.width) - 30));
  }

  #drawTop(): void {
    this.#top.clear();
    const { context } = this.#top;
    const data = this.#data;
    const run = data?.looks.findIndex(({ run_id }) => run_id === this.#group.highlighted) ?? -1;
    const look = data?.looks[run];
    this.#lines.element.classList.toggle('chart-behind', look !== undefined);
    if (data === undefined || look === undefined) {
      return;
    }
    context.strokeStyle = runColor(this.#theme, look.color);
    context.lineWidth = 2.5;
    this.#trace(context, data.axes, run);
    this.#paintValues(context, data, run, look.name);
  }

  /** The run's name, and its value at each axis, over everything. */
  #paintValues(context: CanvasRenderingContext2D, { axes }: ParallelData, run: number, name: string): void {
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.strokeStyle = this.#theme.background;
    context.lineWidth = 4;
    let named = false;
    axes.forEach((axis, index) => {
      const [x, y] = [axisPlace(index, axes.length, this.#chart.width) + 6, axis.pixel(run)];
      if (Number.isNaN(y)) {
        return;
      }
      const lines = named ? [axis.words(run)] : [name, axis.words(run)];
      lines.forEach((words, line) => {
        context.font = `${line < lines.length - 1 ? 700 : 400} ${AXIS_FONT}px ${this.#theme.family}`;
        const short = shortened(context, words, index === axes.length - 1 ? SIDE - 8 : this.#room() + 20);
        const at = y - 9 - (lines.length - 1 - line) * 14;
        context.strokeText(short, x, at);
        context.fillStyle = this.#theme.foreground;
        context.fillText(short, x, at);
      });
      named = true;
    });
  }

  #runAt(event: MouseEvent): string | undefined {
    const data = this.#data;
    const box = this.#parent.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (data === undefined || data.axes.length < 2) {
      return undefined;
    }
    const count = data.axes.length;
    const gap = axisPlace(1, count, this.#chart.width) - axisPlace(0, count, this.#chart.width);
    const left = Math.min(count - 2, Math.max(0, Math.floor((x - SIDE) / gap)));
    const share = (x - axisPlace(left, count, this.#chart.width)) / gap;
    let best: { readonly runId: string; readonly away: number } | undefined;
    data.looks.forEach(({ run_id }, run) => {
      const [from, to] = [data.axes[left]?.pixel(run) ?? NaN, data.axes[left + 1]?.pixel(run) ?? NaN];
      const away = Math.abs(from + (to - from) * share - y);
      if (data.passing[run] === true && away <= REACH && (best === undefined || away < best.away)) {
        best = { runId: run_id, away };
      }
    });
    return best?.runId;
  }
}

/** The chosen parts of axes are elements on the page, and become strokes in a picture. */
function paintParts(context: CanvasRenderingContext2D | null | undefined, ratio: number, labels: HTMLElement): void {
  const origin = labels.getBoundingClientRect();
  for (const part of labels.querySelectorAll('.chart-axis-part')) {
    const box = part.getBoundingClientRect();
    if (context) {
      context.strokeStyle = getComputedStyle(part).borderTopColor;
      context.lineWidth = 2 * ratio;
      context.strokeRect((box.left - origin.left) * ratio, (box.top - origin.top) * ratio, box.width * ratio, box.height * ratio);
    }
  }
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  let end = text.length;
  while (end > 1 && context.measureText(text.slice(0, end)).width > width) {
    end--;
  }
  return end === text.length ? text : `${text.slice(0, end - 1)}…`;
}
