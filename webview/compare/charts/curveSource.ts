/** Curves of the ticked runs, and the band that stands for many: fetched for the charts in view, kept fresh while runs go on. */
import type { Direction } from '../../../src/protocol/direction';
import type { Band, BandRequest, Curves, SeveralCurvesRequest } from '../../../src/protocol/table';
import { MOST_CURVES, type CurvesData } from '../../charts/curvesModel';
import type { Loaded } from '../../charts/loaded';
import type { RunLook } from '../../charts/runLook';
import type { XKind } from '../../charts/series';
import type { Part } from '../../curves/curveGrowth';
import { CurveReads } from '../../curves/curveReads';

/** What of the panel's host is needed here. */
export interface CurveHost {
  ask(method: 'curves', input: SeveralCurvesRequest): Promise<readonly Curves[]>;
  ask(method: 'band', input: BandRequest): Promise<Band>;
  on(name: 'reset', listener: () => void): () => void;
}

interface MetricState {
  band: Band | undefined;
  failure: string | undefined;
  /** what x of the band counts */
  x: XKind | undefined;
  data: { readonly looks: readonly RunLook[]; readonly loaded: Loaded<CurvesData> } | undefined;
  asking: Promise<void> | undefined;
  stale: boolean;
}

export class CurveSource {
  readonly #reads: CurveReads;
  readonly #metrics = new Map<string, MetricState>();
  readonly #seen = new Set<string>();
  /** runs that are ticked */
  #runs: readonly string[] = [];
  /** runs that have a curve of their own */
  #drawn: readonly string[] = [];
  #x: XKind = 'step';

  constructor(private readonly host: CurveHost, private readonly changed: () => void) {
    this.#reads = new CurveReads(async (request) => host.ask('curves', request), (keys) => {
      keys.forEach((key) => this.#forget(key));
      this.changed();
    });
    host.on('reset', () => {
      this.#reads.doubt();
      this.#staleBands();
    });
  }

  /** @param drawn those of `runs` that have a curve of their own; fewer than all above `MOST_CURVES` */
  show(runs: readonly string[], drawn: readonly string[], x: XKind): void {
    const others = runs.length !== this.#runs.length || runs.some((id, index) => id !== this.#runs[index]);
    this.#runs = runs;
    this.#drawn = drawn;
    this.#x = x;
    this.#metrics.forEach((metric) => { metric.data = undefined; });
    this.#reads.show(drawn, x);
    if (others) {
      this.#staleBands();
    } else {
      this.#seen.forEach((key) => this.#readBand(key));
    }
  }

  see(metric: string, seen: boolean): void {
    this.#reads.see(metric, seen);
    if (seen) {
      this.#seen.add(metric);
      this.#readBand(metric);
    } else {
      this.#seen.delete(metric);
    }
  }

  /** Curves that were thinned are read in finer points where they are zoomed. */
  setZoom(zoom: Part | undefined): void {
    this.#reads.zoom(zoom);
  }

  /** These runs have logged more. */
  refresh(runIds: readonly string[]): void {
    const own = runIds.filter((id) => this.#runs.includes(id));
    if (own.length > 0) {
      this.#reads.touch(own);
      this.#staleBands();
    }
  }

  /** The same object while neither curves nor looks have changed. */
  loaded(key: string, direction: Direction, looks: readonly RunLook[]): Loaded<CurvesData> {
    const metric = this.#metrics.get(key);
    if (metric === undefined) {
      return { state: 'loading' };
    }
    if (metric.data?.looks !== looks) {
      metric.data = { looks, loaded: this.#assembled(key, direction, looks, metric) };
    }
    return metric.data.loaded;
  }

  #assembled(key: string, direction: Direction, looks: readonly RunLook[], metric: MetricState): Loaded<CurvesData> {
    const curves = this.#drawn.flatMap((id) => this.#reads.curve(key, id) ?? []);
    const failure = this.#reads.failure(key) ?? metric.failure;
    if (failure !== undefined) {
      return { state: 'failed', message: failure, retry: () => this.#retry(key, metric) };
    }
    const banded = this.#runs.length > MOST_CURVES;
    if ((curves.length === 0 && this.#drawn.length > 0) || (banded && (metric.band === undefined || metric.x !== this.#x))) {
      return { state: 'loading' };
    }
    const logged = curves.filter(({ step }) => step.length > 0);
    return { state: 'ready', value: { metric: key, direction, looks, curves: logged, ...(banded && metric.band !== undefined ? { band: metric.band, bandRuns: this.#runs.length } : {}) } };
  }

  #forget(key: string): void {
    const metric = this.#metrics.get(key);
    if (metric !== undefined) {
      metric.data = undefined;
    }
  }

  #retry(key: string, metric: MetricState): void {
    metric.failure = undefined;
    metric.stale = true;
    metric.data = undefined;
    this.#reads.retry(key);
    this.#readBand(key);
  }

  #staleBands(): void {
    this.#metrics.forEach((metric) => { metric.stale = true; });
    this.#seen.forEach((key) => this.#readBand(key));
  }

  #readBand(key: string): void {
    const metric = this.#metrics.get(key) ?? { band: undefined, failure: undefined, x: undefined, data: undefined, asking: undefined, stale: true };
    this.#metrics.set(key, metric);
    metric.asking ??= this.#followBand(key, metric).finally(() => { metric.asking = undefined; });
  }

  async #followBand(key: string, metric: MetricState): Promise<void> {
    try {
      while (this.#runs.length > MOST_CURVES && (metric.stale || metric.x !== this.#x)) {
        metric.stale = false;
        const x = this.#x;
        metric.band = await this.host.ask('band', { run_ids: [...this.#runs], key, x });
        metric.x = x;
        metric.failure = undefined;
        metric.data = undefined;
        this.changed();
      }
    } catch (error) {
      // What is known stays; it is read again with the next change.
      metric.stale = true;
      metric.failure = metric.band !== undefined ? undefined : error instanceof Error ? error.message : String(error);
      metric.data = undefined;
      this.changed();
    }
  }
}
