/** The frame that the graph is seen through: its size, and the pointer in it. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Viewport } from '../../src/protocol/panels/lineagePanel';
import { panned, zoomed, type Frame } from './viewport';

/** px of the wheel for a zoom of e */
const WHEEL = 300;
/** px of a line, for wheels that count lines */
const LINE = 18;

/** @returns undefined until it is measured */
export function useFrame(element: RefObject<HTMLElement | null>): Frame | undefined {
  const [size, setSize] = useState<Frame>();
  useLayoutEffect(() => {
    const frame = element.current;
    if (frame === null) {
      return undefined;
    }
    const measure = (): void => setSize({ width: frame.clientWidth, height: frame.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Dragging beside the cards and scrolling pan, Ctrl with the wheel (or a pinch) zooms around the pointer. */
export function usePanAndZoom(element: RefObject<HTMLElement | null>, move: (change: (now: Viewport) => Viewport) => void): void {
  useEffect(() => {
    const frame = element.current;
    let dragged: { readonly x: number; readonly y: number } | undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const { left, top } = (frame as HTMLElement).getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      move((now) => (event.ctrlKey || event.metaKey ? zoomed(now, Math.exp((-event.deltaY * unit) / WHEEL), at) : panned(now, -event.deltaX * unit, -event.deltaY * unit)));
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button === 0 && event.target instanceof Element && event.target.closest('button') === null) {
        dragged = { x: event.clientX, y: event.clientY };
        frame?.setPointerCapture(event.pointerId);
      }
    };
    const onMove = (event: PointerEvent): void => {
      if (dragged !== undefined) {
        const [across, down] = [event.clientX - dragged.x, event.clientY - dragged.y];
        dragged = { x: event.clientX, y: event.clientY };
        move((now) => panned(now, across, down));
      }
    };
    const onUp = (): void => { dragged = undefined; };
    frame?.addEventListener('wheel', onWheel, { passive: false });
    frame?.addEventListener('pointerdown', onDown);
    frame?.addEventListener('pointermove', onMove);
    frame?.addEventListener('pointerup', onUp);
    frame?.addEventListener('pointercancel', onUp);
    return () => {
      frame?.removeEventListener('wheel', onWheel);
      frame?.removeEventListener('pointerdown', onDown);
      frame?.removeEventListener('pointermove', onMove);
      frame?.removeEventListener('pointerup', onUp);
      frame?.removeEventListener('pointercancel', onUp);
    };
  }, [element, move]);
}
