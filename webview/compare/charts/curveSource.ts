/** Curves of the ticked runs: fetched for the charts in view, kept fresh while runs go on, thinned by the engine. */
import type { Direction } from '../../../src/protocol/direction';
import type { Band, Curve } from '../../../src/protocol/table';
import { MOST_CURVES, type CurvesData } from '../../charts/curvesModel';
import type { Loaded } from '../../charts/loaded';
import type { RunLook } from '../../charts/runLook';
import type { XKind } from '../../charts/series';
import { messageOf } from '../comparison';
import type { CompareHost } from '../tableData';

/** Points per curve: more than a chart has pixels across. */
const POINTS = 1000;

interface MetricState {
  curves: Map<string, Curve>;
  band: Band | undefined;
  failure: string | undefined;
  /** runs whose curves are known, asked with this x */
  x: XKind | undefined;
  data: { readonly looks: readonly RunLook[]; readonly loaded: Loaded<CurvesData> } | undefined;
  asking: Promise<void> | undefined;
  stale: Set<string>;
  bandStale: boolean;
}

export class CurveSource {
  readonly #metrics = new Map<string, MetricState>();
  readonly #seen = new Set<string>();
  /** runs that are ticked */
  #runs: readonly string[] = [];
  /** runs that have a curve of their own */
  #drawn: readonly string[] = [];
  #x: XKind = 'step';

  constructor(private readonly host: CompareHost, private readonly changed: () => void) {}

  /** @param drawn those of `runs` that have a curve of their own; fewer than all above `MOST_CURVES` */
  show(runs: readonly string[], drawn: readonly string[], x: XKind): void {
    const others = runs.length !== this.#runs.length || runs.some((id, index) => id !== this.#runs[index]);
    this.#runs = runs;
    this.#drawn = drawn;
    this.#x = x;
    if (others) {
      this.#metrics.forEach((metric) => { metric.bandStale = true; });
    }
    this.#seen.forEach((key) => this.#fetch(key));
  }

  see(metric: string, seen: boolean): void {
    if (seen) {
      this.#seen.add(metric);
      this.#fetch(metric);
    } else {
      this.#seen.delete(metric);
    }
  }

  /** These runs have logged more. */
  refresh(runIds: readonly string[]): void {
    const own = runIds.filter((id) => this.#runs.includes(id));
    if (own.length > 0) {
      this.#metrics.forEach((metric) => {
        own.forEach((id) => metric.stale.add(id));
        metric.bandStale = true;
      });
      this.#seen.forEach((key) => this.#fetch(key));
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
    const curves = this.#drawn.flatMap((id) => metric.curves.get(id) ?? []);
    if (metric.failure !== undefined) {
      return { state: 'failed', message: metric.failure, retry: () => { metric.failure = undefined; this.#fetch(key); } };
    }
    const banded = this.#runs.length > MOST_CURVES;
    if ((this.#drawn.some((id) => !metric.curves.has(id)) && curves.length === 0) || (banded && metric.band === undefined)) {
      return { state: 'loading' };
    }
    const logged = curves.filter(({ step }) => step.length > 0);
    return { state: 'ready', value: { metric: key, direction, looks, curves: logged, ...(banded && metric.band !== undefined ? { band: metric.band, bandRuns: this.#runs.length } : {}) } };
  }

  #fetch(key: string): void {
    const metric = this.#metrics.get(key) ?? { curves: new Map<string, Curve>(), band: undefined, failure: undefined, x: undefined, data: undefined, asking: undefined, stale: new Set<string>(), bandStale: true };
    this.#metrics.set(key, metric);
    metric.data = undefined;
    metric.asking ??= this.#work(key, metric).finally(() => { metric.asking = undefined; });
  }

  async #work(key: string, metric: MetricState): Promise<void> {
    try {
      for (;;) {
        if (metric.x !== this.#x) {
          metric.x = this.#x;
          this.#drawn.forEach((id) => metric.stale.add(id));
          metric.bandStale = true;
        }
        const x = metric.x;
        const wanted = this.#drawn.filter((id) => metric.stale.has(id) || !metric.curves.has(id));
        const banded = this.#runs.length > MOST_CURVES && metric.bandStale && x !== 'time';
        if (wanted.length === 0 && !banded) {
          return;
        }
        wanted.forEach((id) => metric.stale.delete(id));
        metric.bandStale = false;
        const [answer, band] = await Promise.all([
          wanted.length === 0 ? undefined : this.host.ask('curves', { run_ids: wanted, key, points: POINTS, x }),
          banded ? this.host.ask('band', { run_ids: [...this.#runs], key, x: x === 'relative' ? 'relative' : 'step' }) : undefined,
        ]);
        answer?.curves.forEach((curve) => metric.curves.set(curve.run_id, curve));
        // A run without this metric is known to have none.
        wanted.filter((id) => !metric.curves.has(id)).forEach((id) => metric.curves.set(id, { run_id: id, start_time: 0, total: 0, step: [], time: [], value: [] }));
        metric.band = band ?? metric.band;
        metric.data = undefined;
        this.changed();
      }
    } catch (error) {
      metric.failure = messageOf(error);
      metric.data = undefined;
      this.changed();
    }
  }
}
