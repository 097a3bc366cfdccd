/** Pointer, wheel and keys over a chart of curves: what each asks of the group. */
import type { Range, Scale } from './scale';

const DRAG = 4;
const WHEEL_PER_PIXEL = 0.0025;
const ONE_GESTURE = 500;
const KEY_ZOOM = 0.6;

/** What the chart gives and takes. All x are pixels, but where values are named. */
export interface PointerTarget {
  readonly scale: () => Scale | undefined;
  readonly point: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly pick: (x: number, y: number) => void;
  readonly choose: (part: Range | undefined) => void;
  /** values; `fresh` when it is a step of its own to go back */
  readonly zoom: (range: Range, fresh: boolean) => void;
  /** @returns whether there was anything to go back from */
  readonly back: () => boolean;
  readonly step: (direction: 1 | -1, times: number) => void;
  readonly jump: (end: 'first' | 'last') => void;
  /** value under the cursor */
  readonly cursor: () => number | undefined;
}

export class CurvesPointer {
  readonly #surface: HTMLElement;
  readonly #target: PointerTarget;
  #drag: { readonly pointer: number; readonly from: number; readonly pan: Scale | undefined; moved: boolean } | undefined;
  #gestureAt = -Infinity;
  readonly #ended = new AbortController();

  constructor(surface: HTMLElement, target: PointerTarget) {
    this.#surface = surface;
    this.#target = target;
    const { signal } = this.#ended;
    surface.addEventListener('pointermove', (event) => this.#move(event), { signal });
    surface.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    surface.addEventListener('pointerup', (event) => this.#up(event), { signal });
    surface.addEventListener('pointerleave', () => target.leave(), { signal });
    surface.addEventListener('lostpointercapture', () => this.#cancel(), { signal });
    surface.addEventListener('pointercancel', () => this.#cancel(), { signal });
    surface.addEventListener('wheel', (event) => this.#wheel(event), { passive: false, signal });
    surface.addEventListener('keydown', (event) => this.#key(event), { signal });
    surface.addEventListener('blur', () => target.leave(), { signal });
  }

  destroy(): void {
    this.#ended.abort();
  }

  #place(event: MouseEvent): { readonly x: number; readonly y: number } {
    const box = this.#surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #down(event: PointerEvent): void {
    const scale = this.#target.scale();
    if (event.button !== 0 || scale === undefined) {
      return;
    }
    this.#surface.setPointerCapture(event.pointerId);
    this.#drag = { pointer: event.pointerId, from: this.#place(event).x, pan: event.shiftKey ? scale : undefined, moved: false };
  }

  #move(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    const drag = this.#drag;
    if (drag === undefined) {
      this.#target.point(x, y);
      return;
    }
    const fresh = !drag.moved;
    drag.moved ||= Math.abs(x - drag.from) >= DRAG;
    if (!drag.moved) {
      return;
    }
    if (drag.pan === undefined) {
      this.#target.choose([drag.from, x]);
    } else {
      this.#target.zoom(moved(drag.pan, drag.from - x), fresh);
    }
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    const { x, y } = this.#place(event);
    this.#cancel();
    const scale = this.#target.scale();
    if (drag === undefined || scale === undefined) {
      return;
    }
    if (!drag.moved) {
      this.#target.pick(x, y);
    } else if (drag.pan === undefined) {
      const [from, to] = [scale.toValue(Math.min(drag.from, x)), scale.toValue(Math.max(drag.from, x))];
      this.#target.zoom([Math.max(from, scale.domain[0]), Math.min(to, scale.domain[1])], true);
    }
  }

  #cancel(): void {
    const drag = this.#drag;
    this.#drag = undefined;
    this.#target.choose(undefined);
    if (drag !== undefined && this.#surface.hasPointerCapture(drag.pointer)) {
      this.#surface.releasePointerCapture(drag.pointer);
    }
  }

  #wheel(event: WheelEvent): void {
    const scale = this.#target.scale();
    // A pinch on a touchpad comes as a wheel with Ctrl.
    if (scale === undefined || !(event.ctrlKey || event.metaKey)) {
      return;
    }
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.#scaleAround(scale, this.#place(event).x, Math.exp(event.deltaY * lines * WHEEL_PER_PIXEL), event.timeStamp);
  }

  #scaleAround(scale: Scale, pixel: number, factor: number, now: number): void {
    const [left, right] = [scale.toPixel(scale.domain[0]), scale.toPixel(scale.domain[1])];
    const range: Range = [scale.toValue(pixel - (pixel - left) * factor), scale.toValue(pixel + (right - pixel) * factor)];
    this.#target.zoom(range, now - this.#gestureAt > ONE_GESTURE);
    this.#gestureAt = now;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== 'Escape')) {
      return;
    }
    const times = event.shiftKey ? 10 : 1;
    const actions: Record<string, () => boolean | void> = {
      ArrowRight: () => this.#target.step(1, times),
      ArrowLeft: () => this.#target.step(-1, times),
      Home: () => this.#target.jump('first'),
      End: () => this.#target.jump('last'),
      '+': () => this.#keyZoom(KEY_ZOOM, event.timeStamp),
      '=': () => this.#keyZoom(KEY_ZOOM, event.timeStamp),
      '-': () => this.#keyZoom(1 / KEY_ZOOM, event.timeStamp),
      Escape: () => this.#escape(),
    };
    const done = actions[event.key]?.();
    if (event.key in actions && done !== false) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #keyZoom(factor: number, now: number): void {
    const scale = this.#target.scale();
    if (scale !== undefined) {
      const [from, to] = scale.domain;
      this.#scaleAround(scale, scale.toPixel(this.#target.cursor() ?? (from + to) / 2), factor, now);
    }
  }

  #escape(): boolean {
    if (this.#drag !== undefined) {
      this.#cancel();
      return true;
    }
    return this.#target.back();
  }
}

function moved(scale: Scale, pixels: number): Range {
  const [left, right] = [scale.toPixel(scale.domain[0]), scale.toPixel(scale.domain[1])];
  return [scale.toValue(left + pixels), scale.toValue(right + pixels)];
}
