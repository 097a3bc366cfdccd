/** What is known of one metric of one run, and what has to be asked to know it. */
import type { Curve, CurvePlace } from '../../src/protocol/table';
import type { XKind } from '../charts/series';
import { continued, grown, isOvergrown, isThinned, type Part, placeOf, spliced } from './curveGrowth';

interface Detail { readonly part: Part; readonly curve: Curve; readonly stale: boolean }

export class CurveLine {
  /** all of it, thinned; undefined until it was told */
  whole: Curve | undefined;
  /** there may be more than is known */
  stale = true;
  /** what is known may not be true any more */
  #doubtful = false;
  #detail: Detail | undefined;
  #shown: Curve | undefined;

  /** From where on it is to be told; undefined: all of it. */
  get place(): CurvePlace | undefined {
    return this.#doubtful ? undefined : placeOf(this.whole);
  }

  /** All of it is to be told afresh; until then what is known stays. */
  doubt(): void {
    this.stale = true;
    this.#doubtful = true;
  }

  /** What is drawn: the same object while nothing changed. */
  shown(x: XKind): Curve | undefined {
    if (this.whole === undefined || this.#detail === undefined) {
      return this.whole;
    }
    this.#shown ??= spliced(this.whole, this.#detail.part, this.#detail.curve, x);
    return this.#shown;
  }

  /** Whether finer points of this part of the axis are to be asked for. A curve of which nothing was left out has none. */
  lacks(part: Part): boolean {
    const known = this.#detail;
    return this.whole !== undefined && isThinned(this.whole) && (known === undefined || known.stale || isOvergrown(known.curve) || known.part[0] !== part[0] || known.part[1] !== part[1]);
  }

  /** A tail, or all of it. */
  take(answer: Curve, x: XKind): void {
    const { whole } = this;
    this.whole = grown(whole, answer);
    if (this.whole === whole) {
      return;
    }
    this.#doubtful &&= answer.tail === true;
    const detail = this.#detail;
    if (detail !== undefined) {
      // Nothing is left out of a tail, so that what of it lies in the part is as fine as the rest there.
      const curve = answer.tail === true && !detail.stale ? continued(detail.curve, detail.part, answer, x) : undefined;
      this.#detail = curve === undefined ? { ...detail, stale: true } : { ...detail, curve };
    }
    this.#shown = undefined;
  }

  /** @param curve the points of `part` */
  takeDetail(part: Part, curve: Curve): void {
    this.#detail = { part, curve, stale: false };
    this.#shown = undefined;
  }

  dropDetail(): void {
    this.#detail = undefined;
    this.#shown = undefined;
  }
}
