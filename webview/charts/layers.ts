/** Canvases over that of Chart.js, so that the cursor moves and a curve grows without anything else being drawn again. */
import type { Size } from './area';
import type { ChartTheme } from './theme';

export class Layer {
  readonly element = document.createElement('canvas');
  readonly context: CanvasRenderingContext2D;

  constructor(name: string) {
    const context = this.element.getContext('2d');
    if (context === null) {
      throw new Error('The browser gives this page no canvas to draw on. Close other panels, and open this one again.');
    }
    this.context = context;
    this.element.className = `chart-layer chart-${name}`;
    this.element.ariaHidden = 'true';
  }

  /** Lengths are CSS pixels from here on, whatever the screen. */
  resize({ width, height }: Size, ratio: number): void {
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  clear(): void {
    const { context, element } = this;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, element.width, element.height);
    context.restore();
  }
}

/** What is on a canvas now, to stay as it is. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

/** A chart as it stands on the page: canvases from the lowest to the highest, and the elements with the words over them. */
export interface Picture {
  readonly size: Size;
  readonly layers: readonly HTMLCanvasElement[];
  readonly labels: HTMLElement;
  readonly theme: ChartTheme;
}
