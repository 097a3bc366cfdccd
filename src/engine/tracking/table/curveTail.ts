/**
 * Where a curve goes on. A history that is in order grows at its end only, so that a reader who says where it ended, and how many
 * points stood there, needs no more than what came behind.
 */
import type { PointRow } from './pointStore';

/** ms since the run's start; `last`: points that stand at this step and time */
export interface TailPlace { readonly step: number; readonly time: number; readonly last: number }

export interface Tail {
  readonly rows: readonly PointRow[];
  /** points that stand where the last one does, known ones included */
  readonly last: number;
}

/**
 * @param rows points at the place and behind it in order, `most + place.last + 1` of them where there are so many
 * @param most points that a tail may have
 * @returns undefined where it can't be told: the place is not (only) what it was, or too much came
 */
export function tailOf(rows: readonly PointRow[], place: TailPlace, most: number): Tail | undefined {
  const there = rows.findIndex(([step, time]) => step !== place.step || time !== place.time);
  const tail = rows.slice(place.last);
  if ((there === -1 ? rows.length : there) !== place.last || tail.length > most) {
    return undefined;
  }
  const end = new LastPlace();
  end.read(tail.map(([step]) => step), tail.map(([, time]) => time));
  return { rows: tail, last: tail.length === 0 ? place.last : end.points };
}

/** Counts, over the pieces of a history, how many points share the last one's step and time. */
export class LastPlace {
  #step = Number.NaN;
  #time: number | undefined = Number.NaN;
  /** none without any point */
  points = 0;

  /** The next piece. @param time empty where each step has one point */
  read(step: readonly number[], time: readonly number[]): void {
    const end = step.length - 1;
    if (end < 0) {
      return;
    }
    let first = end;
    while (first > 0 && step[first - 1] === step[end] && time[first - 1] === time[end]) {
      first -= 1;
    }
    const goesOn = first === 0 && step[end] === this.#step && time[end] === this.#time;
    this.points = end - first + 1 + (goesOn ? this.points : 0);
    this.#step = step[end] as number;
    this.#time = time[end];
  }
}
