/** Runs as points: any field against any other. */
import type { Area, Size } from './area';
import type { ChartGroup } from './chartGroup';
import { ChartTip } from './chartTip';
import { fieldAxis, type FieldAxis } from './fieldAxis';
import type { Field } from './fields';
import { Layer, type Picture } from './layers';
import { axisWidth, paintAxes } from './paintAxes';
import { paintDot } from './paintCurves';
import type { RunLook } from './runLook';
import { readTheme, runColor, type ChartTheme } from './theme';

const [TOP, BOTTOM, RIGHT] = [10, 26, 16];
const REACH = 14;
const [DOT, SMALL_DOT, MANY] = [4, 2.5, 500];
/** Share of a category's room over which its points are spread. */
const SPREAD = 0.5;
/** … but few points are not: pixels. */
const FEW_SPREAD = 24;
const CROWD_ALPHA = 0.45;

export interface ScatterData {
  readonly looks: readonly RunLook[];
  /** run ids that are selected: filled dots; the others are hollow */
  readonly selected: ReadonlySet<string>;
  readonly x: Field;
  readonly y: Field;
}

interface Point { readonly run: number; readonly x: number; readonly y: number }

export class ScatterChart {
  readonly element = document.createElement('div');
  readonly #layers = { grid: new Layer('grid'), points: new Layer('curves'), top: new Layer('top') };
  readonly #surface = document.createElement('div');
  readonly #said = document.createElement('div');
  readonly #tip = new ChartTip();
  readonly #group: ChartGroup;
  readonly #picked: (runId: string) => void;
  readonly #ended: (() => void)[] = [];
  #theme = readTheme();
  #size: Size = { width: 0, height: 0 };
  #data: ScatterData | undefined;
  #axes: { readonly x: FieldAxis; readonly y: FieldAxis } | undefined;
  #points: readonly Point[] = [];
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
    this.element.append(...Object.values(this.#layers).map((layer) => layer.element), this.#surface, this.#said, this.#tip.element);
    parent.append(this.element);
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(this.element);
    const ended = new AbortController();
    this.#ended.push(() => observer.disconnect(), () => ended.abort(), group.onChange((change) => change === 'highlight' && this.#drawTop()));
    this.#surface.addEventListener('pointermove', (event) => group.hover(this.#runAt(event.offsetX, event.offsetY)), ended);
    this.#surface.addEventListener('pointerleave', () => group.hover(undefined), ended);
    this.#surface.addEventListener('blur', () => group.hover(undefined), ended);
    this.#surface.addEventListener('click', (event) => this.#pick(this.#runAt(event.offsetX, event.offsetY)), ended);
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
    this.#resize(ratio);
    const picture = { size: this.#size, layers: Object.values(this.#layers).map((layer) => layer.copy()), labels: this.#surface, theme: this.#theme };
    this.#resize(window.devicePixelRatio);
    return picture;
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#ended.forEach((end) => end());
    this.element.remove();
  }

  #measure(): void {
    this.#size = { width: this.element.clientWidth, height: this.element.clientHeight };
    this.#resize(window.devicePixelRatio);
  }

  #resize(ratio: number): void {
    Object.values(this.#layers).forEach((layer) => layer.resize(this.#size, ratio));
    this.#draw();
  }

  #ask(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const data = this.#data;
    const { grid, points } = this.#layers;
    grid.clear();
    points.clear();
    if (data === undefined || this.#size.width === 0) {
      return;
    }
    const [top, bottom, right] = [TOP + 16, this.#size.height - BOTTOM - 14, this.#size.width - RIGHT];
    const y = fieldAxis(data.y, [bottom, top]);
    const area: Area = { left: axisWidth(grid.context, y.ticks.words, this.#theme), top, right, bottom };
    const x = fieldAxis(data.x, [area.left, area.right]);
    this.#axes = { x, y };
    this.#surface.style.width = `${this.#size.width}px`;
    paintAxes(grid.context, area, x.scale, y.scale, { x: x.ticks, y: y.ticks }, this.#theme);
    this.#paintTitles(area, x.title, y.title);
    this.#points = data.looks.flatMap((look, run) => {
      const point = { run, x: x.pixel(run) + spread(look.run_id, x, 1, data.looks.length), y: y.pixel(run) + spread(look.run_id, y, 2, data.looks.length) };
      return Number.isNaN(point.x) || Number.isNaN(point.y) ? [] : [point];
    });
    // The selected ones last, over the others.
    for (const selected of [false, true]) {
      this.#points.filter(({ run }) => data.selected.has((data.looks[run] as RunLook).run_id) === selected).forEach((point) => this.#paintPoint(points.context, point, selected));
    }
    this.#drawTop();
  }

  #paintTitles(area: Area, x: string, y: string): void {
    const { context } = this.#layers.grid;
    context.font = `11px ${this.#theme.family}`;
    context.fillStyle = this.#theme.foreground;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillText(y, 4, TOP);
    context.textAlign = 'right';
    context.fillText(x, area.right, this.#size.height - 8);
  }

  #paintPoint(context: CanvasRenderingContext2D, { run, x, y }: Point, selected: boolean): void {
    const radius = this.#points.length > MANY ? SMALL_DOT : DOT;
    const color = runColor(this.#theme, this.#data?.looks[run]?.color ?? 0);
    if (selected) {
      context.fillStyle = color;
      paintDot(context, x, y, radius + 0.5);
    } else if (this.#points.length > MANY) {
      // Thousands of colours would say nothing but hide the selected ones.
      context.globalAlpha = CROWD_ALPHA;
      context.fillStyle = this.#theme.muted;
      paintDot(context, x, y, radius);
      context.globalAlpha = 1;
    } else {
      context.strokeStyle = color;
      context.lineWidth = 1.25;
      context.beginPath();
      context.arc(x, y, radius - 0.5, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  #drawTop(): void {
    const { context } = this.#layers.top;
    this.#layers.top.clear();
    const data = this.#data;
    const point = this.#points.find(({ run }) => data?.looks[run]?.run_id === this.#group.highlighted);
    this.#layers.points.element.classList.toggle('chart-behind', point !== undefined);
    const look = data?.looks[point?.run ?? -1];
    if (point === undefined || look === undefined || data === undefined || this.#axes === undefined) {
      this.#tip.hide();
      return;
    }
    const { x, y } = this.#axes;
    context.fillStyle = runColor(this.#theme, look.color);
    paintDot(context, point.x, point.y, DOT + 1.5);
    context.strokeStyle = this.#theme.foreground;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(point.x, point.y, DOT + 4, 0, 2 * Math.PI);
    context.stroke();
    const lines = [{ name: data.x.key, value: x.words(point.run) }, { name: data.y.key, value: y.words(point.run) }];
    this.#tip.show(look.name, runColor(this.#theme, look.color), lines, { x: point.x, y: point.y, width: this.#size.width });
    this.#said.textContent = document.activeElement !== this.#surface ? '' : `${look.name}: ${lines.map(({ name, value }) => `${name} ${value}`).join(', ')}${data.selected.has(look.run_id) ? ', selected' : ''}`;
  }

  #runAt(x: number, y: number): string | undefined {
    let best: { readonly run: number; readonly away: number } | undefined;
    for (const point of this.#points) {
      const away = Math.hypot(point.x - x, point.y - y);
      if (away <= REACH && (best === undefined || away < best.away)) {
        best = { run: point.run, away };
      }
    }
    return this.#data?.looks[best?.run ?? -1]?.run_id;
  }

  #pick(runId: string | undefined): void {
    if (runId !== undefined) {
      this.#picked(runId);
    }
  }

  #key(event: KeyboardEvent): void {
    const sorted = this.#points.toSorted((a, b) => a.x - b.x || b.y - a.y);
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

/** Points of one category are spread around its place, each run always by as much. */
function spread(runId: string, axis: FieldAxis, salt: number, runs: number): number {
  const room = Math.min(runs > MANY ? Infinity : FEW_SPREAD, SPREAD * Math.abs(axis.scale.toPixel(1) - axis.scale.toPixel(0)));
  if (axis.field.kind === 'number') {
    return 0;
  }
  let hash = salt;
  for (let index = 0; index < runId.length; index++) {
    hash = (Math.imul(hash, 31) + runId.charCodeAt(index)) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (((hash >>> 0) % 1000) / 1000 - 0.5) * room;
}
