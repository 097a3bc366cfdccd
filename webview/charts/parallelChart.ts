/** The lines of parallel coordinates. Axes and brushes are elements above them. */
import type { Size } from './area';
import type { ChartGroup } from './chartGroup';
import type { FieldAxis } from './fieldAxis';
import { Layer } from './layers';
import { AXIS_FONT } from './axes';
import type { RunLook } from './runLook';
import { readTheme, runColor, type ChartTheme } from './theme';

export const PARALLEL_SIDE = 56;
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
  return count === 1 ? width / 2 : PARALLEL_SIDE + (index * (width - 2 * PARALLEL_SIDE)) / (count - 1);
}

export class ParallelChart {
  readonly #parent: HTMLElement;
  readonly #lines = new Layer('curves');
  readonly #axes = new Layer('grid');
  readonly #top = new Layer('top');
  readonly #group: ChartGroup;
  readonly #ended: (() => void)[] = [];
  #theme = readTheme();
  #size: Size = { width: 0, height: 0 };
  #data: ParallelData | undefined;
  #frame = 0;

  /** @param parent holds the lines under its other children */
  constructor(parent: HTMLElement, group: ChartGroup, picked: (runId: string) => void, resized: (width: number) => void) {
    this.#parent = parent;
    this.#group = group;
    parent.prepend(this.#lines.element, this.#axes.element, this.#top.element);
    const observer = new ResizeObserver(() => {
      this.#size = { width: parent.clientWidth, height: parent.clientHeight };
      [this.#lines, this.#axes, this.#top].forEach((layer) => layer.resize(this.#size, window.devicePixelRatio));
      resized(this.#size.width);
      this.#draw();
    });
    observer.observe(parent);
    const ended = new AbortController();
    parent.addEventListener('pointermove', (event) => group.hover(this.#runAt(event)), ended);
    parent.addEventListener('pointerleave', () => group.hover(undefined), ended);
    parent.addEventListener('click', (event) => {
      const run = event.target instanceof Element && event.target.closest('button') !== null ? undefined : this.#runAt(event);
      if (run !== undefined) {
        picked(run);
      }
    }, ended);
    this.#ended.push(() => observer.disconnect(), () => ended.abort(), group.onChange((change) => change === 'highlight' && this.#drawTop()));
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

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#ended.forEach((end) => end());
    [this.#lines, this.#axes, this.#top].forEach(({ element }) => element.remove());
  }

  #draw(): void {
    const data = this.#data;
    const { context } = this.#lines;
    this.#lines.clear();
    this.#axes.clear();
    if (data === undefined || this.#size.width === 0) {
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
    this.#paintAxes(this.#axes.context, data);
    this.#drawTop();
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
      const [x, y] = [axisPlace(index, axes.length, this.#size.width), axis.pixel(run)];
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

  #paintAxes(context: CanvasRenderingContext2D, { axes }: ParallelData): void {
    context.font = `${AXIS_FONT}px ${this.#theme.family}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    axes.forEach(({ scale, ticks }, index) => {
      const x = Math.round(axisPlace(index, axes.length, this.#size.width)) + 0.5;
      context.strokeStyle = this.#theme.muted;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, scale.toPixel(scale.domain[0]));
      context.lineTo(x, scale.toPixel(scale.domain[1]));
      context.stroke();
      ticks.values.forEach((value, tick) => {
        const y = scale.toPixel(value);
        const word = shortened(context, ticks.words[tick] ?? '', this.#room());
        context.strokeStyle = this.#theme.background;
        context.lineWidth = 4;
        context.strokeText(word, x - 6, y);
        context.fillStyle = this.#theme.foreground;
        context.fillText(word, x - 6, y);
      });
    });
  }

  /** Pixels for the words of an axis. */
  #room(): number {
    const count = this.#data?.axes.length ?? 1;
    return Math.max(PARALLEL_SIDE - 8, Math.min(110, axisPlace(1, count, this.#size.width) - axisPlace(0, count, this.#size.width) - 30));
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
      const [x, y] = [axisPlace(index, axes.length, this.#size.width) + 6, axis.pixel(run)];
      if (Number.isNaN(y)) {
        return;
      }
      const lines = named ? [axis.words(run)] : [name, axis.words(run)];
      lines.forEach((words, line) => {
        context.font = `${line < lines.length - 1 ? 700 : 400} ${AXIS_FONT}px ${this.#theme.family}`;
        const short = shortened(context, words, index === axes.length - 1 ? PARALLEL_SIDE - 8 : this.#room() + 20);
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
    const gap = axisPlace(1, count, this.#size.width) - axisPlace(0, count, this.#size.width);
    const left = Math.min(count - 2, Math.max(0, Math.floor((x - PARALLEL_SIDE) / gap)));
    const share = (x - axisPlace(left, count, this.#size.width)) / gap;
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

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  let end = text.length;
  while (end > 1 && context.measureText(text.slice(0, end)).width > width) {
    end--;
  }
  return end === text.length ? text : `${text.slice(0, end - 1)}…`;
}
