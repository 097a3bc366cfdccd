/** Truths on their way from a request to the log, and into the quality of the versions that they judge. */
import type { FeedbackAnswer, Truth } from '../../../../protocol/deploymentTraffic';
import type { Task } from '../../traffic/task';
import type { RealisedQuality } from '../quality/realisedQuality';
import type { RecentAnswers, RememberedAnswer } from '../quality/recentAnswers';
import { scoreOf } from '../quality/score';
import type { FeedbackLog } from './feedbackLog';
import type { FeedbackRequest, RefusedTruth, SentTruth } from './feedbackRequest';

/** Truths that are looked up in one turn of the event loop: requests wait no longer than about a millisecond for them. */
const TURN = 500;
const TOLD = 10;

/** An arm as quality is counted for it. */
export interface JudgedArm {
  /** "MODEL/VERSION" */
  readonly name: string;
  readonly task: Task;
}

export interface FeedbackParts {
  readonly recent: RecentAnswers;
  readonly quality: RealisedQuality;
  readonly log: FeedbackLog;
  /** whether a request of this id is logged */
  readonly logs: (id: string) => boolean;
  /** by the numbers that `recent` knows them by */
  readonly arms: readonly JudgedArm[];
  /** what came before this process has been read */
  readonly ready: () => Promise<void>;
}

/** One line of `feedback/`. */
interface FeedbackLine {
  readonly time: number;
  readonly n: number;
  /** time that the key is meant at */
  readonly at?: number;
  readonly id?: string;
  readonly key?: string;
  readonly row: number;
  readonly truth: Truth;
  /** hash of the id of the request that was found; with it, the scores: what a next process begins with */
  readonly request?: number;
  /** when that was answered, Unix ms */
  readonly answered?: number;
  readonly scores?: Readonly<Record<string, number>>;
}

type Unkept = 'unsampled' | RefusedTruth;

export class Feedback {
  #count = 0;

  constructor(private readonly parts: FeedbackParts) {}

  /**
   * Keeps what can be kept: on the disk when this resolves.
   * @throws Error when the disk does not take it
   */
  async take({ sent, refused: unread }: FeedbackRequest): Promise<FeedbackAnswer> {
    await this.parts.ready();
    const lines: FeedbackLine[] = [];
    const unmatched: string[] = [];
    const unsampled: string[] = [];
    const refused = [...unread];
    let matched = 0;
    for (const [at, truth] of sent.entries()) {
      if (at > 0 && at % TURN === 0) {
        await new Promise(setImmediate);
      }
      const name = truth.id ?? truth.key ?? '';
      const found = this.#find(truth);
      const kept = this.#linesOf(truth, found);
      if (kept === 'unsampled') {
        unsampled.push(name);
      } else if ('why' in kept) {
        refused.push(kept);
      } else {
        lines.push(...kept);
        matched += found.length > 0 ? kept.length : 0;
        if (found.length === 0) {
          unmatched.push(...kept.map(() => name));
        }
      }
    }
    await this.parts.log.append(lines.map((line) => JSON.stringify(line)));
    lines.forEach((line) => this.count(line));
    return {
      accepted: lines.length, matched, unmatched_count: unmatched.length, unmatched: first(unmatched), not_sampled_count: unsampled.length, not_sampled: first(unsampled),
      refused_count: refused.length, refused: refused.slice(0, TOLD),
    };
  }

  /** Counts a line of the log, also one of a process before. */
  count({ request, row, scores, answered = 0 }: Pick<FeedbackLine, 'request' | 'row' | 'scores' | 'answered'>): void {
    if (request !== undefined) {
      for (const [arm, score] of Object.entries(scores ?? {})) {
        this.parts.quality.put(request, row, arm, score, answered);
      }
    }
  }

  #find({ id, key, time }: SentTruth): RememberedAnswer[] {
    return id === undefined ? this.parts.recent.byKey(key ?? '', time ?? Date.now()) : this.parts.recent.byId(id);
  }

  #linesOf({ id, key, row, truth, time }: SentTruth, found: readonly RememberedAnswer[]): FeedbackLine[] | Unkept {
    const name = id ?? key ?? '';
    if (id !== undefined && !this.parts.logs(id)) {
      return 'unsampled';
    }
    const rows = found[0]?.predictions.length;
    const truths = Array.isArray(truth) ? (truth as readonly Truth[]) : [truth as Truth];
    const from = row ?? 0;
    if (rows !== undefined && row === undefined && truths.length !== rows) {
      return { id: name, why: `the request had ${rows} rows, and ${truths.length === 1 ? 'one truth' : `${truths.length} truths`} came: say which "row" it is of, or send a list with one for each` };
    }
    if (rows !== undefined && from >= rows) {
      return { id: name, why: `the request had ${rows} ${rows === 1 ? 'row' : 'rows'}, and rows count from 0` };
    }
    const sentAt = Date.now();
    const lines = truths.map((one, at) => {
      this.#count += 1;
      const scores = this.#scores(one, from + at, found);
      return {
        time: sentAt, n: this.#count, ...(time === undefined ? {} : { at: time }), ...(id === undefined ? { key: name } : { id }), row: from + at, truth: one,
        ...(found[0] === undefined ? {} : { request: found[0].request, answered: found[0].time }), ...(scores === undefined ? {} : { scores }),
      };
    });
    const bad = found.length > 0 ? truths.find((_, at) => lines[at]?.scores === undefined) : undefined;
    return bad === undefined ? lines : { id: name, why: `the model predicts a number, and ${JSON.stringify(bad).slice(0, 80)} is none` };
  }

  /** @returns undefined when one arm's prediction can't be compared with the truth */
  #scores(truth: Truth, row: number, found: readonly RememberedAnswer[]): Readonly<Record<string, number>> | undefined {
    const scores: Record<string, number> = {};
    for (const { arm, predictions } of found) {
      const judged = this.parts.arms[arm];
      const prediction = predictions[row];
      const score = judged === undefined || prediction === undefined ? undefined : scoreOf(judged.task, prediction, truth);
      if (judged === undefined || score === undefined) {
        return undefined;
      }
      // A model that gives no number gives nothing to be compared.
      if (!Number.isNaN(score)) {
        scores[judged.name] = score;
      }
    }
    return found.length === 0 ? undefined : scores;
  }
}

function first(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, TOLD);
}
