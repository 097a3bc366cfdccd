/** What a deployment keeps of its requests: the traffic log, the answers that truths are compared with, the quality that follows. */
import path from 'node:path';
import type { TrafficOptions } from '../../../../protocol/deploymentTraffic';
import { keyOf } from '../../rollout/shares';
import type { PlannedArm } from '../../servedModel';
import { taskOf, taskOfType, type Task } from '../../traffic/task';
import type { AnsweringArm } from '../arms/arm';
import { Feedback, type JudgedArm } from '../feedback/feedback';
import { FeedbackLog } from '../feedback/feedbackLog';
import { feedbackProtocol } from '../feedback/protocol';
import type { Protocol } from '../http/exchange';
import type { Answered } from '../http/frontServer';
import { MOST_KEY, STICKY_HEADER } from '../served';
import { RealisedQuality } from '../quality/realisedQuality';
import { RecentAnswers } from '../quality/recentAnswers';
import { readEarlier } from './earlier';
import { isLong, trafficLine, trafficLineInTurns } from './trafficLine';
import { TrafficLog } from './trafficLog';
import { saltIn, TrafficPolicy } from './trafficPolicy';

export class RequestRecord {
  readonly quality = new RealisedQuality();
  /** POST /slipway/v1/feedback */
  readonly protocol: Protocol;
  readonly #traffic: TrafficLog;
  readonly #policy: TrafficPolicy;
  readonly #recent = new RecentAnswers();
  readonly #feedback: Feedback;
  readonly #feedbackLog: FeedbackLog;
  readonly #arms: JudgedArm[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #tasks = new Map<string, Task | undefined>();
  #earlier: Promise<void> = Promise.resolve();
  /** lines that are still being made */
  readonly #long = new Set<Promise<void>>();

  /**
   * @param folder of the deployment
   * @param log one line for a person
   */
  constructor(private readonly folder: string, options: TrafficOptions, private readonly log: (line: string) => void) {
    this.#traffic = new TrafficLog(path.join(folder, 'traffic'), log);
    this.#policy = new TrafficPolicy(options, saltIn(path.join(folder, 'salt')));
    this.#feedbackLog = new FeedbackLog(path.join(folder, 'feedback'));
    this.#feedback = new Feedback({ recent: this.#recent, quality: this.quality, log: this.#feedbackLog, logs: (id) => this.#policy.logs(id), arms: this.#arms, ready: () => this.#earlier });
    this.protocol = feedbackProtocol(this.#feedback);
  }

  /** Requests that are missing from the log. */
  get dropped(): number {
    return this.#traffic.dropped;
  }

  /** What versions predict, where their plan says: classes may be numbers. To be told before they answer. */
  expect(arms: readonly PlannedArm[]): void {
    for (const { model, version, served } of arms) {
      this.#tasks.set(keyOf({ model, version }), taskOf(served));
    }
  }

  /** Counts the truths that came before this process, and remembers the last answers of the one before. Truths that come now wait for it. */
  readEarlier(): void {
    this.#earlier = readEarlier(this.folder, (line) => this.#feedback.count(line), (answer) => {
      this.#recent.add({ ...answer, arm: this.#numberOf(answer.model, answer.version, answer.predictions?.type ?? 'json') });
    }).catch((error: unknown) => {
      this.log(`what came before this start could not be read (${error instanceof Error ? error.message : String(error)}): truths for requests of then are joined by the engine alone`);
    });
  }

  /** Logs a request, once, and remembers its answer. */
  answered(answered: Answered, arm: AnsweringArm): void {
    const { call } = answered;
    if (!this.#policy.logs(call.id)) {
      return;
    }
    const now = Date.now();
    const seen = this.#policy.seen(answered);
    if (isLong(seen)) {
      this.#appendLong(trafficLineInTurns(seen, arm, now));
    } else {
      this.#traffic.append(trafficLine(seen, arm, now));
    }
    const [predictions] = call.scored?.predictions.tensors ?? [];
    if (call.scored !== undefined && predictions !== undefined && !this.#policy.hides(predictions.name)) {
      this.#recent.add({
        id: call.id, key: stickyKey(call.headers[STICKY_HEADER]), arm: this.#numberOf(arm.model, arm.version, predictions.type), shadow: arm.role === 'shadow', time: now, rows: call.scored.predictions.rows, predictions,
      });
    }
  }

  /** Writes all that was taken. */
  async close(): Promise<void> {
    await this.#earlier;
    await Promise.all(this.#long);
    await this.#traffic.close();
    await this.#feedbackLog.close();
  }

  #appendLong(line: Promise<string>): void {
    const appended = line.then((text) => this.#traffic.append(text)).catch((error: unknown) => this.log(`a request is missing from the log: ${String(error)}`)).finally(() => this.#long.delete(appended));
    this.#long.add(appended);
  }

  #numberOf(model: string, version: string, type: Parameters<typeof taskOfType>[0]): number {
    const name = keyOf({ model, version });
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#arms.length;
      this.#numbers.set(name, number);
      this.#arms.push({ name, task: this.#tasks.get(name) ?? taskOfType(type) });
    }
    return number;
  }
}

function stickyKey(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header.slice(0, MOST_KEY) : undefined;
}
