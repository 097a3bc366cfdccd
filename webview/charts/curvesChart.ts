/** One chart of curves: what it shows, and how much of it has to be drawn again. Axes, layout and size are Chart.js's. */
import type { Chart } from 'chart.js';
import type { Size } from './area';
import type { ChartGroup, GroupChange } from './chartGroup';
import { placeOf, type CurveController } from './curveController';
import { curveSets } from './curveSets';
import { CurvesPointer } from './curvesPointer';
import { bestRun, nextSeries, notesOf, PLAIN, showsRaw, type CurvesData, type CurvesOptions } from './curvesModel';
import { curvesOptions } from './curvesOptions';
import { drawTop } from './curvesTop';
import { extentOf, LivingDomains, tightDomains, type Domains } from './domains';
import { EndLabels } from './endLabels';
import { copyOf, Layer, type Picture } from './layers';
import { clipped, paintBand, type CurvePlace } from './paintCurves';
import { atRatio, fill, plotIn } from './plot';
import { inSight, nearestRun, REACH, stepped, zoomWithin } from './reach';
import { union, type Range } from './scale';
import { nearestX, xRange, type Series } from './series';
import { spoken } from './spoken';
import { readTheme, type ChartTheme } from './theme';

/** What is drawn again: from the cursor alone to everything. */
type Level = (typeof LEVELS)[number];
const LEVELS = ['top', 'tail', 'living', 'all'] as const;

export class CurvesChart {
  readonly element = document.createElement('div');
  readonly #group: ChartGroup;
  readonly #chart: Chart<'curve'>;
  readonly #layers = { curves: new Layer('curves'), living: new Layer('living'), top: new Layer('top') };
  readonly #surface = document.createElement('div');
  readonly #labels: EndLabels;
  readonly #living = new LivingDomains();
  readonly #noted: (notes: readonly string[]) => void;
  readonly #picked: (runId: string) => void;
  readonly #ended: (() => void)[] = [];
  #theme = readTheme();
  #data: CurvesData | undefined;
  #options: CurvesOptions = PLAIN;
  #series: readonly Series[] = [];
  #place: CurvePlace | undefined;
  #tails = new Map<Series, number>();
  #chosen: Range | undefined;
  #waiting: Level | undefined;
  #frame = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param noted what has to be said beside the title
   * @param picked a run was clicked
   */
  constructor(parent: HTMLElement, group: ChartGroup, noted: (notes: readonly string[]) => void, picked: (runId: string) => void) {
    this.#group = group;
    this.#noted = noted;
    this.#picked = picked;
    this.#labels = new EndLabels(group, () => this.#series.map(({ look }) => look.run_id));
    this.element.className = 'chart-plot';
    this.#surface.className = 'chart-surface';
    this.#surface.tabIndex = 0;
    this.#surface.role = 'slider';
    this.element.append(...Object.values(this.#layers).map((layer) => layer.element), this.#surface, this.#labels.element);
    parent.append(this.element);
    this.#chart = plotIn(this.element, 'curve', [{
      id: 'layers',
      resize: (chart, { size }) => this.#resize(chart, size),
      beforeDatasetsDraw: (chart) => this.#begin(chart),
      afterDraw: () => this.#drawTop(),
    }]);
    this.#listen();
  }

  /** Shows data; what has not changed is not drawn again. */
  show(data: CurvesData, options: CurvesOptions): void {
    const before = this.#data;
    const otherAxes = (['x', 'logX', 'logY', 'smoothing'] as const).some((name) => options[name] !== this.#options[name]) || before?.metric !== data.metric;
    const { series, changed } = nextSeries(this.#series, data, options, otherAxes);
    this.#data = data;
    this.#options = options;
    this.#series = series;
    this.#noted(notesOf(series, data, options));
    // A band holds all its runs: which of them are drawn on top moves no axis.
    const sameRuns = !otherAxes && this.#living.shown !== undefined && (before?.band === undefined ? changed !== undefined && data.band === undefined : data.band !== undefined);
    if (!sameRuns || data.window !== undefined) {
      this.#living.reset(this.#tight(), performance.now());
      this.#ask('all');
    } else if (changed === undefined || before?.band !== data.band || before?.best !== data.best) {
      this.#grow('all');
    } else if (changed.size > 0) {
      this.#remember(changed);
      this.#grow([...changed].every(([, from]) => from > 0) ? 'tail' : [...changed].every(([{ look }]) => look.running === true) ? 'living' : 'all');
    } else {
      this.#ask('top');
    }
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#ask('all');
  }

  /** Draws at once what waits for the next frame. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    const level = this.#waiting;
    this.#waiting = undefined;
    if (level === undefined || this.#chart.width === 0) {
      return;
    }
    if (level === 'all' || this.#place === undefined) {
      this.#configure(this.#chart);
      this.#chart.update();
      return;
    }
    if (level === 'living') {
      this.#drawLiving();
    } else if (level === 'tail') {
      this.#drawTails();
    }
    this.#drawTop();
  }

  /** @param ratio pixels of the picture per CSS pixel */
  picture(ratio: number): Picture {
    this.flush();
    const { width, height, canvas } = this.#chart;
    const canvases = [canvas, ...Object.values(this.#layers).map(({ element }) => element)];
    return atRatio(this.#chart, ratio, () => ({ size: { width, height }, layers: canvases.map(copyOf), labels: this.#labels.element, theme: this.#theme }));
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#pause);
    this.#ended.forEach((end) => end());
    this.#chart.destroy();
    this.element.remove();
  }

  #listen(): void {
    this.#ended.push(this.#group.onChange((change) => this.#react(change)));
    const pointer = new CurvesPointer(this.#surface, {
      scale: () => this.#place?.x,
      point: (x, y) => this.#point(x, y),
      leave: () => {
        this.#group.moveCursor(undefined);
        this.#group.hover(undefined);
      },
      pick: (x, y) => {
        const near = this.#place === undefined ? undefined : nearestRun(this.#visible(), this.#place, x, y);
        if (near !== undefined) {
          this.#picked(near);
        }
      },
      choose: (part) => {
        this.#chosen = part;
        this.#ask('top');
      },
      zoom: (range, fresh) => this.#zoom(range, fresh),
      back: () => this.#group.zoomBack(),
      step: (direction, times) => {
        if (this.#place !== undefined) {
          this.#group.moveCursor(stepped(this.#visible(), this.#place.x.domain, this.#group.cursor, direction, times));
        }
      },
      jump: (end) => {
        const range = this.#place?.x.domain;
        this.#group.moveCursor(range === undefined ? undefined : nearestX(inSight(this.#visible(), range), end === 'first' ? range[0] : range[1]));
      },
      cursor: () => this.#group.cursor,
    });
    this.#ended.push(() => pointer.destroy());
  }

  /** Chart.js draws everything after this; what waits is drawn with it. */
  #resize(chart: Chart<'curve'>, size: Size): void {
    Object.values(this.#layers).forEach((layer) => layer.resize(size, chart.currentDevicePixelRatio));
    if (this.#data !== undefined) {
      this.#waiting = undefined;
      this.#configure(chart);
    }
  }

  #react(change: GroupChange): void {
    if (change === 'zoom') {
      this.#living.reset(this.#tight(), performance.now());
    }
    this.#ask(change === 'zoom' || change === 'dimmed' ? 'all' : 'top');
  }

  #tight(): Domains | undefined {
    const { logX, logY } = this.#options;
    const given = this.#data?.window;
    if (given !== undefined) {
      return { x: this.#group.zoom ?? given.x, y: given.y };
    }
    return tightDomains(this.#series, this.#data?.band, { zoom: this.#group.zoom, raw: showsRaw(this.#series, this.#options), logX, logY });
  }

  #remember(appended: ReadonlyMap<Series, number>): void {
    const before = new Map([...this.#tails].map(([series, from]) => [series.look.run_id, from]));
    appended.forEach((from, series) => this.#tails.set(series, Math.min(from, before.get(series.look.run_id) ?? from)));
    const current = new Set(this.#series);
    [...this.#tails.keys()].filter((series) => !current.has(series)).forEach((series) => this.#tails.delete(series));
  }

  /** @param level what is to be drawn even when the axes hold still */
  #grow(level: Level): void {
    clearTimeout(this.#pause);
    const grown = this.#living.grow(this.#tight(), performance.now(), this.#group.zoom !== undefined);
    if (typeof grown === 'number') {
      this.#pause = setTimeout(() => this.#grow('tail'), grown);
    }
    this.#ask(grown === 'moved' ? 'all' : level);
  }

  #ask(level: Level): void {
    if (this.#waiting === undefined) {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.flush());
    }
    this.#waiting = LEVELS[Math.max(LEVELS.indexOf(level), LEVELS.indexOf(this.#waiting ?? 'top'))] as Level;
  }

  #configure(chart: Chart<'curve'>): void {
    const domains = this.#living.shown;
    chart.options = curvesOptions(domains, this.#options, this.#theme, chart.width);
    const look = { best: this.#best(), raw: showsRaw(this.#series, this.#options), dimmed: this.#group.dimmed, theme: this.#theme, layers: this.#layers };
    fill(chart, domains === undefined ? [] : curveSets(this.#series, look));
  }

  /** The axes are drawn, and the curves come next. */
  #begin(chart: Chart<'curve'>): void {
    this.#tails.clear();
    this.#layers.curves.clear();
    this.#layers.living.clear();
    const band = this.#data?.band;
    const place = this.#living.shown === undefined ? undefined : placeOf(chart, this.#theme);
    this.#place = place;
    if (place !== undefined) {
      this.#surface.style.width = `${place.area.right + 4}px`;
    }
    if (place !== undefined && band !== undefined) {
      // Under the curves, so that it stays as it is when one of them is lit.
      clipped(place, () => paintBand(place, band));
    }
  }

  #drawLiving(): void {
    this.#layers.living.clear();
    this.#series.filter(({ look }) => look.running === true).forEach((series) => {
      this.#tails.delete(series);
      this.#curve(series)?.paint();
    });
  }

  #drawTails(): void {
    this.#tails.forEach((from, series) => this.#curve(series)?.paint(from));
    this.#tails.clear();
  }

  /** What draws a series that may have come after Chart.js's last update. */
  #curve(series: Series): CurveController | undefined {
    const index = this.#chart.data.datasets.findIndex((dataset) => dataset.series?.look?.run_id === series.look.run_id);
    const dataset = this.#chart.data.datasets[index];
    if (dataset === undefined) {
      return undefined;
    }
    dataset.series = series;
    return this.#chart.getDatasetMeta(index).controller as CurveController;
  }

  #drawTop(): void {
    const { top, curves, living } = this.#layers;
    top.clear();
    const place = this.#place;
    this.element.classList.toggle('chart-without-values', place === undefined);
    this.#labels.element.hidden = place === undefined;
    if (place === undefined) {
      return;
    }
    const lit = this.#series.some(({ look }) => look.run_id === this.#group.highlighted);
    [curves, living].forEach(({ element }) => element.classList.toggle('chart-behind', lit));
    const shown = { series: this.#series, options: this.#options, direction: this.#data?.direction ?? 'unknown', best: this.#best(), chosen: this.#chosen, width: this.#chart.width };
    const ends = drawTop({ ...place, context: top.context }, shown, this.#group, this.#labels);
    // The plot is a slider for a screen reader.
    spoken(this.#surface, this.#data?.metric ?? '', place.x.domain, this.#group.cursor, this.#options.x, ends);
  }

  #best(): string | undefined {
    return this.#data?.best ?? bestRun(this.#series, this.#data?.direction ?? 'unknown');
  }

  #visible(): Series[] {
    return this.#series.filter(({ look }) => !this.#group.dimmed.has(look.run_id));
  }

  #point(x: number, y: number): void {
    const place = this.#place;
    if (place !== undefined && x >= place.area.left - REACH && x <= place.area.right + REACH) {
      const within = Math.min(place.area.right, Math.max(place.area.left, x));
      this.#group.moveCursor(nearestX(inSight(this.#visible(), place.x.domain), place.x.toValue(within)));
      this.#group.hover(nearestRun(this.#visible(), place, x, y));
    }
  }

  #zoom(wish: Range, fresh: boolean): void {
    const whole = this.#data?.whole ?? union([...this.#series.map(xRange), extentOf(this.#data?.band)]);
    const range = whole === undefined ? undefined : zoomWithin(wish, whole);
    if (range === 'all') {
      this.#group.showAll();
    } else if (range !== undefined && (fresh || this.#group.zoom === undefined)) {
      this.#group.zoomTo(range);
    } else if (range !== undefined) {
      this.#group.adjustZoom(range);
    }
  }
}
