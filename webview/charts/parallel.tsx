/** Parallel coordinates: an axis for each field, a line for each run. Axes are moved, and parts of them chosen, by pointer or keys. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countOf } from '../../src/wording/formatNumber';
import { ChartEmpty, ChartFrame } from './chartFrame';
import type { ChartGroup } from './chartGroup';
import './charts.css';
import type { TitledChart } from './exportPng';
import { fieldAxis, type FieldAxis } from './fieldAxis';
import type { Field } from './fields';
import { NumbersTable } from './numbersTable';
import { axisPlace, ParallelChart } from './parallelChart';
import { ParallelBrush } from './parallelBrush';
import { passing, ranks, reordered, withBrush, type Brushes } from './parallelModel';
import { PARALLEL_PADDING } from './parallelOptions';
import type { RunLook } from './runLook';
import { watchTheme } from './theme';

const HEIGHT = 300;
/** Pixels between which the axes stand. */
const [TOP, BOTTOM] = [PARALLEL_PADDING.top, HEIGHT - PARALLEL_PADDING.bottom];

export interface ParallelProps {
  readonly looks: readonly RunLook[];
  /** in the order of the axes */
  readonly fields: readonly Field[];
  /** the field whose values colour the lines, and whether lower ones are better; without it each run has its own colour */
  readonly colorBy?: { readonly field: Field; readonly lowerIsBetter: boolean } | undefined;
  readonly brushes: Brushes;
  readonly group: ChartGroup;
  readonly onOrder: (keys: readonly string[]) => void;
  /** brushes, and the runs that pass them; all runs when there is no brush */
  readonly onBrush: (brushes: Brushes, runIds: readonly string[]) => void;
  readonly onPick: (runId: string) => void;
  /** the chart, for `chartsPng` */
  readonly drawn?: Map<string, TitledChart>;
}

const TITLE = 'Params and metrics of each run';

export function Parallel({ looks, fields, colorBy, brushes, group, onOrder, onBrush, onPick, drawn }: ParallelProps): JSX.Element {
  const axes = useMemo(() => fields.map((field) => fieldAxis(field, [BOTTOM, TOP])), [fields]);
  const inside = useMemo(() => passing(fields, brushes, looks.length), [fields, brushes, looks.length]);
  const shades = useMemo(() => (colorBy === undefined ? undefined : ranks(colorBy.field, colorBy.lowerIsBetter)), [colorBy?.field, colorBy?.lowerIsBetter]);
  const table = useMemo(() => ({
    caption: 'Numbers of the runs', columns: fields.map(({ key }) => key),
    rows: looks.flatMap((look, run) => (inside[run] === true ? [{ id: look.run_id, name: look.name, cells: axes.map((axis) => axis.words(run)) }] : [])),
  }), [looks, axes, inside]);
  if (fields.length < 2 || looks.length === 0) {
    return <ChartEmpty>{looks.length === 0 ? 'Select runs in the table to see their params and metrics side by side.' : 'Choose at least two columns: each becomes an axis.'}</ChartEmpty>;
  }
  const brushed = Object.keys(brushes).length > 0;
  const keys = fields.map(({ key }) => key);
  const choose = (next: Brushes): void => {
    const pass = passing(fields, next, looks.length);
    onBrush(next, looks.filter((_, run) => pass[run]).map(({ run_id }) => run_id));
  };
  const notes = [...(colorBy === undefined ? [] : [`stronger colour: better ${colorBy.field.key}`]), ...(brushed ? [`${inside.filter(Boolean).length.toLocaleString('en-US')} of ${countOf(looks.length, 'run')}`] : [countOf(looks.length, 'run')])];
  return (
    <div class="chart-wide" onKeyDown={(event) => { if (event.key === 'Escape' && brushed) { event.stopPropagation(); choose({}); } }}>
      <ChartFrame title={TITLE} notes={notes}>
        <Lines looks={looks} axes={axes} inside={inside} shades={shades} group={group} onPick={onPick} drawn={drawn} word={notes.join(' · ')}>
          {(width) => axes.map((axis, index) => (
            <AxisHead
              key={axis.field.key} axis={axis} left={axisPlace(index, axes.length, width)}
              onMove={(steps) => onOrder(reordered(keys, axis.field.key, index + steps))} gap={axes.length < 2 ? width : axisPlace(1, axes.length, width) - axisPlace(0, axes.length, width)}
            >
              <ParallelBrush axis={axis} range={brushes[axis.field.key]} top={TOP} bottom={BOTTOM} onChange={(range) => choose(withBrush(brushes, axis.field.key, range))} />
            </AxisHead>
          ))}
        </Lines>
        <NumbersTable {...table} />
      </ChartFrame>
    </div>
  );
}

interface LinesProps {
  readonly looks: readonly RunLook[];
  readonly axes: readonly FieldAxis[];
  readonly inside: readonly boolean[];
  readonly shades: readonly (number | undefined)[] | undefined;
  readonly group: ChartGroup;
  readonly onPick: (runId: string) => void;
  readonly drawn: Map<string, TitledChart> | undefined;
  /** beside the title in a picture */
  readonly word: string;
  readonly children: (width: number) => JSX.Element[];
}

function Lines({ looks, axes, inside, shades, group, onPick, drawn, word, children }: LinesProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);
  const chart = useRef<ParallelChart>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (parent.current === null) {
      return;
    }
    const own = new ParallelChart(parent.current, group, (runId) => pick.current(runId), setWidth);
    chart.current = own;
    const end = watchTheme((theme) => own.setTheme(theme));
    return () => {
      end();
      own.destroy();
    };
  }, [group]);
  useEffect(() => chart.current?.show({ looks, axes, passing: inside, ranks: shades }), [group, looks, axes, inside, shades]);
  useEffect(() => {
    drawn?.set('parallel', {
      title: TITLE, word,
      chart: {
        picture: (ratio) => {
          if (chart.current === null || names.current === null) {
            throw new Error('The chart has gone. Show it, then export it again.');
          }
          return chart.current.picture(ratio, names.current);
        },
      },
    });
    return () => { drawn?.delete('parallel'); };
  }, [drawn, word]);
  return <div class="chart-parallel" style={{ height: `${HEIGHT}px` }} ref={parent}><div class="chart-axes" ref={names}>{width > 0 && children(width)}</div></div>;
}

interface AxisHeadProps {
  readonly axis: FieldAxis;
  readonly left: number;
  /** pixels between axes */
  readonly gap: number;
  readonly onMove: (steps: number) => void;
  readonly children: JSX.Element;
}

function AxisHead({ axis, left, gap, onMove, children }: AxisHeadProps): JSX.Element {
  const from = useRef<number>(null);
  return (
    <div class="chart-axis" style={{ transform: `translateX(${left}px)` }} role="group" aria-label={axis.field.key}>
      <button
        type="button" class="chart-axis-name" style={{ maxWidth: `${Math.max(60, gap - 12)}px` }} title={`${axis.title}\nDrag it, or press ← and →, to move the axis.`}
        onPointerDown={(event) => {
          from.current = event.clientX;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const steps = from.current === null ? 0 : Math.round((event.clientX - from.current) / gap);
          if (steps !== 0 && from.current !== null) {
            from.current += steps * gap;
            onMove(steps);
          }
        }}
        onLostPointerCapture={() => { from.current = null; }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
            event.preventDefault();
            onMove(event.key === 'ArrowLeft' ? -1 : 1);
          }
        }}
      >{axis.title}</button>
      {children}
    </div>
  );
}
