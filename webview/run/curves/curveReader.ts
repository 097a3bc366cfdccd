/** The curves of the panel's run, for the charts in view: read on when their metric has moved. */
import type { Metric } from '../../../src/protocol/mlflow';
import type { Curve } from '../../../src/protocol/table';
import type { Loaded } from '../../charts/loaded';
import { CurveReads } from '../../curves/curveReads';
import type { RunHost } from '../runHost';

export type Axis = 'step' | 'time' | 'relative';

export class CurveReader {
  readonly #runId: string;
  readonly #reads: CurveReads;
  readonly #marks = new Map<string, string>();
  readonly #ends: () => void;

  /** @param changed a curve was read */
  constructor(host: RunHost, axis: Axis, changed: () => void) {
    this.#runId = host.state.run_id;
    this.#reads = new CurveReads(async (request) => host.ask('curves', request), changed);
    this.#reads.show([this.#runId], axis);
    this.#ends = host.on('reset', () => this.#reads.doubt());
  }

  /** What is known of a metric's curve; empty where the run has no points of it. */
  of(key: string): Loaded<Curve> {
    const curve = this.#reads.curve(key, this.#runId);
    const failure = this.#reads.failure(key);
    return curve !== undefined ? { state: 'ready', value: curve } : failure !== undefined ? { state: 'failed', message: failure, retry: () => this.#reads.retry(key) } : { state: 'loading' };
  }

  /** The latest points of all metrics: those that moved are read on. */
  setMetrics(metrics: readonly Metric[]): void {
    const moved = metrics.filter(({ key, step, timestamp, value }) => {
      const mark = `${step} ${timestamp} ${value}`;
      const moves = this.#marks.get(key) !== mark;
      this.#marks.set(key, mark);
      return moves;
    });
    if (moved.length > 0) {
      this.#reads.touch([this.#runId], moved.map(({ key }) => key));
    }
  }

  setSeen(key: string, seen: boolean): void {
    this.#reads.see(key, seen);
  }

  /** Curves that were thinned are read in finer points where they are zoomed. */
  setZoom(zoom: readonly [number, number] | undefined): void {
    this.#reads.zoom(zoom);
  }

  setAxis(axis: Axis): void {
    this.#reads.show([this.#runId], axis);
  }

  end(): void {
    this.#ends();
    this.#reads.end();
  }
}
