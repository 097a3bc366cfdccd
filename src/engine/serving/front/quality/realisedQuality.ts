/** How well each version did on the rows whose truth has come: what verdicts about arms read. */
import type { Moments } from '../../../../protocol/deployments';
import { keyOf } from '../../rollout/shares';
import { RunningMoments } from './moments';

/** Rows whose score is remembered, so that a truth that is sent again replaces it. */
const MOST_SCORES = 200_000;
const NONE: Moments = { n: 0, mean: 0, variance: 0 };

export class RealisedQuality {
  readonly #moments = new Map<string, RunningMoments>();
  /** the same, of rows that were answered since arms are compared */
  readonly #compared = new Map<string, RunningMoments>();
  #comparedSince = 0;
  readonly #scores = new Map<string, number>();

  constructor(private readonly mostScores = MOST_SCORES) {}

  /** Score per labelled row (score.ts) of a version, since the deployment began. */
  momentsOf(model: string, version: string): Moments {
    return this.#moments.get(keyOf({ model, version })) ?? NONE;
  }

  /** The same, of rows that were answered since `compareFrom`: an arm that came later has not seen the days before. */
  comparedOf(model: string, version: string): Moments {
    return this.#compared.get(keyOf({ model, version })) ?? NONE;
  }

  /** Begins another comparison. @param since Unix ms */
  compareFrom(since: number): void {
    this.#comparedSince = since;
    this.#compared.clear();
  }

  /**
   * Counts the score of one row; one that was counted for the same row is taken back.
   * @param request hash of the id of its request
   * @param arm "MODEL/VERSION"
   * @param answered when, Unix ms
   */
  put(request: number, row: number, arm: string, score: number, answered: number): void {
    const counted = answered >= this.#comparedSince ? [this.#moments, this.#compared] : [this.#moments];
    const place = `${request} ${row} ${arm}`;
    const before = this.#scores.get(place);
    for (const moments of counted.map((all) => momentsIn(all, arm))) {
      if (before !== undefined) {
        moments.takeBack(before);
      }
      moments.add(score);
    }
    this.#scores.set(place, score);
    if (this.#scores.size > this.mostScores) {
      const [oldest] = this.#scores.keys();
      this.#scores.delete(oldest ?? '');
    }
  }
}

function momentsIn(all: Map<string, RunningMoments>, arm: string): RunningMoments {
  let moments = all.get(arm);
  if (moments === undefined) {
    moments = new RunningMoments();
    all.set(arm, moments);
  }
  return moments;
}
