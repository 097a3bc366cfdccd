/** How well each version did on the rows whose truth has come: what verdicts about arms read. */
import type { Moments } from '../../../../protocol/deployments';
import { keyOf } from '../../rollout/shares';
import { RunningMoments } from './moments';

/** Rows whose score is remembered, so that a truth that is sent again replaces it. */
const MOST_SCORES = 200_000;
const NONE: Moments = { n: 0, mean: 0, variance: 0 };

export class RealisedQuality {
  readonly #moments = new Map<string, RunningMoments>();
  readonly #scores = new Map<string, number>();

  constructor(private readonly mostScores = MOST_SCORES) {}

  /** Score per labelled row (score.ts) of a version, since the deployment began. */
  momentsOf(model: string, version: string): Moments {
    return this.#moments.get(keyOf({ model, version })) ?? NONE;
  }

  /**
   * Counts the score of one row; one that was counted for the same row is taken back.
   * @param request hash of the id of its request
   * @param arm "MODEL/VERSION"
   */
  put(request: number, row: number, arm: string, score: number): void {
    const moments = this.#momentsOf(arm);
    const place = `${request} ${row} ${arm}`;
    const before = this.#scores.get(place);
    if (before !== undefined) {
      moments.takeBack(before);
    }
    moments.add(score);
    this.#scores.set(place, score);
    if (this.#scores.size > this.mostScores) {
      const [oldest] = this.#scores.keys();
      this.#scores.delete(oldest ?? '');
    }
  }

  #momentsOf(arm: string): RunningMoments {
    let moments = this.#moments.get(arm);
    if (moments === undefined) {
      moments = new RunningMoments();
      this.#moments.set(arm, moments);
    }
    return moments;
  }
}
