/** Series as datasets of Chart.js: the canvas that each is drawn on, how, and which lies over the others. */
import type { CurveDataset } from './curveController';
import type { Layer } from './layers';
import { DIMMED_ALPHA, LINE, THICK } from './paintCurves';
import type { Series } from './series';
import type { ChartTheme } from './theme';

export interface CurveSetsOptions {
  readonly best: string | undefined;
  /** raw values behind the smoothed ones */
  readonly raw: boolean;
  readonly dimmed: ReadonlySet<string>;
  readonly theme: ChartTheme;
  /** curves that still grow have a layer of their own: the others are not drawn again when these are */
  readonly layers: { readonly curves: Layer; readonly living: Layer };
}

export function curveSets(all: readonly Series[], { best, raw, dimmed, theme, layers }: CurveSetsOptions): CurveDataset[] {
  return all.map((series, index) => {
    const { run_id, running } = series.look;
    const [isBest, isDimmed] = [run_id === best, dimmed.has(run_id)];
    return {
      data: [], series, theme, layer: running === true ? layers.living : layers.curves,
      // The best one last, over the others.
      order: isBest ? -all.length : -index,
      style: { width: isBest && !isDimmed ? THICK : LINE, alpha: isDimmed ? DIMMED_ALPHA : 1, raw: raw && !isDimmed, crowd: all.length },
    };
  });
}
