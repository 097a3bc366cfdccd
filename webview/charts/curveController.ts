/**
 * A run's curve as a dataset of Chart.js. Its own controller for lines makes an element of each point and strokes every zigzag, which 50 curves
 * of 10,000 points have no time for: this one has no elements, reads its scales as plain arithmetic, and paints what a column of pixels shows.
 */
import { LineController, type Chart, type Scale as ChartScale } from 'chart.js';
import type { Layer } from './layers';
import { clipped, paintSeries, type CurvePlace, type CurveStyle } from './paintCurves';
import { scaleOf, type Scale } from './scale';
import type { Series } from './series';
import type { ChartTheme } from './theme';

/** What a dataset has besides its empty `data`. */
export interface CurveDataset {
  readonly data: number[];
  /** the last one is drawn first */
  readonly order: number;
  series: Series;
  /** curves have canvases of their own over Chart.js's: they step back, and grow, without the axes being drawn again */
  readonly layer: Layer;
  readonly style: CurveStyle;
  readonly theme: ChartTheme;
}

declare module 'chart.js' {
  interface ChartTypeRegistry {
    curve: Omit<ChartTypeRegistry['line'], 'datasetOptions' | 'defaultDataPoint'> & { datasetOptions: CurveDataset; defaultDataPoint: number };
  }
}

export class CurveController extends LineController {
  static override readonly id = 'curve';
  static override readonly defaults = { datasetElementType: false, dataElementType: 'point' };
  static readonly overrides = { scales: {} };

  /** The scales' domains are given, and where a point stands is counted while it is painted. */
  override update(): void {}

  override getMaxOverflow(): number {
    return 0;
  }

  override draw(): void {
    this.paint();
  }

  /** @param from index of the first point that is new; all without it */
  paint(from = 0): void {
    const { series, layer, style, theme } = this.getDataset() as unknown as CurveDataset;
    const place = { ...placeOf(this.chart, theme), context: layer.context };
    clipped(place, () => paintSeries(place, series, style, from));
  }
}

/** Where a chart of curves stands, for painting on its own canvas. */
export function placeOf(chart: Chart, theme: ChartTheme): CurvePlace {
  const { x, y } = chart.scales;
  return { context: chart.ctx, area: chart.chartArea, x: plainScale(x as ChartScale), y: plainScale(y as ChartScale), theme, ratio: chart.currentDevicePixelRatio };
}

/** A scale of Chart.js as plain arithmetic: asked for half a million points, the scale itself would take most of the time. */
function plainScale(scale: ChartScale): Scale {
  const { min, max } = scale;
  return scaleOf([min, max], [scale.getPixelForValue(min), scale.getPixelForValue(max)], scale.type === 'logarithmic');
}
