/** The chosen part of an axis: drawn by dragging along it, moved by dragging it, or by the arrow keys. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { formatNumber } from '../../src/wording/formatNumber';
import type { FieldAxis } from './fieldAxis';
import type { Range } from './scale';

const DRAG = 3;
/** Share of the axis that a key moves a brush by, and that a new one covers. */
const [KEY_STEP, FIRST] = [0.05, 0.25];

export interface ParallelBrushProps {
  readonly axis: FieldAxis;
  readonly range: Range | undefined;
  /** pixels of the axis' ends */
  readonly top: number;
  readonly bottom: number;
  readonly onChange: (range: Range | undefined) => void;
}

export function ParallelBrush({ axis, range, top, bottom, onChange }: ParallelBrushProps): JSX.Element {
  const drag = useRef<{ readonly from: number; readonly held: Range | undefined; moved: boolean }>(null);
  const track = useRef<HTMLDivElement>(null);
  const pixels: Range | undefined = range === undefined ? undefined : [axis.scale.toPixel(range[1]), axis.scale.toPixel(range[0])];
  const place = (event: PointerEvent): number => event.clientY - (track.current?.getBoundingClientRect().top ?? 0) + top;
  const choose = (a: number, b: number): void => {
    const [low, high] = [Math.max(a, b), Math.min(a, b)].map((pixel) => axis.scale.toValue(Math.min(bottom, Math.max(top, pixel)))) as [number, number];
    onChange([low, high]);
  };
  const key = (event: KeyboardEvent): void => {
    const step = (bottom - top) * KEY_STEP * (event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0);
    if (step !== 0) {
      event.preventDefault();
      const [from, to] = pixels ?? [top, top + (bottom - top) * FIRST];
      // Shift moves the lower end alone.
      choose(pixels === undefined || event.shiftKey ? from : Math.min(bottom - (to - from), Math.max(top, from + step)), pixels === undefined ? to : Math.max(top + 2, Math.min(bottom, to + step)));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onChange(undefined);
    }
  };
  return (
    <div
      class="chart-axis-track" ref={track} tabIndex={0} role="slider" aria-orientation="vertical" aria-label={`chosen part of ${axis.field.key}`}
      aria-valuemin={axis.scale.domain[0]} aria-valuemax={axis.scale.domain[1]} aria-valuenow={range?.[0] ?? axis.scale.domain[0]} aria-valuetext={words(axis, range)}
      title={`${words(axis, range)}\nDrag along the axis, or press ↑ and ↓, to choose a part; Delete takes it away.`} style={{ top: `${top}px`, height: `${bottom - top}px` }}
      onPointerDown={(event) => {
        const at = place(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: at, held: pixels !== undefined && at >= pixels[0] && at <= pixels[1] ? pixels : undefined, moved: false };
      }}
      onPointerMove={(event) => {
        const now = drag.current;
        const at = place(event);
        if (now === null || (!now.moved && Math.abs(at - now.from) < DRAG)) {
          return;
        }
        now.moved = true;
        if (now.held === undefined) {
          choose(now.from, at);
        } else {
          const by = Math.min(bottom - now.held[1], Math.max(top - now.held[0], at - now.from));
          choose(now.held[0] + by, now.held[1] + by);
        }
      }}
      onPointerUp={() => {
        // A click beside the part lets go of it.
        if (drag.current !== null && !drag.current.moved) {
          onChange(undefined);
        }
      }}
      onLostPointerCapture={() => { drag.current = null; }}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={key}
    >
      {pixels !== undefined && <span class="chart-axis-part" style={{ top: `${pixels[0] - top}px`, height: `${Math.max(2, pixels[1] - pixels[0])}px` }} />}
    </div>
  );
}

function words({ field }: FieldAxis, range: Range | undefined): string {
  if (range === undefined) {
    return 'all';
  }
  if (field.kind === 'number') {
    return `${formatNumber(range[0])} to ${formatNumber(range[1])}`;
  }
  const chosen = field.categories.filter((_, place) => place >= range[0] && place <= range[1]);
  return chosen.length === 0 ? 'none' : chosen.join(', ');
}
