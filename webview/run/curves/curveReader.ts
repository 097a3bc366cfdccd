/** Reads the curves that are in view, again when their metric has moved, and finer where a thinned one is zoomed. */
import type { Curve } from '../../../src/protocol/table';
import type { Metric } from '../../../src/protocol/mlflow';
import type { Loaded } from '../../charts/loaded';
import { AskFailed } from '../../ui/host';
import type { RunHost } from '../live';

export type Axis = 'step' | 'time' | 'relative';

interface Known { readonly loaded: Loaded<Curve | undefined>; readonly mark: string }

export class CurveReader {
  readonly #known = new Map<string, Known>();
  readonly #seen = new Set<string>();
  readonly #reading = new Set<string>();
  readonly #marks = new Map<string, string>();
  #axis: Axis;
  #zoom: readonly [number, number] | undefined;
  #ended = false;

  /** @param changed a curve was read */
  constructor(private readonly host: RunHost, axis: Axis, private readonly changed: () => void) {
    this.#axis = axis;
  }

  /** What is known of a metric's curve; undefined inside where the run has no points of it. */
  of(key: string): Loaded<Curve | undefined> {
    return this.#known.get(key)?.loaded ?? { state: 'loading' };
  }

  /** The latest points of all metrics: those that moved are read again. */
  setMetrics(metrics: readonly Metric[]): void {
    metrics.forEach(({ key, step, timestamp, value }) => this.#marks.set(key, `${step} ${timestamp} ${value}`));
    this.#seen.forEach((key) => this.#refresh(key));
  }

  setSeen(key: string, seen: boolean): void {
    if (seen) {
      this.#seen.add(key);
      this.#refresh(key);
    } else {
      this.#seen.delete(key);
    }
  }

  /** Zooming changes what is read only of curves that were thinned. */
  setZoom(zoom: readonly [number, number] | undefined): void {
    this.#zoom = zoom;
    this.#seen.forEach((key) => this.#refresh(key));
  }

  setAxis(axis: Axis): void {
    if (axis !== this.#axis) {
      this.#axis = axis;
      this.#zoom = undefined;
      this.#known.clear();
      this.#seen.forEach((key) => this.#refresh(key));
    }
  }

  end(): void {
    this.#ended = true;
  }

  #mark(key: string): string {
    const known = this.#known.get(key);
    const thinned = known?.loaded.state === 'ready' && known.loaded.value !== undefined && known.loaded.value.total > known.loaded.value.step.length;
    const zoomedBefore = known?.mark.includes('zoom') === true;
    const zoom = this.#zoom !== undefined && (thinned || zoomedBefore) ? ` zoom ${this.#zoom.join(' ')}` : '';
    return `${this.#axis} ${this.#marks.get(key) ?? ''}${zoom}`;
  }

  #refresh(key: string): void {
    const mark = this.#mark(key);
    if (this.#reading.has(key) || this.#known.get(key)?.mark === mark) {
      return;
    }
    this.#reading.add(key);
    void this.#read(key, mark);
  }

  async #read(key: string, mark: string): Promise<void> {
    const zoom = mark.includes(' zoom ') ? this.#zoom : undefined;
    const axis = this.#axis;
    try {
      const { curves: [curve] } = await this.host.ask('curves', { key, x: axis, ...(zoom === undefined ? {} : { from: zoom[0], to: zoom[1] }) });
      this.#keep(key, mark, axis, { state: 'ready', value: curve });
    } catch (error) {
      const message = error instanceof AskFailed ? error.message : String(error);
      this.#keep(key, mark, axis, { state: 'failed', message, retry: () => { this.#known.delete(key); this.changed(); this.#refresh(key); } });
    } finally {
      this.#reading.delete(key);
      if (!this.#ended && this.#seen.has(key)) {
        this.#refresh(key);
      }
    }
  }

  #keep(key: string, mark: string, axis: Axis, loaded: Loaded<Curve | undefined>): void {
    if (!this.#ended && axis === this.#axis) {
      this.#known.set(key, { loaded, mark });
      this.changed();
    }
  }
}
