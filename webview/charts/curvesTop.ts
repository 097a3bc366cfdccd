/** All that moves with the pointer: the lit curve, the cursor, the names and values at the ends of lines. */
import type { Direction } from '../../src/protocol/direction';
import type { ChartGroup } from './chartGroup';
import { showsRaw, xWords, type CurvesOptions } from './curvesModel';
import type { EndLabels } from './endLabels';
import { endsBeside, endsInside, lineEnds, type InsideEnd, type LineEnd, type PlacedEnd } from './lineEnds';
import { AXIS_FONT } from './axes';
import type { CurvePlace } from './paintCurves';
import { paintChoice, paintCursor, paintInside, paintLeaders, paintLit, paintLivingEnd } from './paintTop';
import type { Range } from './scale';
import { indexAt, type Series } from './series';

const LABEL_LEFT = 18;

/** What a chart shows at this moment. */
export interface ShownCurves {
  readonly series: readonly Series[];
  readonly options: CurvesOptions;
  readonly direction: Direction;
  readonly best: string | undefined;
  /** pixels that a drag covers so far */
  readonly chosen: Range | undefined;
  /** pixels of the chart, names included */
  readonly width: number;
}

interface Ends { readonly all: readonly LineEnd[]; readonly inside: readonly InsideEnd[]; readonly beside: readonly PlacedEnd[]; readonly left: number }

/**
 * Draws it on the empty layer of `place`, and sets the names beside the plot.
 * @returns where the lines end
 */
export function drawTop(place: CurvePlace, shown: ShownCurves, group: ChartGroup, labels: EndLabels): readonly LineEnd[] {
  const { series, options, chosen } = shown;
  const lit = series.find(({ look }) => look.run_id === group.highlighted);
  if (lit !== undefined) {
    paintLit(place, lit, showsRaw(series, options));
  }
  const isDimmed = ({ look }: { readonly look: Series['look'] }): boolean => group.dimmed.has(look.run_id);
  const ends = placedEnds(place, shown, group);
  paintLeaders(place, ends.beside, (runId) => group.dimmed.has(runId) || (lit !== undefined && lit.look.run_id !== runId));
  ends.all.filter((end) => end.look.running === true && !isDimmed(end)).forEach((end) => paintLivingEnd(place, end));
  if (group.cursor !== undefined) {
    // Among many curves dots would only hide them: the named ones get theirs.
    const dotted = [...ends.beside, ...ends.inside].filter((end) => !isDimmed(end)).map((end) => end.series);
    paintCursor(place, group.cursor, xWords(group.cursor, options.x), lit === undefined ? dotted : [lit]);
  }
  ends.inside.forEach((end) => paintInside(place, end));
  if (chosen !== undefined) {
    paintChoice(place, ...chosen);
  }
  showLabels(place, shown, ends, group.cursor, labels);
  return ends.all;
}

function placedEnds({ area, x, y, context, theme }: CurvePlace, { series, options, direction, best }: ShownCurves, { dimmed, highlighted }: ChartGroup): Ends {
  const all = lineEnds(series, area, x, y);
  context.font = `${AXIS_FONT}px ${theme.family}`;
  const words = ({ look, series: own, index }: LineEnd): string => `${look.name} · ${xWords(own.x[index] as number, options.x)}`;
  const inside = endsInside(all.filter(({ look }) => !dimmed.has(look.run_id)), area, { x, y }, words, (text) => context.measureText(text).width);
  const named = new Set(inside.map(({ look }) => look.run_id));
  const { placed, left } = endsBeside(all.filter(({ look }) => !named.has(look.run_id)), area, { direction, best, highlighted, dimmed });
  return { all, inside, beside: placed, left };
}

function showLabels({ area, theme }: CurvePlace, { width, best }: ShownCurves, ends: Ends, cursor: number | undefined, labels: EndLabels): void {
  labels.show(ends.beside, theme, {
    left: area.right + LABEL_LEFT, width, bottom: area.bottom, best,
    value: ({ series, index }) => {
      const at = cursor === undefined ? index : indexAt(series, cursor);
      return at === undefined ? undefined : series.raw[at];
    },
    note: ends.left > 0 ? `+ ${ends.left} more` : '',
  });
}
