/**
 * A history thinned to what a chart can show, in one pass: of each bucket along x the first, least, greatest and last point, so that
 * no spike is lost, and at most one NaN or infinity.
 */
import { isFiniteStored } from '../wireNumbers';

export interface ThinPoints {
  readonly step: number[];
  readonly time: number[];
  /** NaN, and infinities as MLflow stores them, are kept as they are */
  readonly value: number[];
}

/** Places of a bucket. */
const FIRST = 0;
const LEAST = 1;
const GREATEST = 2;
const LAST = 3;
/** a NaN or an infinity: no number that could be the least or greatest */
const ODD = 4;
const PLACES = 5;
/** Points of a bucket that are told, where there are several buckets. */
const TOLD = 4;
const NONE = -1;

export class Thinner {
  readonly #buckets: number;
  readonly #scale: number;
  /** All points until there are too many. */
  #all: { x: number[]; step: number[]; time: number[]; value: number[] } | undefined = { x: [], step: [], time: [], value: [] };
  #total = 0;
  /** Which point stands in each place of each bucket: its number in the order of `add`. */
  readonly #number: Float64Array;
  readonly #x: Float64Array;
  readonly #step: Float64Array;
  readonly #time: Float64Array;
  readonly #value: Float64Array;

  /**
   * @param points how many may be told, at least 4
   * @param low least x that is expected; points outside fall into the buckets at the ends
   * @param high greatest x that is expected
   */
  constructor(private readonly points: number, private readonly low: number, high: number) {
    this.#buckets = Math.max(1, Math.floor(points / TOLD));
    this.#scale = high > low ? this.#buckets / (high - low) : 0;
    const places = this.#buckets * PLACES;
    this.#number = new Float64Array(places).fill(NONE);
    this.#x = new Float64Array(places);
    this.#step = new Float64Array(places);
    this.#time = new Float64Array(places);
    this.#value = new Float64Array(places);
  }

  /** Points that were added. */
  get total(): number {
    return this.#total;
  }

  /** Adds a point; those that share an x come in the order in which they are to be told. */
  add(x: number, step: number, time: number, value: number): void {
    const number = this.#total;
    this.#total += 1;
    const all = this.#all;
    if (all === undefined) {
      this.#sort(number, x, step, time, value);
      return;
    }
    all.x.push(x);
    all.step.push(step);
    all.time.push(time);
    all.value.push(value);
    if (all.x.length > this.points) {
      this.#all = undefined;
      for (let index = 0; index < all.x.length; index += 1) {
        this.#sort(index, all.x[index] as number, all.step[index] as number, all.time[index] as number, all.value[index] as number);
      }
    }
  }

  /** What is told, by x, then in the order of `add`. */
  result(): ThinPoints {
    const all = this.#all ?? this.#told();
    const order = Array.from(all.x, (_, index) => index);
    // Stable: what was added first stands first.
    order.sort((a, b) => (all.x[a] as number) - (all.x[b] as number));
    return { step: order.map((index) => all.step[index] as number), time: order.map((index) => all.time[index] as number), value: order.map((index) => all.value[index] as number) };
  }

  #sort(number: number, x: number, step: number, time: number, value: number): void {
    const bucket = Math.max(0, Math.min(this.#buckets - 1, Math.floor((x - this.low) * this.#scale)));
    const at = bucket * PLACES;
    if (this.#number[at + FIRST] === NONE || x < (this.#x[at + FIRST] as number)) {
      this.#put(at + FIRST, number, x, step, time, value);
    }
    if (this.#number[at + LAST] === NONE || x >= (this.#x[at + LAST] as number)) {
      this.#put(at + LAST, number, x, step, time, value);
    }
    if (!isFiniteStored(value)) {
      if (this.#number[at + ODD] === NONE) {
        this.#put(at + ODD, number, x, step, time, value);
      }
      return;
    }
    if (this.#number[at + LEAST] === NONE || value < (this.#value[at + LEAST] as number)) {
      this.#put(at + LEAST, number, x, step, time, value);
    }
    if (this.#number[at + GREATEST] === NONE || value > (this.#value[at + GREATEST] as number)) {
      this.#put(at + GREATEST, number, x, step, time, value);
    }
  }

  #put(place: number, number: number, x: number, step: number, time: number, value: number): void {
    this.#number[place] = number;
    this.#x[place] = x;
    this.#step[place] = step;
    this.#time[place] = time;
    this.#value[place] = value;
  }

  #told(): { x: number[]; step: number[]; time: number[]; value: number[] } {
    const told: { x: number[]; step: number[]; time: number[]; value: number[] } = { x: [], step: [], time: [], value: [] };
    for (let bucket = 0; bucket < this.#buckets; bucket += 1) {
      for (const place of this.#placesOf(bucket)) {
        told.x.push(this.#x[place] as number);
        told.step.push(this.#step[place] as number);
        told.time.push(this.#time[place] as number);
        told.value.push(this.#value[place] as number);
      }
    }
    return told;
  }

  /** The different points of a bucket in the order of `add`, no more than there is room for. */
  #placesOf(bucket: number): number[] {
    const at = bucket * PLACES;
    const different = new Map<number, number>();
    for (let place = at; place < at + PLACES; place += 1) {
      const number = this.#number[place] as number;
      if (number !== NONE && !different.has(number)) {
        different.set(number, place);
      }
    }
    if (different.size > Math.floor(this.points / this.#buckets)) {
      // A fifth would be one too many: the end of the bucket that has a neighbour gives way, never an end of the curve.
      const dropped = this.#buckets === 1 ? ODD : bucket === 0 ? LAST : FIRST;
      different.delete(this.#number[at + dropped] as number);
    }
    return [...different].sort((a, b) => a[0] - b[0]).map(([, place]) => place);
  }
}
