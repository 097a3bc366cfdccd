/**
 * Reads the curves of some runs for the charts that are in view: whole at first, then only what came since, one ask at a time for all
 * charts together; finer points where a thinned curve is zoomed.
 */
import type { Curve, CurvesRequest, SeveralCurvesRequest, Curves } from '../../src/protocol/table';
import type { XKind } from '../charts/series';
import { type Part, POINTS } from './curveGrowth';
import { CurveLine } from './curveLine';

/** @returns an answer to each of the asks, in their order */
export type AskCurves = (request: SeveralCurvesRequest) => Promise<readonly Curves[]>;

/** What one ask may bring, in tails; a whole curve brings as much as many of them. Answers far beyond half a megabyte would hold the editor up. */
const ROOM = 200;
const WHOLE = 20;

interface Metric { readonly lines: Map<string, CurveLine>; failure: string | undefined }
interface Wanted { readonly key: string; readonly part: Part | undefined; readonly lines: ReadonlyMap<string, CurveLine> }

export class CurveReads {
  readonly #metrics = new Map<string, Metric>();
  /** keys of charts in view; who was served last stands last */
  readonly #seen = new Set<string>();
  #runs: readonly string[] = [];
  #x: XKind = 'step';
  #zoom: Part | undefined;
  #reading = false;
  /** grows when what is under way is no answer to what is asked now */
  #epoch = 0;

  /** @param changed something was read of these metrics, or could not be */
  constructor(private readonly ask: AskCurves, private readonly changed: (keys: readonly string[]) => void) {}

  /** @param runs of which curves are wanted, at most 200 */
  show(runs: readonly string[], x: XKind): void {
    this.#runs = runs;
    if (x !== this.#x) {
      this.#x = x;
      this.#zoom = undefined;
      this.#epoch += 1;
      this.#metrics.clear();
    }
    this.#read();
  }

  see(key: string, seen: boolean): void {
    if (!seen) {
      this.#seen.delete(key);
    } else if (!this.#seen.has(key)) {
      this.#seen.add(key);
      this.#read();
    }
  }

  zoom(part: Part | undefined): void {
    this.#zoom = part;
    if (part === undefined) {
      this.#metrics.forEach(({ lines }) => lines.forEach((line) => line.dropDetail()));
      this.changed([...this.#metrics.keys()]);
    }
    this.#read();
  }

  /** These runs have logged more. @param keys of these metrics; undefined: of any */
  touch(runs: readonly string[], keys: Iterable<string> = this.#metrics.keys()): void {
    for (const key of keys) {
      const metric = this.#metrics.get(key);
      runs.forEach((id) => { const line = metric?.lines.get(id); if (line !== undefined) { line.stale = true; } });
    }
    this.#read();
  }

  /** What is known may not be true any more: everything is read afresh, and stays in view until then. */
  doubt(): void {
    this.#epoch += 1;
    this.#metrics.forEach(({ lines }) => lines.forEach((line) => line.doubt()));
    this.#read();
  }

  /** The curve of a run; undefined until it was read. One without points is empty. */
  curve(key: string, runId: string): Curve | undefined {
    return this.#metrics.get(key)?.lines.get(runId)?.shown(this.#x);
  }

  /** Why a metric of which nothing is known could not be read. */
  failure(key: string): string | undefined {
    return this.#metrics.get(key)?.failure;
  }

  /** Tries a metric that failed once more. */
  retry(key: string): void {
    const metric = this.#metrics.get(key);
    if (metric !== undefined) {
      metric.failure = undefined;
      this.changed([key]);
      this.#read();
    }
  }

  /** Nothing is asked and nobody is told any more. */
  end(): void {
    this.#seen.clear();
    this.#epoch += 1;
  }

  #read(): void {
    if (!this.#reading) {
      this.#reading = true;
      void this.#drain().finally(() => { this.#reading = false; });
    }
  }

  async #drain(): Promise<void> {
    // Charts that come into view in the same turn go into the same ask.
    await Promise.resolve();
    for (let wanted = this.#wanted(); wanted.length > 0; wanted = this.#wanted()) {
      const [epoch, x] = [this.#epoch, this.#x];
      const keys = [...new Set(wanted.map(({ key }) => key))];
      wanted.forEach(({ key, part, lines }) => {
        this.#seen.delete(key);
        this.#seen.add(key);
        if (part === undefined) { lines.forEach((line) => { line.stale = false; }); }
      });
      let answers: readonly Curves[];
      try {
        answers = await this.ask({ asks: wanted.map((one) => requestOf(one, x)) });
      } catch (error) {
        if (epoch === this.#epoch) {
          this.#fail(wanted, error);
          this.changed(keys);
          return;
        }
        continue;
      }
      if (epoch === this.#epoch) {
        wanted.forEach((one, index) => take(one, answers[index]?.curves ?? [], x));
        keys.forEach((key) => { const metric = this.#metrics.get(key); if (metric !== undefined) { metric.failure = undefined; } });
        this.changed(keys);
      }
    }
  }

  /** What is known stays in view; it is tried again with the next change, what is not known when somebody asks for it. */
  #fail(wanted: readonly Wanted[], error: unknown): void {
    for (const { key, part, lines } of wanted) {
      lines.forEach((line) => { line.stale ||= part === undefined; });
      const metric = this.#metrics.get(key);
      if (metric !== undefined && [...lines.values()].every(({ whole }) => whole === undefined)) {
        metric.failure = error instanceof Error ? error.message : String(error);
      }
    }
  }

  /** The next ask, as far as there is room. Curves come before finer points, so that something is drawn soon. */
  #wanted(): Wanted[] {
    const wanted: Wanted[] = [];
    let room = ROOM;
    const collect = (part: Part | undefined, wants: (line: CurveLine) => boolean): void => {
      for (const key of this.#seen) {
        const metric = this.#metricOf(key);
        const lines = new Map<string, CurveLine>();
        for (const id of this.#runs) {
          const line = lineOf(metric, id);
          const price = part === undefined && line.place !== undefined ? 1 : WHOLE;
          if (wants(line) && room >= price) {
            lines.set(id, line);
            room -= price;
          }
        }
        if (lines.size > 0) { wanted.push({ key, part, lines }); }
      }
    };
    collect(undefined, ({ stale }) => stale);
    const zoom = this.#zoom;
    if (zoom !== undefined) {
      collect(zoom, (line) => line.lacks(zoom));
    }
    return wanted;
  }

  #metricOf(key: string): Metric {
    const metric = this.#metrics.get(key) ?? { lines: new Map<string, CurveLine>(), failure: undefined };
    this.#metrics.set(key, metric);
    return metric;
  }
}

function lineOf(metric: Metric, runId: string): CurveLine {
  const line = metric.lines.get(runId) ?? new CurveLine();
  metric.lines.set(runId, line);
  return line;
}

function requestOf({ key, part, lines }: Wanted, x: XKind): CurvesRequest {
  const known = part === undefined ? [...lines.values()].flatMap(({ place }) => place ?? []) : [];
  return { run_ids: [...lines.keys()], key, points: POINTS, x, ...(part === undefined ? {} : { from: part[0], to: part[1] }), ...(known.length === 0 ? {} : { known }) };
}

function take({ part, lines }: Wanted, curves: readonly Curve[], x: XKind): void {
  const told = new Map(curves.map((curve) => [curve.run_id, curve]));
  for (const [id, line] of lines) {
    // A run that is gone for good has no points.
    const curve = told.get(id) ?? { run_id: id, start_time: 0, total: 0, step: [], time: [], value: [] };
    if (part === undefined) {
      line.take(curve, x);
    } else {
      line.takeDetail(part, curve);
    }
  }
}
