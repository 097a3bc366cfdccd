/** Histories of one metric over many runs: thinned curves, and the band that they fill. */
import type { Band, BandRequest, CurvePlace, CurvesRequest, SeveralCurvesRequest } from '../../../protocol/table';
import type { Database } from '../../database/open';
import { invalid } from '../../mlflowErrors';
import type { Latest } from '../metricStore';
import type { RunRow } from '../runStore';
import type { Stores } from '../stores';
import { isFiniteStored, wireNumber } from '../wireNumbers';
import { BandBuckets, BandFold } from './bandFold';
import { LastPlace, tailOf } from './curveTail';
import { Pace } from './pace';
import { type PieceColumn, PointStore, type StepRange } from './pointStore';
import { Thinner } from './thinner';

const MOST_CURVES = 200;
const MOST_ASKS = 200;
const MOST_IN_BAND = 20_000;
const DEFAULT_POINTS = 1_000;
const DEFAULT_BUCKETS = 200;
/** Points that a band is made of: about a second of reading. */
const BAND_POINTS = 4_000_000;
/** Runs that are looked up between two pauses. */
const LOOKUPS = 500;
const ALL: StepRange = { from: -Infinity, to: Infinity };
/** A time that is looked up for the points that are told only. */
const LATER = Number.NaN;

type Axis = 'step' | 'time' | 'relative';
interface Extent { readonly low: number; readonly high: number }
interface Known { readonly run: RunRow; readonly latest: Latest }

export class CurveService {
  readonly #points: PointStore;

  constructor(database: Database, private readonly stores: Stores) {
    this.#points = new PointStore(database.sqlite);
  }

  /** `Curves`, in the order asked. Unknown runs are left out; one without points has an empty curve. @throws INVALID_PARAMETER_VALUE for too many runs */
  curves(request: CurvesRequest): AsyncGenerator<string> {
    checkRuns('Curves', request.run_ids.length, MOST_CURVES);
    return this.#curves(request);
  }

  /** `{answers: Curves[]}`. @throws as `curves`, for any of them */
  several({ asks }: SeveralCurvesRequest): AsyncGenerator<string> {
    if (asks.length === 0 || asks.length > MOST_ASKS) {
      throw invalid(`Between one and ${MOST_ASKS} metrics can be asked for at once. Received ${asks.length} asks.`);
    }
    return this.#several(asks.map((request) => this.curves(request)));
  }

  /** `Band`. Unknown runs and runs without points are left out. @throws INVALID_PARAMETER_VALUE for too many runs */
  band(request: BandRequest): AsyncGenerator<string> {
    checkRuns('A band', request.run_ids.length, MOST_IN_BAND);
    return this.#band(request);
  }

  async *#several(answers: readonly AsyncGenerator<string>[]): AsyncGenerator<string> {
    let opening = '{"answers":[';
    for (const answer of answers) {
      yield opening;
      yield* answer;
      opening = ',';
    }
    yield ']}';
  }

  async *#curves(request: CurvesRequest): AsyncGenerator<string> {
    const pace = new Pace();
    const places = new Map(request.from === undefined && request.to === undefined ? request.known?.map((place) => [place.run_id, place]) : []);
    const key = this.stores.names.find(request.key);
    let opening = `{"key":${JSON.stringify(request.key)},"curves":[`;
    for (const runId of new Set(request.run_ids)) {
      const run = this.stores.runs.byRunId(runId);
      if (run === undefined) {
        continue;
      }
      const curve = this.#tail(run, key, request, places.get(runId)) ?? await this.#curve(run, key, request, pace);
      yield `${opening}{"run_id":${JSON.stringify(runId)},"start_time":${run.start},${curve}}`;
      opening = ',';
    }
    yield opening === ',' ? ']}' : `${opening}]}`;
  }

  /** What came behind a place that is known; undefined where that does not tell the whole difference. */
  #tail(run: RunRow, key: number | undefined, request: CurvesRequest, place: CurvePlace | undefined): string | undefined {
    const latest = key === undefined || place === undefined ? undefined : this.stores.metrics.latest(run.id, key);
    // In order still: whatever was added since stands at that place or behind it.
    if (key === undefined || place === undefined || latest?.inOrder !== true) {
      return undefined;
    }
    const most = request.points ?? DEFAULT_POINTS;
    const time = place.time - run.start;
    const tail = tailOf(this.#points.since(run.id, key, place.step, time, most + place.last + 1), { ...place, time }, most);
    return tail === undefined ? undefined : `"tail":true,"total":${tail.rows.length},"last":${tail.last},${pointsText(tail.rows.map(([step]) => step), tail.rows.map(([, at]) => run.start + at), tail.rows.map(([, , value]) => value))}`;
  }

  async #curve(run: RunRow, key: number | undefined, request: CurvesRequest, pace: Pace): Promise<string> {
    const latest = key === undefined ? undefined : this.stores.metrics.latest(run.id, key);
    if (key === undefined || latest === undefined) {
      return '"total":0,"step":[],"time":[],"value":[]';
    }
    const axis = request.x ?? 'step';
    const shift = axis === 'time' ? run.start : 0;
    const from = (request.from ?? -Infinity) - shift;
    const to = (request.to ?? Infinity) - shift;
    const extent = await this.#extent(run.id, key, latest, axis, pace);
    const thinner = new Thinner(request.points ?? DEFAULT_POINTS, Math.max(from, extent.low), Math.min(to, extent.high));
    const bySteps = axis === 'step';
    const last = new LastPlace();
    for (const { step, time, value } of this.#points.pieces(run.id, key, bySteps ? { from, to } : ALL, latest, ['step', 'time', 'value'], bySteps)) {
      for (let index = 0; index < step.length; index += 1) {
        const x = (bySteps ? step[index] : time[index]) as number;
        if (x >= from && x <= to) {
          thinner.add(x, step[index] as number, time[index] ?? LATER, value[index] ?? Number.NaN);
        }
      }
      last.read(step, time);
      await pace.pause();
    }
    const told = thinner.result();
    const later = told.step.filter((_, index) => Number.isNaN(told.time[index]));
    const times = this.#points.timesAt(run.id, key, later);
    let taken = 0;
    const time = told.time.map((known) => run.start + (Number.isNaN(known) ? times[taken++] ?? 0 : known));
    const open = request.from === undefined && request.to === undefined;
    return `"total":${thinner.total},${open ? `"last":${last.points},` : ''}${pointsText(told.step, time, told.value)}`;
  }

  async *#band(request: BandRequest): AsyncGenerator<string> {
    const pace = new Pace();
    const key = this.stores.names.find(request.key);
    const known = key === undefined ? [] : await this.#known(request.run_ids, key, pace);
    const read = spread(known, BAND_POINTS);
    const axis = request.x ?? 'step';
    const shiftOf = (run: RunRow): number => (axis === 'time' ? run.start : 0);
    let low = Infinity;
    let high = -Infinity;
    for (const { run, latest } of read) {
      const extent = await this.#extent(run.id, key as number, latest, axis, pace);
      low = Math.min(low, extent.low + shiftOf(run));
      high = Math.max(high, extent.high + shiftOf(run));
      await pace.pause();
    }
    const fold = new BandFold(new BandBuckets(request.buckets ?? DEFAULT_BUCKETS, low, high, axis === 'step'));
    const column: PieceColumn = axis === 'step' ? 'step' : 'time';
    for (const { run, latest } of read) {
      const shift = shiftOf(run);
      for (const piece of this.#points.pieces(run.id, key as number, ALL, latest, [column, 'value'])) {
        const { [column]: places, value: values } = piece;
        for (let index = 0; index < places.length; index += 1) {
          const value = values[index] ?? Number.NaN;
          if (isFiniteStored(value)) {
            fold.add((places[index] as number) + shift, value);
          }
        }
        await pace.pause();
      }
      fold.endRun();
    }
    const band: Band = { key: request.key, read: read.length, ...fold.result() };
    yield JSON.stringify(band);
  }

  async #known(runIds: readonly string[], key: number, pace: Pace): Promise<Known[]> {
    const known: Known[] = [];
    let looked = 0;
    for (const runId of new Set(runIds)) {
      const run = this.stores.runs.byRunId(runId);
      const latest = run === undefined ? undefined : this.stores.metrics.latest(run.id, key);
      if (run !== undefined && latest !== undefined) {
        known.push({ run, latest });
      }
      looked += 1;
      if (looked % LOOKUPS === 0) {
        await pace.pause();
      }
    }
    return known;
  }

  /** Least and greatest step or time of a history; times in ms since the run's start. */
  async #extent(run: number, key: number, latest: Latest, axis: Axis, pace: Pace): Promise<Extent> {
    if (axis === 'step') {
      return { low: latest.firstStep, high: latest.step };
    }
    if (latest.inOrder) {
      return { low: this.#points.firstTime(run, key) ?? latest.time, high: latest.time };
    }
    let low = Infinity;
    let high = -Infinity;
    for (const { time } of this.#points.pieces(run, key, ALL, latest, ['time'])) {
      for (const one of time) {
        low = Math.min(low, one);
        high = Math.max(high, one);
      }
      await pace.pause();
    }
    return { low, high };
  }
}

function pointsText(step: readonly number[], time: readonly number[], value: readonly (number | null)[]): string {
  return `"step":${JSON.stringify(step)},"time":${JSON.stringify(time)},"value":${JSON.stringify(value.map((one) => wireNumber(one)))}`;
}

function checkRuns(what: string, count: number, most: number): void {
  if (count === 0 || count > most) {
    throw invalid(`${what} can be asked for at least one and at most ${most} runs at once. Received ${count} run_ids.`);
  }
}

/** All of the runs or, where their points together are too many to read, every second, third, … of them. */
function spread(known: readonly Known[], points: number): readonly Known[] {
  const together = known.reduce((sum, { latest }) => sum + latest.steps, 0);
  const stride = Math.ceil(together / points);
  return stride <= 1 ? known : known.filter((_, index) => index % stride === 0);
}
